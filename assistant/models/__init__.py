"""Doors to models: chat, embedding and tokens."""
