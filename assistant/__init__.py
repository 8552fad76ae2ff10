"""Literature assistant: answers from your own paper library, every citation checked."""

__version__ = "0.1.0"
__all__ = ["__version__"]
