"""Metrics, one pure function each, with its source; what does not apply is None, never 0."""
