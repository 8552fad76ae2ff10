"""Standing digests: what is new on topics since the last time, and which kept work is stale."""
