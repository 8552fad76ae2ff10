"""Which papers of a catalog satisfy filters."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assistant.library.database import Database
from assistant.library.tags import Tags
from assistant.types import Filters


def admitted(database: Database, filters: Filters) -> set[str] | None:
    """Return the ids of the papers that satisfy the filters; None when all do."""
    if filters.empty:
        return None
    earliest = -9999 if filters.year_from is None else filters.year_from
    latest = 9999 if filters.year_to is None else filters.year_to
    # A paper without a year satisfies no limit on years, but it is not lost to other filters.
    dated = earliest > -9999 or latest < 9999
    rows = database.rows(
        "SELECT id, authors, venue FROM papers WHERE NOT ? OR year BETWEEN ? AND ?",
        (dated, earliest, latest),
    )
    found = {
        id
        for id, authors, venue in rows
        if _contains_any("\n".join(json.loads(authors)), filters.authors)
        and _contains_any(venue or "", filters.venues)
    }
    if filters.sources:
        sources = database.rows("SELECT DISTINCT paper_id, source FROM records")
        found &= {id for id, source in sources if _contains_any(source, filters.sources)}
    return found & Tags(database).bearing(filters.tags) if filters.tags else found


def _contains_any(text: str, parts: Sequence[str]) -> bool:
    return not parts or any(part.casefold() in text.casefold() for part in parts)
