"""What users decided: which paper a record is about, and which papers are not one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from assistant.corpus.identity import folded, normalised_title
from assistant.corpus.names import name, surname_first
from assistant.library.database import Database
from assistant.types import Paper


class Decisions:
    """All decisions about one library; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def paper_of(self, given: Paper) -> str | None:
        """Return the id of the paper that a record was said to be about; it may exist no longer."""
        if not self._database.rows("SELECT 1 FROM decisions LIMIT 1"):
            return None  # as nearly always: what the record calls itself need not be made
        rows = self._database.rows(
            "SELECT paper_id FROM decisions WHERE record = ?", (_called(given),)
        )
        return rows[0][0] if rows else None

    def decide(self, records: Mapping[str, Iterable[Paper]]) -> None:
        """Remember that these records are about the papers with these ids.

        Records of two papers that call themselves the same cannot be told apart and are left out.
        """
        called = [(_called(one), id) for id, those in records.items() for one in those]
        papers = Counter(record for record, _ in set(called))
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO decisions VALUES (?, ?, ?)",
                [(record, id, now) for record, id in called if papers[record] == 1],
            )

    def keep_apart(self, ids: Iterable[str]) -> None:
        """Remember that these papers are not one."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO apart VALUES (?, ?)",
                itertools.combinations(sorted(set(ids)), 2),
            )

    def bring_together(self, kept: str, gone: Iterable[str]) -> None:
        """Make what was decided for papers that are gone a decision for the one that is kept."""
        ids = [kept, *gone]
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM apart WHERE one = ? AND other = ?",
                itertools.combinations(sorted(set(ids)), 2),
            )
            connection.executemany(
                "UPDATE decisions SET paper_id = ? WHERE paper_id = ?",
                [(kept, one) for one in ids[1:]],
            )

    def apart(self) -> set[tuple[str, str]]:
        """Return the pairs of papers that are not one, by their ids in order."""
        return {(one, other) for one, other in self._database.rows("SELECT * FROM apart")}


def _called(given: Paper) -> str:
    """Return what a record calls itself: its own id and title, and where it has no id its people.

    Two papers of one title, "Editorial", are told apart by these.
    """
    people = [] if given.doi or given.arxiv_id or given.pmid else given.authors
    families = " ".join(folded(name(surname_first(one)).family) for one in people)
    return f"{given.id} {normalised_title(given.title)} {families}".rstrip()
