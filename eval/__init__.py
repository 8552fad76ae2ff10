"""The laboratory: measures what the product claims; not installed with it."""
