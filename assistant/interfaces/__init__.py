"""The users' sides of the program."""
