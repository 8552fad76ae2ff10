"""What can be wrong with a data set; each message is one line that says what to do."""

from assistant.errors import InputError


class MissingData(Exception):
    """Raised when the files of a known data set are not on this machine.

    Absent data is skipped with this reason; it never counts as passed.
    """


class UnknownSet(InputError):
    """Raised when a name is neither that of a known data set nor a folder that holds one."""


class InvalidSet(InputError):
    """Raised when the files of a data set do not hold what they should."""
