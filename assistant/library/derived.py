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
    connection: Connection, number: int, title: str, abstract: str, authors: Iterable[str]
) -> None:
    """Make what the paper of a number is looked up by; there is nothing of it yet."""
    words = {
        (word, number, place) for place, one in enumerate(authors) for word in folded(one).split()
    }
    connection.executemany("INSERT INTO names VALUES (?, ?, ?)", words)
    told = [*short_forms.pairs(title), *short_forms.pairs(abstract)]
    forms = {(short_forms.key(short), short_forms.spelled(long), number) for short, long in told}
    connection.executemany("INSERT INTO short_forms VALUES (?, ?, ?)", forms)


def forget(connection: Connection, number: int) -> None:
    """Forget what the paper of a number is looked up by."""
    connection.execute("DELETE FROM names WHERE paper = ?", (number,))
    connection.execute("DELETE FROM short_forms WHERE paper = ?", (number,))


def derive_all(connection: Connection) -> None:
    """Make it of all papers, as a catalog of an earlier version lacks it."""
    last = 0
    while rows := connection.execute(
        "SELECT number, title, abstract, authors FROM papers WHERE number > ?"
        " ORDER BY number LIMIT ?",
        (last, _BATCH),
    ).fetchall():
        for number, title, abstract, authors in rows:
            derive(connection, number, title, abstract, json.loads(authors))
        last = rows[-1][0]
