"""A draft -> which of its sentences the library supports, and which citations do not hold."""
