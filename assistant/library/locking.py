"""One writer at a time, across processes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from assistant.errors import LibraryBusy


@contextmanager
def held(lock: filelock.BaseFileLock, folder: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of the library in a folder, waiting at most so many seconds for it.

    Raises:
        LibraryBusy: another process has held it all that time.
    """
    try:
        lock.acquire(timeout=seconds)
    except filelock.Timeout:
        raise LibraryBusy(
            f"another process is writing to the library in {folder}; wait for it to end and "
            "run the command again"
        ) from None
    try:
        yield
    finally:
        lock.release()
