"""Papers that are spread evenly over a catalog."""

from __future__ import annotations

from assistant.library.database import Database


def spread(database: Database, most: int) -> list[str]:
    """Return each n-th id of all in their order, at most so many.

    From one to the next in the index of ids: 2 ms at 100,000 papers, where reading all takes 40.
    """
    ((papers,),) = database.rows("SELECT count(*) FROM papers")
    step = max(1, papers // most)
    found: list[str] = []
    rows = database.rows("SELECT id FROM papers ORDER BY id LIMIT 1")
    while rows and len(found) < most:
        found.append(rows[0][0])
        rows = database.rows(
            "SELECT id FROM papers WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?", (found[-1], step - 1)
        )
    return found
