"""Papers made one, and one made several again, by the user's word; it holds for what comes later.

Call these while holding the library for writing; chunks of changed papers are made by `index`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from assistant.errors import InputError
from assistant.library.accounts import Account
from assistant.library.catalog import Catalog
from assistant.library.combining import combine
from assistant.library.ingest import free_id, put_together
from assistant.library.library import Library
from assistant.types import Paper


def merge(library: Library, paper_ids: Sequence[str]) -> Paper:
    """Make papers the first of them; tags and notes of all are its own then.

    Raises:
        InputError: they are not two or more.
    """
    kept, *gone = dict.fromkeys(paper_ids)
    if not gone:
        raise InputError("one paper cannot be merged with itself; name two or more")
    catalog = library.catalog
    with library.removing(gone):
        paper = catalog.papers_by_id([kept])[kept]
        for paper_id in gone:
            for one in catalog.accounts.of(paper_id):
                catalog.accounts.move(one, paper, one.came_from or paper_id)
            _annotate(catalog, kept, paper_id)
        catalog.decisions.bring_together(kept, gone)
        catalog.decisions.decide({kept: [one.paper for one in catalog.accounts.of(kept)]})
        put_together(catalog, kept)
    return catalog.papers_by_id([kept])[kept]


def unmerge(library: Library, paper_id: str) -> list[Paper]:
    """Split a paper into those that were merged, else into what its records call themselves.

    Where all call themselves the same, each record becomes a paper.  All bear the tags and notes.

    Raises:
        InputError: it was put together from a single record.
    """
    catalog = library.catalog
    with catalog.transaction():
        groups = _parts(paper_id, catalog.accounts.of(paper_id))
        if len(groups) < 2:
            raise InputError(f"{paper_id} is made of one record; there is nothing to take apart")
        parts: dict[str, Sequence[Account]] = {}
        for wanted, accounts in groups.items():
            part = paper_id if not parts else _new_part(catalog, wanted, accounts, paper_id)
            parts[part] = accounts
        catalog.decisions.decide({id: [one.paper for one in those] for id, those in parts.items()})
        catalog.decisions.keep_apart(parts)
        put_together(catalog, paper_id)
    return list(catalog.papers_by_id(list(parts)).values())


def _parts(paper_id: str, accounts: Sequence[Account]) -> dict[str, list[Account]]:
    """Return the accounts by the paper that they should be, the one that keeps its id first."""
    # Where papers were merged, what came in since goes with what calls itself the same.
    merged = {one.paper.id: one.came_from for one in accounts if one.came_from}
    merged.pop(paper_id, None)
    groups: dict[str, list[Account]] = {paper_id: []}
    for one in accounts:
        part = one.came_from or merged.get(one.paper.id, paper_id) if merged else one.paper.id
        groups.setdefault(part, []).append(one)
    groups = {id: those for id, those in groups.items() if those}
    if len(groups) == 1:
        return {f"{one.paper.id} {one.number}": [one] for one in accounts}
    return groups


def _new_part(catalog: Catalog, wanted: str, accounts: Sequence[Account], whole: str) -> str:
    combined = combine(accounts[0].paper.id, accounts)
    id = free_id(catalog, dataclasses.replace(combined, id=accounts[0].paper.id))
    if accounts[0].came_from and not catalog.has(wanted):
        id = wanted
    paper = dataclasses.replace(combined, id=id)
    catalog.add_paper(paper)
    for one in accounts:
        catalog.accounts.move(one, paper, None)
    _annotate(catalog, id, whole)
    return id


def _annotate(catalog: Catalog, paper_id: str, like: str) -> None:
    """Give a paper the tags and notes of another."""
    catalog.tags.add(paper_id, catalog.papers_by_id([like])[like].tags)
    catalog.notes.add(paper_id, catalog.notes.of(like))
