"""Taking back what sources said; a paper goes only when no source speaks of it any longer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from assistant.library.catalog import Catalog
from assistant.library.ingest import put_together
from assistant.library.library import Library
from assistant.types import Paper


@dataclass(frozen=True, slots=True)
class Leaving:
    """What goes when records are withdrawn: papers, and those that other sources hold."""

    papers: tuple[Paper, ...]
    held: tuple[str, ...]


def leaving(catalog: Catalog, numbers: Collection[int], paper_ids: Collection[str]) -> Leaving:
    """Return what goes with the records of these papers that have one of these numbers."""
    gone: list[str] = []
    held: list[str] = []
    known = set(numbers)
    for paper_id in dict.fromkeys(paper_ids):
        accounts = {one.number for one in catalog.accounts.of(paper_id)}
        (gone if accounts <= known else held).append(paper_id)
    return Leaving(tuple(catalog.papers_by_id(gone).values()), tuple(held))


def withdraw(library: Library, numbers: Collection[int], going: Leaving) -> None:
    """Withdraw records, with the papers that nothing is left of.

    Call it while holding the library for writing; chunks of changed papers are made by `index`.
    """
    with library.removing([paper.id for paper in going.papers]):
        library.catalog.accounts.withdraw(list(numbers))
        for paper_id in going.held:
            put_together(library.catalog, paper_id)
