"""A small SQLite file of the user's, shared by all processes and threads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import StorageError

_WAIT_SECONDS = 10


class UserFile:
    """Opened for each transaction: that takes a millisecond, and a call to a model seconds."""

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        self._schema = schema

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open the file, made where it is missing, alone among its writers.

        What was written is undone on any error.

        Raises:
            StorageError: the file cannot be read or written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None)
            try:
                connection.execute("BEGIN IMMEDIATE")
                connection.execute(self._schema)
                yield connection
                connection.execute("COMMIT")
            finally:
                # Closing undoes what was not committed.
                connection.close()
        except (OSError, sqlite3.Error) as error:
            raise StorageError(
                f"cannot use {self.path} ({error}); free the disk, mend its permissions or remove "
                "the file"
            ) from error
