"""Papers whose title or identifier was put right in their file: they stay what they were.

To the rules of merging such a record is of another paper.  Where files lost the one and gained the
other, it is the same: it keeps its id, tags and notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.corpus.identity import normalised_title
from assistant.library.accounts import Account
from assistant.library.catalog import Catalog
from assistant.library.ingest import put_together
from assistant.library.library import Library
from assistant.library.merging import corrected
from assistant.types import Paper


def put_right(library: Library, leaving: Iterable[str], arrived: Iterable[str]) -> list[str]:
    """Make papers that would leave what arrived in their place; return the ids of those.

    Call it while holding the library for writing; chunks of changed papers are made by `index`.
    """
    catalog = library.catalog
    known = _by_text(catalog, arrived)
    replaced: dict[str, str] = {}
    for id in leaving if known else ():
        other = _successor(catalog.accounts.of(id), known)
        if other and other not in replaced:
            replaced[other] = id
    if replaced:
        with library.removing(list(replaced)):
            for other, id in replaced.items():
                _take_over(catalog, id, other)
    return list(replaced.values())


def _successor(accounts: Sequence[Account], known: Mapping[str, Mapping[str, Paper]]) -> str | None:
    """Return the one paper of which others say what was said of this."""
    found = {
        id
        for one in accounts
        for text in _texts(one.paper)
        for id, other in known.get(text, {}).items()
        if corrected(other, one.paper)
    }
    return found.pop() if len(found) == 1 else None


def _take_over(catalog: Catalog, id: str, other: str) -> None:
    """Make what is said of another paper all that is said of this one."""
    before = [one.number for one in catalog.accounts.of(id)]
    papers = catalog.papers_by_id([id, other])
    for one in catalog.accounts.of(other):
        catalog.accounts.move(one, papers[id], one.came_from)
    catalog.accounts.withdraw(before)
    catalog.tags.add(id, papers[other].tags)
    catalog.notes.add(id, catalog.notes.of(other))
    put_together(catalog, id)


def _by_text(catalog: Catalog, ids: Iterable[str]) -> Mapping[str, Mapping[str, Paper]]:
    """Return by each text what is said with it, by paper."""
    found: defaultdict[str, dict[str, Paper]] = defaultdict(dict)
    for id in ids:
        for one in catalog.accounts.of(id):
            for text in _texts(one.paper):
                found[text][id] = one.paper
    return found


def _texts(record: Paper) -> list[str]:
    """Return what of a record is the same before and after, where the other is put right."""
    return [text for text in (normalised_title(record.title), record.abstract) if text]
