"""What digests have told of: for each topic its papers, and which kept work was said to be stale.

A paper stays known to a topic when it is removed from the library, so that it is not new when it
comes back as it was.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.library.database import Database

KEPT_WORK = "kept-work"
"""The name under which the reports on kept work are counted; no topic is called that."""


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that a digest told of, with the fingerprint of its abstract then."""

    paper_id: str
    title: str
    abstract_hash: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """How many digests of a topic were written, when the last one was, and what they told of."""

    number: int
    written: str | None
    told: Mapping[str, Told]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Digests:
    """The memory of all digests of one library; safe to share between threads."""

    def __init__(self, database: Database, now: Callable[[], str] = _now) -> None:
        self._database = database
        self._now = now

    def memory(self, topic: str) -> Memory:
        """Return what is known of a topic; of one never told of, nothing."""
        head = self._database.rows("SELECT number, written FROM digests WHERE topic = ?", (topic,))
        number, written = head[0] if head else (0, None)
        rows = self._database.rows(
            "SELECT paper_id, title, abstract_hash, gone FROM digest_papers WHERE topic = ?"
            " ORDER BY paper_id",
            (topic,),
        )
        told = [Told(id, title, hash, bool(gone)) for id, title, hash, gone in rows]
        return Memory(number, written, {one.paper_id: one for one in told})

    def remember(self, topic: str, number: int, told: Iterable[Told]) -> None:
        """Keep that a digest of this number has told of these papers, all at once."""
        with self._database.transaction() as connection:
            self._count(topic, number)
            connection.executemany(
                "INSERT OR REPLACE INTO digest_papers VALUES (?, ?, ?, ?, ?)",
                [(topic, one.paper_id, one.title, one.abstract_hash, one.gone) for one in told],
            )

    def stale(self) -> dict[str, list[str]]:
        """Return what was said to be stale, with the reasons given."""
        rows = self._database.rows("SELECT item, reasons FROM digest_stale")
        return {item: json.loads(reasons) for item, reasons in rows}

    def remember_stale(self, number: int, reasons: Mapping[str, Sequence[str]]) -> None:
        """Keep what a report of this number says to be stale, in place of what was said before."""
        with self._database.transaction() as connection:
            self._count(KEPT_WORK, number)
            connection.execute("DELETE FROM digest_stale")
            connection.executemany(
                "INSERT INTO digest_stale VALUES (?, ?)",
                [(item, json.dumps(list(given))) for item, given in reasons.items()],
            )

    def _count(self, topic: str, number: int) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO digests VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
                " SET number = excluded.number, written = excluded.written",
                (topic, number, self._now()),
            )
