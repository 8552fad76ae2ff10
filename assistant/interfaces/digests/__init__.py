"""Digests as files in a folder: a page and a document each, and an index of them all."""
