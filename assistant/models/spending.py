"""The book of what calls to models took: one file a user, safe for several processes."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args

from assistant.models.user_file import UserFile

Span = Literal["question", "session", "day"]
SPANS: tuple[Span, ...] = get_args(Span)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,       -- of the user's clock, 2025-12-31
    session TEXT NOT NULL,
    question TEXT NOT NULL,
    model TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    usd REAL                 -- NULL where no price is known
)
"""
_SESSION = uuid.uuid4().hex  # a session is a run of the program
_question: ContextVar[str | None] = ContextVar("question", default=None)


@contextmanager
def one_question() -> Iterator[None]:
    """Count the calls within as calls for one question; without it each call is its own."""
    token = _question.set(uuid.uuid4().hex)
    try:
        yield
    finally:
        _question.reset(token)


@dataclass(frozen=True, slots=True)
class Amount:
    """What is spent: tokens read and written, and US dollars, None where no price is known."""

    tokens: int
    usd: float | None


Check = Callable[[Mapping[Span, Amount]], object]
"""Told what was spent in each span so far; raises to refuse a call."""


class Book:
    """An entry is made before its call and corrected after it.

    So a call that another process has under way counts, and one that was killed counts with its
    estimate.  A file of many years is small: a hundred bytes a call.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime] = datetime.now) -> None:
        self._file = UserFile(path, _SCHEMA)
        self._clock = clock

    def enter(self, model: str, estimate: Amount, check: Check | None) -> int:
        """Enter a call unless the check, if there is one, refuses it; return the entry's number.

        Raises:
            StorageError: the file cannot be read or written.
        """
        spans = {
            "day": self._clock().date().isoformat(),
            "session": _SESSION,
            "question": _question.get() or uuid.uuid4().hex,
        }
        with self._file.transaction() as connection:
            if check:
                spent: dict[Span, Amount] = {}
                for span in SPANS:
                    spent[span] = _spent(connection, span, spans[span])
                check(spent)
            entry = connection.execute(
                "INSERT INTO calls (day, session, question, model, tokens, usd)"
                " VALUES (:day, :session, :question, :model, :tokens, :usd)",
                {**spans, "model": model, "tokens": estimate.tokens, "usd": estimate.usd},
            ).lastrowid
        return entry or 0

    def correct(self, entry: int, amount: Amount) -> None:
        """Put what a call took in the place of its estimate.

        Raises:
            StorageError: the file cannot be read or written.
        """
        with self._file.transaction() as connection:
            connection.execute(
                "UPDATE calls SET tokens = ?, usd = ? WHERE id = ?",
                (amount.tokens, amount.usd, entry),
            )

    def remove(self, entry: int) -> None:
        """Take out the entry of a call that failed.

        Raises:
            StorageError: the file cannot be read or written.
        """
        with self._file.transaction() as connection:
            connection.execute("DELETE FROM calls WHERE id = ?", (entry,))


def _spent(connection: sqlite3.Connection, span: Span, which: str) -> Amount:
    sums = f"SELECT total(tokens), total(usd) FROM calls WHERE {span} = ?"
    tokens, usd = connection.execute(sums, (which,)).fetchone()
    return Amount(int(tokens), usd)
