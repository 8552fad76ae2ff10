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
├── NotRecorded          a replay asks for what its evidence pack does not hold
├── BudgetExceeded       a call to a model would cost more than the user allows
├── SourceError          an online source of papers did not do its work
│   ├── SourceLacks          it does not hold what was asked for by name
│   └── SourceUnavailable    it may do so later: overload, time-out, a reply cut short
├── Passing              may go right later; what it is about is said by another class
└── ModelError           a language or embedding model did not do its work
    ├── ContextTooLong   what it was sent is longer than what it can read at once
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


class NotRecorded(AssistantError):
    """Raised when a replay asks for what its evidence pack does not hold."""


class BudgetExceeded(AssistantError):
    """Raised before a call to a model that would cost more than the user allows."""


class ModelError(AssistantError):
    """Raised when a language or embedding model did not do its work."""

    retryable = False


class ContextTooLong(ModelError):
    """Raised when a model is sent more than it can read at once."""


class Passing(AssistantError):
    """Raised when what is asked may answer later.

    `retry_after` is the wait in seconds that a server asked for, None where it named none.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelUnavailable(ModelError, Passing):
    """Raised when a model may answer later: time-out, overload, lost connection."""

    retryable = True


class SourceError(AssistantError):
    """Raised when an online source of papers did not do its work."""


class SourceLacks(SourceError):
    """Raised when a source does not hold what was asked for by name."""


class SourceUnavailable(SourceError, Passing):
    """Raised when a source may answer later: overload, time-out, a reply that was cut short."""
