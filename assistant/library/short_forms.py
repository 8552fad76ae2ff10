"""Short forms that the papers of a catalog spell out, both ways."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.library.database import Database


class ShortForms:
    """What the papers mean by short forms, as `corpus.short_forms` compares them.

    Safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def spelled_out(self, shorts: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Return what each short form stands for, in how many papers, the most frequent first."""
        return self._counted("short", "long", shorts)

    def shortened(self, longs: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Return the short forms of each spelled-out one, in how many papers, likewise."""
        return self._counted("long", "short", longs)

    def _counted(
        self, known: str, wanted: str, keys: Iterable[str]
    ) -> dict[str, list[tuple[str, int]]]:
        papers: dict[tuple[str, str], int] = {}
        for key, other, _ in self._database.rows_in(
            f"SELECT {known}, {wanted}, paper FROM short_forms WHERE {known}", list(keys)
        ):
            papers[key, other] = papers.get((key, other), 0) + 1
        found: dict[str, list[tuple[str, int]]] = {}
        for (key, other), count in sorted(papers.items(), key=lambda item: (-item[1], item[0])):
            found.setdefault(key, []).append((other, count))
        return found
