"""What is kept on disk: the catalog (the truth) and two indexes derived from it."""
