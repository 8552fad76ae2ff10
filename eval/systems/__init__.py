"""What is measured: the assistant, parts of it alone, and plain LlamaIndex on the same library."""
