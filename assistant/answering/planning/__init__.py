"""Several searches for one question, planned by a chat model; each way has a setting of its own."""
