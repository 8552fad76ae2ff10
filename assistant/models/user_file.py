"""A small SQLite file of the user's, shared by all processes and threads."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import StorageError

_WAIT_SECONDS = 10


class UserFile:
    """Opened when first used, and anew where the file was removed or replaced meanwhile.

    The threads of this process wait for each other before they wait for other processes: SQLite's
    own waiting is sleeping, ever longer, however soon the file is free.
    """

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        self._schema = schema
        self._turn = threading.Lock()
        self._file: tuple[int, int] | None = None  # device and number of what is open
        self._close = weakref.finalize(self, lambda: None)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open the file, made where it is missing, alone among its writers.

        What was written is undone on any error.

        Raises:
            StorageError: the file cannot be read or written.
        """
        if not self._turn.acquire(timeout=_WAIT_SECONDS):
            raise self._unusable("other threads have held it for long")
        try:
            connection = self._connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (OSError, sqlite3.Error) as error:
            self._forget()
            raise self._unusable(error) from error
        finally:
            self._turn.release()

    def _connection(self) -> sqlite3.Connection:
        if self._file is None or self._file != _identity(self.path):
            self._forget()
            self._connected = self._connect()
            self._close = weakref.finalize(self, self._connected.close)
            self._file = _identity(self.path)
        return self._connected

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            with suppress(sqlite3.OperationalError):  # another process has it: it stays as it is
                connection.execute("PRAGMA journal_mode = WAL")
            # Safe against a kill; only a power cut may undo the last calls.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(self._schema)
        except BaseException:
            connection.close()
            raise
        return connection

    def _forget(self) -> None:
        self._file = None
        self._close()

    def _unusable(self, why: object) -> StorageError:
        return StorageError(
            f"cannot use {self.path} ({why}); free the disk, mend its permissions or remove "
            "the file"
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
