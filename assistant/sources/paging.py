"""Asks for page after page of a search, until enough papers came or there are no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.corpus.records import Record, Skipped
from assistant.sources.client import Client
from assistant.sources.service import Query, Search


@dataclass(frozen=True, slots=True)
class Batch:
    """Papers that came together, with how many came so far and how many are to come in all."""

    records: list[Record | Skipped]
    done: int
    total: int


def batches(
    search: Search, query: Query, source: str, client: Client, report: Callable[[str], None]
) -> Iterator[Batch]:
    """Yield the papers of a search as their pages come; `source` names them in the library.

    It ends whatever a service says: at a page that names no other one, or one that was there, and
    where all came that were promised.

    Raises:
        SourceError: a page does not come.
    """
    token: str | None = ""
    seen = {"*"}  # as services call the first page
    done, total, promised = 0, query.limit, False
    while token is not None and token not in seen and done < total:
        seen.add(token)
        page = client.ask(search(query, token), source)
        if page.total is not None:
            total, promised = min(query.limit, page.total), True
        records = page.records[: query.limit - done]
        done += len(records)
        if records:
            yield Batch(records, done, max(done, total))
        token = page.following
    if promised and done < total:
        report(f"{client.title} gave {done} of the {total} papers that it promised")
