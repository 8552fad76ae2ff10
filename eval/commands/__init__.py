"""What `python -m eval` does for each of its words."""
