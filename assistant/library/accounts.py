"""What each source says of each paper, word for word; papers are put together from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sqlite3 import Connection

from assistant.corpus.identity import normalised_title
from assistant.library.database import Database, Row
from assistant.library.rows import COLUMNS, difference, paper_of, said
from assistant.types import Paper

_COLUMNS = f"records.number, paper_id, source, record, came_from, {COLUMNS}"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Account:
    """What one source says of a paper; `came_from` is the paper it was of before a user's merge."""

    number: int
    paper_id: str
    source: str
    paper: Paper
    came_from: str | None = None


class Accounts:
    """The accounts of all papers of a library, in order of arrival; safe to share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, paper_id: str) -> list[Account]:
        """Return what the sources say of a paper."""
        return self._where("paper_id = ?", (paper_id,))

    def about(self, given: Paper) -> dict[str, list[Account]]:
        """Return by paper all accounts of those that share an identifier or the title with this."""
        names = names_of(given)
        places = ", ".join("?" * len(names))
        found: dict[str, list[Account]] = {}
        for one in self._where(
            "paper_id IN (SELECT paper_id FROM records WHERE number IN"
            f" (SELECT record FROM record_names WHERE name IN ({places})))",
            names,
        ):
            found.setdefault(one.paper_id, []).append(one)
        return found

    def merged_into(self, paper_ids: Sequence[str]) -> dict[str, str]:
        """Return of these papers the ones that users have merged, each with what it is part of."""
        return dict(
            self._database.rows_in(
                "SELECT came_from, paper_id FROM records WHERE came_from", paper_ids
            )
        )

    def sources(self) -> list[str]:
        """Return the names of all sources."""
        rows = self._database.rows("SELECT DISTINCT source FROM records ORDER BY source")
        return [row[0] for row in rows]

    def numbers(self, source: str) -> dict[int, str]:
        """Return the numbers of what a source says, each with its paper's id."""
        rows = self._database.rows(
            "SELECT number, paper_id FROM records WHERE source = ?", (source,)
        )
        return dict(rows)

    def keep(
        self,
        paper: Paper,
        source: str,
        given: Paper,
        place: int | None = None,
        came_from: str | None = None,
    ) -> int:
        """Keep what a source says of a paper, in `place` of what it said before; return its number.

        The paper is as the catalog has it.  What is new `came_from` where others like it did.
        """
        with self._database.transaction() as connection:
            if place is None:
                cursor = connection.execute(
                    "INSERT INTO records (paper_id, source, position, record, came_from)"
                    f" SELECT ?, ?, {_FREE}, ?, ?",
                    (paper.id, source, paper.id, source, difference(given, paper), came_from),
                )
                place = cursor.lastrowid or 0
            else:
                _tell(connection, place, given, paper)
                connection.execute("DELETE FROM record_names WHERE record = ?", (place,))
            _name(connection, place, given)
        return place

    def keep_of_changed(self, accounts: Sequence[Account], paper: Paper) -> None:
        """Keep what was said of a paper, which is another one now."""
        with self._database.transaction() as connection:
            for one in accounts:
                _tell(connection, one.number, one.paper, paper)

    def move(self, one: Account, paper: Paper, came_from: str | None) -> None:
        """Make an account one of another paper."""
        with self._database.transaction() as connection:
            connection.execute(
                f"UPDATE records SET paper_id = ?, came_from = ?, position = {_FREE}"
                " WHERE number = ?",
                (paper.id, came_from, paper.id, one.source, one.number),
            )
            _tell(connection, one.number, one.paper, paper)

    def withdraw(self, numbers: Sequence[int]) -> None:
        """Forget what was said under these numbers."""
        with self._database.transaction() as connection:
            connection.executemany(
                "DELETE FROM records WHERE number = ?", [(number,) for number in numbers]
            )

    def _where(self, condition: str, values: Sequence[object]) -> list[Account]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM records JOIN papers ON id = paper_id"
            f" WHERE {condition} ORDER BY records.number",
            values,
        )
        return [_account(row) for row in rows]


_FREE = "(SELECT ifnull(max(position) + 1, 0) FROM records WHERE paper_id = ? AND source = ?)"


def names_of(given: Paper) -> list[str]:
    """Return what a record is found by: its identifiers and its title."""
    named = {"doi": given.doi, "arxiv": given.arxiv_id, "pmid": given.pmid}
    names = [f"{kind}:{value}" for kind, value in named.items() if value]
    return [*names, f"title:{normalised_title(given.title)}"]


def name_all(connection: Connection) -> None:
    """Make the names of all records, as a catalog of an earlier version lacks them."""
    last = 0
    while rows := connection.execute(
        f"SELECT {_COLUMNS} FROM records JOIN papers ON id = paper_id"
        " WHERE records.number > ? ORDER BY records.number LIMIT ?",
        (last, _BATCH),
    ).fetchall():
        for one in map(_account, rows):
            _name(connection, one.number, one.paper)
        last = rows[-1][0]


def _name(connection: Connection, number: int, given: Paper) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO record_names VALUES (?, ?)",
        [(name, number) for name in names_of(given)],
    )


def _tell(connection: Connection, number: int, given: Paper, paper: Paper) -> None:
    connection.execute(
        "UPDATE records SET record = ? WHERE number = ?", (difference(given, paper), number)
    )


def _account(row: Row) -> Account:
    number, paper_id, source, record, came_from = row[:5]
    return Account(number, paper_id, source, said(record, paper_of(row[5:])), came_from)
