"""Pauses between requests to a service, kept by all processes of a user together."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from assistant.errors import StorageError


class Turns:
    """One request to a host at a time, each a pause after the one before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def turn(self, host: str, pause: float) -> Iterator[None]:
        """Wait for the turn at a host, and hold it for the length of a `with` block.

        Raises:
            StorageError: the folder that processes wait at cannot be written.
        """
        name = re.sub(r"[^\w.-]", "_", host)
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = filelock.FileLock(self._folder / f"{name}.lock")
            lock.acquire()
        except OSError as error:
            raise StorageError(
                f"cannot write to {self._folder} ({error.strerror}); mend its permissions, or set "
                "sources.cache_path to another folder"
            ) from None
        last = self._folder / f"{name}.asked"
        try:
            # A clock that was set back must not make a pause longer than it is.
            time.sleep(min(pause, max(0.0, _changed(last) + pause - time.time())))
            try:
                yield
            finally:
                last.touch()
        finally:
            lock.release()


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0
