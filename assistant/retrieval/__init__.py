"""Question -> ranked papers with the passages that match."""
