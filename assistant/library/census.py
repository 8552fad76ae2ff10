"""How many papers there are of which kind, counted in the catalog without reading them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from assistant.library.database import Database
from assistant.library.near_misses import Outline


@dataclass(frozen=True, slots=True)
class Counted:
    """What a library holds; `years` are in order, `sources` the largest first."""

    papers: int
    without_abstract: int
    without_year: int
    of_several_sources: int
    years: dict[int, int]
    sources: dict[str, int]
    tagged: int
    noted: int


class Census:
    """Counts the papers of a library; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counted(self) -> Counted:
        """Return all counts."""
        return Counted(
            papers=self._count("SELECT count(*) FROM papers"),
            without_abstract=self._count("SELECT count(*) FROM papers WHERE abstract = ''"),
            without_year=self._count("SELECT count(*) FROM papers WHERE year IS NULL"),
            of_several_sources=self._count(
                "SELECT count(*) FROM (SELECT paper_id FROM records GROUP BY paper_id"
                " HAVING count(DISTINCT source) > 1)"
            ),
            years=dict(
                self._database.rows(
                    "SELECT year, count(*) FROM papers WHERE year IS NOT NULL GROUP BY year"
                    " ORDER BY year"
                )
            ),
            sources=dict(
                self._database.rows(
                    "SELECT source, count(DISTINCT paper_id) AS papers FROM records"
                    " GROUP BY source ORDER BY papers DESC, source"
                )
            ),
            tagged=self._count("SELECT count(DISTINCT paper_id) FROM tags"),
            noted=self._count("SELECT count(DISTINCT paper_id) FROM notes"),
        )

    def outlines(self) -> list[Outline]:
        """Return of all papers what it takes to find those that are alike."""
        rows = self._database.rows(
            "SELECT id, normalised_title, substr(abstract, 1, 600), authors FROM papers"
        )
        return [Outline(id, title, said, tuple(json.loads(of))) for id, title, said, of in rows]

    def _count(self, query: str) -> int:
        return int(self._database.rows(query)[0][0])
