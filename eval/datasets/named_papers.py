"""Papers by the names that questions and claims may use for them: titles and ids."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from assistant.corpus.identity import normalised_title
from assistant.corpus.records import Record, Skipped
from assistant.types import Paper


class NamedPapers:
    """The papers of some records, found by id or by title without case and punctuation.

    Of several records with one title the first stands for all.
    """

    def __init__(self, records: Iterable[Record | Skipped]) -> None:
        self._papers: dict[str, Paper] = {}
        self._titles: dict[str, str] = {}
        for record in records:
            if isinstance(record, Record):
                title = normalised_title(record.paper.title)
                self._titles.setdefault(title, record.paper.title)
                self._papers.setdefault(title, record.paper)
                self._papers.setdefault(record.paper.id, record.paper)

    def __len__(self) -> int:
        return len(self._titles)

    def __contains__(self, name: str) -> bool:
        return self._key(name) in self._papers

    def __getitem__(self, name: str) -> Paper:
        return self._papers[self._key(name)]

    def nearest(self, name: str) -> str | None:
        """Return the title that is most like a name, or None when none is."""
        found = difflib.get_close_matches(normalised_title(name), self._titles, n=1)
        return self._titles[found[0]] if found else None

    def _key(self, name: str) -> str:
        return name if name in self._papers else normalised_title(name)
