"""A chat model whose replies are kept, so that the same question costs once."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from assistant.errors import StorageError
from assistant.models.served_model import ServedModel, Wrapper
from assistant.models.user_file import UserFile
from assistant.types import Message, Reply

_SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (
    key TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    used REAL NOT NULL       -- seconds since 1970, when last asked for
)
"""
_ROOM = 0.9  # of the limit is kept when it is reached, so that not each reply makes room for itself
_afresh: ContextVar[bool] = ContextVar("afresh", default=False)


@contextmanager
def afresh() -> Iterator[None]:
    """Have models asked within though a reply is kept; the new one takes its place."""
    token = _afresh.set(True)
    try:
        yield
    finally:
        _afresh.reset(token)


class KeptReplies:
    """Replies in a file of bounded size; those not asked for longest make room."""

    def __init__(self, path: Path, most_bytes: int, clock: Callable[[], float] = time.time) -> None:
        self._file = UserFile(path, _SCHEMA)
        self._most_bytes = most_bytes
        self._clock = clock

    def find(self, key: str) -> str | None:
        """Return the text that is kept under a key.

        Raises:
            StorageError: the file cannot be read or written.
        """
        with self._file.transaction() as connection:
            row: tuple[str] | None = connection.execute(
                "UPDATE replies SET used = ? WHERE key = ? RETURNING text", (self._clock(), key)
            ).fetchone()
        return row[0] if row else None

    def keep(self, key: str, text: str) -> None:
        """Keep a text under a key.

        Raises:
            StorageError: the file cannot be read or written.
        """
        size = len(key) + len(text.encode())
        with self._file.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO replies VALUES (?, ?, ?, ?)",
                (key, text, size, self._clock()),
            )
            (total,) = connection.execute("SELECT total(bytes) FROM replies").fetchone()
            if total > self._most_bytes:
                connection.execute(
                    "DELETE FROM replies WHERE key IN (SELECT key FROM (SELECT key,"
                    " sum(bytes) OVER (ORDER BY used DESC, rowid DESC) AS together FROM replies)"
                    " WHERE together > ?)",
                    (self._most_bytes * _ROOM,),
                )


class CachedChat(Wrapper):
    """Answers what was answered before from what is kept; such a reply takes no call.

    The same is: the same server, model, messages and sampling settings.  A reply that was cut is
    not kept, and within `afresh` none is looked for.  A file that cannot be used is passed over:
    it only saves time.
    """

    def __init__(self, inner: ServedModel, kept: KeptReplies, sampling: Sequence[float]) -> None:
        super().__init__(inner)
        self._kept = kept
        self._sampling = tuple(sampling)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the reply that is kept, or the model's.

        Raises:
            BudgetExceeded: the model had to be asked, and a limit did not allow it.
            ModelError: the model had to be asked, and did not answer.
        """
        key = self._key(messages)
        text: str | None = None
        if not _afresh.get():
            with suppress(StorageError):
                text = self._kept.find(key)
        if text is not None:
            if on_text:
                on_text(text)
            return Reply(text, tokens_in=0, tokens_out=0, calls=0, cost_usd=0.0)
        reply = self._inner.reply(messages, on_text)
        if reply.complete:
            with suppress(StorageError):
                self._kept.keep(key, reply.text)
        return reply

    def _key(self, messages: Sequence[Message]) -> str:
        asked = {
            "server": self.address,
            "model": self.name,
            "sampling": self._sampling,
            "messages": [[message.role, message.content] for message in messages],
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
