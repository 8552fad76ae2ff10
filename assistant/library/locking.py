"""One writer at a time, across processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from assistant.errors import LibraryBusy


@contextmanager
def held(
    lock: filelock.BaseFileLock,
    folder: Path,
    seconds: float,
    report: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Hold the lock of the library in a folder, waiting at most so many seconds for it.

    `report` is told of a wait.

    Raises:
        LibraryBusy: another process has held it all that time.
    """
    try:
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            if not seconds:
                raise
            if report:
                report(f"another process is writing to the library; waiting {seconds:g} s at most")
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
