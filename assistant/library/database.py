"""One SQLite file: a connection for each thread, transactions, and errors in plain words."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, LibraryError, StorageError

Row = tuple[Any, ...]
_FULL = ("no space left", "disk is full", "disk quota exceeded", "database or disk is full")
_FORBIDDEN = ("permission denied", "read-only", "readonly", "unable to open", "not permitted")
_DAMAGED = ("malformed", "not a database", "no such table", "no such column")
_FAILED = ("disk i/o error", "file too large")
_LEAST_ROOM_BYTES = 1_000_000
# Of the file are mapped into memory, as far as SQLite is built to: a page that others have read is
# then no call of the system.  A search among 100,000 papers reads them in a fifth of the time.
_MAPPED_BYTES = 1 << 36
# Nine vectors of 384 numbers fit in a page, four in one of SQLite's usual 4,096 bytes: a library of
# 5,000 papers has 20.2 MB then, not 21.7.
_PAGE_BYTES = 8192
_MOST_VARIABLES = 900  # some SQLite builds admit no more than 999 in one statement


class Database:
    """An SQLite file; readers never wait for the writer (write-ahead log)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._watching: sqlite3.Connection | None = None
        self._watch = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that is committed at the end, or undone on any error.

        Within a transaction it joins that one.
        """
        with storage_errors(self.path.parent):
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def run_script(self, script: str) -> None:
        """Run the statements of an SQL script."""
        with storage_errors(self.path.parent):
            self._connection().executescript(script)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query."""
        try:
            return self._connection().execute(sql, values).fetchall()
        except sqlite3.Error:  # asked for only then: a search has hundreds of queries
            with storage_errors(self.path.parent):
                raise

    def rows_in(self, sql: str, keys: Sequence[object]) -> list[Row]:
        """Return the rows of a query that ends in a column name, for the keys it may hold."""
        found: list[Row] = []
        for start in range(0, len(keys), _MOST_VARIABLES):
            part = keys[start : start + _MOST_VARIABLES]
            found += self.rows(f"{sql} IN ({','.join('?' * len(part))})", part)
        return found

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is in a transaction."""
        return self._connection().in_transaction

    def state(self) -> int:
        """Return a number that is another one whenever anybody has changed the file."""
        # SQLite does not count what the connection that asks has changed: it needs its own.
        with self._watch, storage_errors(self.path.parent):
            if self._watching is None:
                self._watching = sqlite3.connect(self.path, check_same_thread=False)
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Close the file, but for the connections of other threads."""
        with self._watch:
            if self._watching is not None:
                self._watching.close()
                self._watching = None
        self.leave()

    def leave(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")  # of a new file
            connection.execute("PRAGMA journal_mode = WAL")
            # Safe against a kill in this mode; only a power cut may undo the last commits.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
            self._local.connection = connection
        return connection


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn the disk's refusals into errors that say what to do.

    SQLite, Chroma and tantivy each wrap the system's error in one of their own; what they share is
    the system's words for it.
    """
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        said = str(error).lower()
        # Chroma may tell of a failed compaction only: a disk without room is the likelier cause.
        if any(words in said for words in _FULL) or _room(folder) < _LEAST_ROOM_BYTES:
            raise StorageError(
                f"the disk that holds {folder} is full; free some space and run the command again "
                "(what was stored so far is kept)"
            ) from error
        if any(words in said for words in _FORBIDDEN):
            raise StorageError(
                f"no permission to write in {folder}; check its owner or choose another --library"
            ) from error
        if any(words in said for words in _FAILED):
            raise StorageError(
                f"the disk that holds {folder} failed ({said}); check it and the limits on it, and "
                "run the command again (what was stored so far is kept)"
            ) from error
        if isinstance(error, sqlite3.DatabaseError) and any(words in said for words in _DAMAGED):
            raise LibraryError(
                f"the catalog in {folder} is damaged ({said}); restore the folder from a copy, "
                "or ingest the files again into a new --library"
            ) from error
        if isinstance(error, OSError):
            raise StorageError(
                f"cannot use {folder} as a library ({error.strerror}); choose another --library"
            ) from error
        raise


def _room(folder: Path) -> int:
    """Return the bytes free where a folder is or would be."""
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    usage = shutil.disk_usage(place)
    return usage.free if usage.total else _LEAST_ROOM_BYTES  # /proc and its like have no size
