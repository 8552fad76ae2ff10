"""Everything that can go wrong through no fault of the program.

AssistantError
├── SettingsError        a configuration file, variable or flag is wrong
├── InputError           a file or argument given by the user cannot be used
├── LibraryError         the library folder cannot be used as it is
│   ├── LibraryMissing   there is no library at the place looked at
│   ├── LibraryBusy      another process is writing to it
│   ├── LibraryMismatch  it was built with another embedder or chunking
│   └── IndexBroken      an index derived from the catalog cannot be used
├── PaperNotFound        no paper answers to that id or title
├── ConversationNotFound no conversation is called that
├── StorageError         the disk refused: full, read-only, no permission
└── ModelError           a language or embedding model did not do its work
    └── ModelUnavailable it may do so later: time-out, overload, connection

A message says what happened and then what to do next, in one line.  The interfaces show it
without a traceback and exit with status 2; any other exception is a bug and keeps its traceback.
"""


class AssistantError(Exception):
    """Base of all errors that are shown to the user as one line."""


class SettingsError(AssistantError):
    """Raised when a configuration file, environment variable or flag is wrong."""


class InputError(AssistantError):
    """Raised when a file or argument given by the user cannot be used."""


class LibraryError(AssistantError):
    """Raised when the library folder cannot be used as it is."""


class LibraryMissing(LibraryError):
    """Raised when there is no library at the place looked at."""


class LibraryBusy(LibraryError):
    """Raised when another process keeps writing to the library."""


class LibraryMismatch(LibraryError):
    """Raised when the library was built with another embedder or chunking."""


class IndexBroken(LibraryError):
    """Raised when an index that is derived from the catalog cannot be used."""


class PaperNotFound(AssistantError):
    """Raised when no paper answers to an id or title."""


class ConversationNotFound(AssistantError):
    """Raised when no conversation, or more than one, answers to a name."""


class StorageError(AssistantError):
    """Raised when the disk refuses: full, read-only or without permission."""


class ModelError(AssistantError):
    """Raised when a language or embedding model did not do its work."""

    retryable = False


class ModelUnavailable(ModelError):
    """Raised when a model may answer later: time-out, overload, lost connection."""

    retryable = True
