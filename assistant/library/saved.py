"""Answers and reviews that the user keeps, with a fingerprint of each abstract they cite."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from assistant.corpus.identity import abstract_hash
from assistant.errors import InputError
from assistant.library.database import Database, Row
from assistant.types import EVERYTHING, Document, Filters, Paper

Kind = Literal["answer", "review"]
_COLUMNS = "id, kind, title, filters, document, saved"


@dataclass(frozen=True, slots=True)
class SavedWork:
    """A kept answer or review; `hashes` are those of the abstracts cited, by paper id."""

    id: str
    kind: Kind
    title: str
    filters: Filters
    document: Document
    saved: str
    hashes: Mapping[str, str]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class SavedWorks:
    """All that is kept of one library; safe to share between threads."""

    def __init__(self, database: Database, now: Callable[[], str] = _now) -> None:
        self._database = database
        self._now = now

    def add(
        self,
        kind: Kind,
        title: str,
        document: Document,
        cited: Iterable[Paper],
        filters: Filters = EVERYTHING,
    ) -> str:
        """Keep an answer or a review with the papers it cites; return its id."""
        id = uuid.uuid4().hex[:12]
        with self._database.transaction() as connection:
            connection.execute(
                f"INSERT INTO saved ({_COLUMNS}, newest)"
                " SELECT ?, ?, ?, ?, ?, ?, ifnull(max(number), 0) FROM papers",
                (id, kind, title, _written(asdict(filters)), _written(document), self._now()),
            )
            connection.executemany(
                "INSERT INTO saved_papers VALUES (?, ?, ?)",
                [(id, paper.id, abstract_hash(paper.abstract)) for paper in cited],
            )
        return id

    def all(self) -> list[SavedWork]:
        """Return all that is kept, in order of keeping."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM saved ORDER BY number")
        return [self._work(row) for row in rows]

    def find(self, id: str) -> SavedWork:
        """Return the answer or review that an id or the beginning of one names.

        Raises:
            InputError: none does, or several do.
        """
        known = self._database.rows("SELECT id FROM saved")
        named = [one for (one,) in known if one == id] or [
            one for (one,) in known if id and one.startswith(id)
        ]
        if len(named) != 1:
            said = "several kept works begin with" if named else "nothing is kept under"
            raise InputError(f"{said} {id!r}; list what is kept with `litassist saved`")
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM saved WHERE id = ?", named)
        return self._work(rows[0])

    def arrived_since(self, id: str) -> set[str]:
        """Return the ids of the papers that came into the library after a work was kept."""
        rows = self._database.rows(
            "SELECT papers.id FROM papers JOIN saved ON papers.number > newest WHERE saved.id = ?",
            (id,),
        )
        return {row[0] for row in rows}

    def remove(self, id: str) -> None:
        """Keep an answer or review no longer."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM saved WHERE id = ?", (id,))

    def _work(self, row: Row) -> SavedWork:
        id, kind, title, filters, document, saved = row
        hashes = self._database.rows(
            "SELECT paper_id, abstract_hash FROM saved_papers WHERE saved_id = ?", (id,)
        )
        return SavedWork(
            id,
            kind,
            title,
            filters_of(json.loads(filters)),
            json.loads(document),
            saved,
            dict(hashes),
        )


def filters_of(fields: Mapping[str, Any]) -> Filters:
    """Return the filters that were written as JSON."""
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
    }
    return Filters(**given)


def _written(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False)
