"""What papers are looked up by: words of their authors' names, and the short forms they spell out.

Kept beside the papers, so that a search by either reads no others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from sqlite3 import Connection

from assistant.corpus import short_forms
from assistant.corpus.identity import folded

_BATCH = 1000


def derive(
    connection: Connection, paper_id: str, title: str, abstract: str, authors: Iterable[str]
) -> None:
    """Make anew what a paper of the catalog is looked up by."""
    row = connection.execute("SELECT number FROM papers WHERE id = ?", (paper_id,)).fetchone()
    if row is None:
        return
    connection.execute("DELETE FROM names WHERE paper = ?", row)
    connection.execute("DELETE FROM short_forms WHERE paper = ?", row)
    words = {
        (word, *row, place) for place, one in enumerate(authors) for word in folded(one).split()
    }
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", words)
    told = [*short_forms.pairs(title), *short_forms.pairs(abstract)]
    forms = {(short_forms.key(short), short_forms.spelled(long), *row) for short, long in told}
    connection.executemany("INSERT INTO short_forms VALUES (?, ?, ?)", forms)


def derive_all(connection: Connection) -> None:
    """Make it of all papers, as a catalog of an earlier version lacks it."""
    last = 0
    while rows := connection.execute(
        "SELECT number, id, title, abstract, authors FROM papers WHERE number > ?"
        " ORDER BY number LIMIT ?",
        (last, _BATCH),
    ).fetchall():
        for _, id, title, abstract, authors in rows:
            derive(connection, id, title, abstract, json.loads(authors))
        last = rows[-1][0]
