"""Notes that users write on papers; kept in the catalog, they go where the paper goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from assistant.errors import InputError
from assistant.library.database import Database

_LONGEST = 20_000


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Notes:
    """The notes on all papers of a library, in order of writing; safe to share."""

    def __init__(self, database: Database, now: Callable[[], str] = _now) -> None:
        self._database = database
        self._now = now

    def of(self, paper_id: str) -> list[str]:
        """Return the notes on a paper."""
        rows = self._database.rows(
            "SELECT note FROM notes WHERE paper_id = ? ORDER BY number", (paper_id,)
        )
        return [row[0] for row in rows]

    def all(self) -> dict[str, list[str]]:
        """Return the notes by paper, in the order of the first of each."""
        found: dict[str, list[str]] = {}
        for paper_id, note in self._database.rows(
            "SELECT paper_id, note FROM notes ORDER BY number"
        ):
            found.setdefault(paper_id, []).append(note)
        return found

    def add(self, paper_id: str, notes: Iterable[str]) -> None:
        """Write notes on a paper; one that it bears already is not written again.

        Raises:
            InputError: one of them is empty or too long.
        """
        given = [_checked(note) for note in notes]
        with self._database.transaction() as connection:
            known = set(self.of(paper_id))
            connection.executemany(
                # From the table of papers, so that one that was removed just now is passed over.
                "INSERT INTO notes (paper_id, note, noted)"
                " SELECT id, ?, ? FROM papers WHERE id = ?",
                [(one, self._now(), paper_id) for one in dict.fromkeys(given) if one not in known],
            )

    def remove(self, paper_id: str, place: int) -> str:
        """Take the first, second … note from a paper; return it.

        Raises:
            InputError: the paper has no such note.
        """
        rows = self._database.rows(
            "SELECT number, note FROM notes WHERE paper_id = ? ORDER BY number", (paper_id,)
        )
        if not 1 <= place <= len(rows):
            raise InputError(
                f"{paper_id} has no note {place}; `litassist note {paper_id}` lists its notes"
            )
        number, note = rows[place - 1]
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM notes WHERE number = ?", (number,))
        return str(note)


def _checked(note: str) -> str:
    said = note.encode(errors="replace").decode().strip()
    if not said or len(said) > _LONGEST:
        raise InputError(f"a note is empty or longer than {_LONGEST:,} characters; write another")
    return said
