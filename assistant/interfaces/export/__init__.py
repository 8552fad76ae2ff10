"""Reviews and comparison tables as files: pure functions, but for `writing` and `reading`."""
