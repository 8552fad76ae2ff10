"""Tags that users give to papers; kept in the catalog, they go where the paper goes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from assistant.errors import InputError
from assistant.library.database import Database

_LONGEST = 64
_SIGNS = "-_.:/"


class Tags:
    """The tags of all papers of a library; safe to share between threads.

    Case makes no difference; a tag is shown as it was given last.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[str, int]:
        """Return each tag with the number of papers that bear it, by name."""
        rows = self._database.rows(
            "SELECT max(tag), count(*) FROM tags GROUP BY folded ORDER BY folded"
        )
        return dict(rows)

    def bearing(self, tags: Iterable[str]) -> set[str]:
        """Return the ids of the papers that bear any of these tags.

        Raises:
            InputError: one of them cannot be a tag.
        """
        folded = [checked(tag).casefold() for tag in tags]
        return {
            row[0]
            for row in self._database.rows_in("SELECT paper_id FROM tags WHERE folded", folded)
        }

    def add(self, paper_id: str, tags: Sequence[str]) -> None:
        """Give a paper these tags, all of them or, where one cannot be a tag, none.

        Raises:
            InputError: one of them cannot be a tag.
        """
        given = [checked(tag) for tag in tags]
        with self._database.transaction() as connection:
            connection.executemany(
                # From the table of papers, so that one that was removed just now is passed over.
                "INSERT OR REPLACE INTO tags SELECT id, ?, ? FROM papers WHERE id = ?",
                [(tag.casefold(), tag, paper_id) for tag in given],
            )

    def remove(self, paper_id: str, tags: Sequence[str]) -> None:
        """Take these tags from a paper, all of them or, where it lacks one, none.

        Raises:
            InputError: it does not bear one of them.
        """
        with self._database.transaction() as connection:
            for tag in tags:
                cursor = connection.execute(
                    "DELETE FROM tags WHERE paper_id = ? AND folded = ?",
                    (paper_id, checked(tag).casefold()),
                )
                if not cursor.rowcount:
                    raise InputError(f"{paper_id} does not bear the tag {tag}; see its tags first")


def checked(tag: str) -> str:
    """Return a tag in composed letters.

    Raises:
        InputError: it is no word of letters, figures and a few signs, or it is too long.
    """
    composed = unicodedata.normalize("NFC", tag)
    allowed = all(one in _SIGNS or unicodedata.category(one)[0] in "LMN" for one in composed)
    if not allowed or not composed[:1].isalnum() or len(composed) > _LONGEST:
        raise InputError(
            f"{tag!r} cannot be a tag; write one word of at most {_LONGEST} letters, figures and "
            f"{' '.join(_SIGNS)} that begins with a letter or figure"
        )
    return composed
