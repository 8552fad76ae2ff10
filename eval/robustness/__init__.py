"""The same questions under harder conditions, and what that costs."""
