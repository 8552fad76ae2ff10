"""Which papers of a catalog satisfy filters."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.corpus import identity
from assistant.corpus.identity import folded
from assistant.library.database import Database
from assistant.library.tags import Tags
from assistant.types import Filters

_LAST_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Admission:
    """The papers that filters leave: `only` these, or all where it is None; none `excluded`."""

    only: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()

    def admits(self, paper_id: str) -> bool:
        """Tell whether a paper is left."""
        return paper_id not in self.excluded and (self.only is None or paper_id in self.only)

    def count(self, papers: int) -> int:
        """Return how many of so many papers are left."""
        return (papers if self.only is None else len(self.only)) - len(
            self.excluded if self.only is None else self.excluded & self.only
        )


def each(database: Database, asked: Sequence[Filters]) -> dict[Filters, frozenset[str] | None]:
    """Return for each of these filters what `admitted` does."""
    return {filters: admitted(database, filters) for filters in asked}


def admitted(database: Database, filters: Filters) -> frozenset[str] | None:
    """Return the ids of the papers that satisfy the filters on their records; None when all do.

    Each is answered from an index of its own, so that no paper is read.
    """
    found: list[set[str]] = []
    if filters.year_from is not None or filters.year_to is not None:
        found.append(_of_years(database, filters))
    if filters.authors:
        found.append(set().union(*(_by(database, name) for name in filters.authors)))
    if filters.venues:
        venues = [row[0] for row in database.rows("SELECT DISTINCT venue FROM papers") if row[0]]
        named = [one for one in venues if _contains_any(one, filters.venues)]
        found.append(
            {row[0] for row in database.rows_in("SELECT id FROM papers WHERE venue", named)}
        )
    if filters.sources:
        sources = database.rows("SELECT DISTINCT paper_id, source FROM records")
        found.append({id for id, source in sources if _contains_any(source, filters.sources)})
    if filters.tags:
        found.append(Tags(database).bearing(filters.tags))
    if filters.ids:
        found.append(set().union(*(identified(database, name) for name in filters.ids)))
    return frozenset(set.intersection(*found)) if found else None


def identified(database: Database, name: str) -> set[str]:
    """Return the ids of the papers that an id, DOI, arXiv id, PubMed id or address names."""
    text = name.strip()
    keys: list[tuple[str, object]] = [
        ("id", text),
        ("doi", identity.clean_doi(text)),
        ("arxiv_id", identity.clean_arxiv_id(text)),
        ("pmid", identity.clean_pmid(text)),
        ("url", text),
        ("url", text.rstrip("/")),
    ]
    return {
        row[0]
        for column, value in keys
        if value
        for row in database.rows(f"SELECT id FROM papers WHERE {column} = ?", (value,))
    }


def bearing(database: Database, words: str, only: frozenset[str] | None) -> list[str]:
    """Return the ids, among these, of papers whose title, names, year or id hold all the words."""
    wanted = words.casefold().split()
    rows = database.rows(
        "SELECT id, id || ' ' || title || ' ' || authors || ' ' || ifnull(venue, '') || ' ' ||"
        " ifnull(year, '') FROM papers ORDER BY number"
    )
    return [
        id
        for id, text in rows
        if (only is None or id in only) and all(word in text.casefold() for word in wanted)
    ]


def newest(database: Database, admission: Admission, most: int) -> list[str]:
    """Return the ids of papers left by year, the newest first, then by arrival, the last first."""
    if admission.only is None:
        rows = database.rows(
            "SELECT id FROM papers ORDER BY year DESC, number DESC LIMIT ?",
            (most + len(admission.excluded),),
        )
    else:
        found = database.rows_in(
            "SELECT year, number, id FROM papers WHERE id", sorted(admission.only)
        )
        rows = [(id,) for _, _, id in sorted(found, key=lambda row: (-(row[0] or -9999), -row[1]))]
    return [id for (id,) in rows if admission.admits(id)][:most]


def _of_years(database: Database, filters: Filters) -> set[str]:
    # A paper without a year satisfies no limit on years.
    earliest = -9999 if filters.year_from is None else filters.year_from
    latest = 9999 if filters.year_to is None else filters.year_to
    rows = database.rows("SELECT id FROM papers WHERE year BETWEEN ? AND ?", (earliest, latest))
    return {row[0] for row in rows}


def _by(database: Database, name: str) -> set[str]:
    """Return the ids of the papers that have an author with all these words in the name.

    Beginnings of words will do, in any order: "Karp", "Karpukhin V", "vladimir karpukhin".
    """
    words = folded(name).split()
    found: list[set[tuple[int, int]]] = [
        set(
            database.rows(
                "SELECT paper, author FROM names WHERE word >= ? AND word < ?",
                (word, word + _LAST_LETTER),
            )
        )
        for word in words
    ]
    numbers = {paper for paper, _ in set.intersection(*found)} if found else set()
    return _ids(database, numbers)


def _ids(database: Database, numbers: Collection[int]) -> set[str]:
    rows = database.rows_in("SELECT id FROM papers WHERE number", list(numbers))
    return {row[0] for row in rows}


def _contains_any(text: str, parts: Sequence[str]) -> bool:
    plain = folded(text)
    return any(part.casefold() in text.casefold() or _held(folded(part), plain) for part in parts)


def _held(part: str, text: str) -> bool:
    return bool(part) and part in text
