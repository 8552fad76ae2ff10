"""What the accounts of a paper say together, which gave each field, where they disagree.  Pure.

The better account wins.  Accounts that name where the paper was published come before those of
preprints, those before what was guessed from a PDF; among equals the one that came first.  So:

    title                         the first that is not all capitals
    year, venue, url, ids         the first that has one; a publisher's DOI before a preprint's
    abstract                      the longest that is not cut off
    authors                       most authors with given names, then most given names in full
    keywords                      all of them
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.corpus import versions
from assistant.corpus.identity import folded, normalised_title
from assistant.corpus.names import name, surname_first
from assistant.library.accounts import Account
from assistant.types import Paper

FIELDS = ("title", "abstract", "authors", "year", "venue", "doi", "arxiv_id", "pmid", "url")
_CUT_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
_SAME_ABSTRACT = 0.9  # share of the shorter one's words; commas and dashes differ everywhere


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of which accounts say different things: each value with the source that gave it."""

    field: str
    values: tuple[tuple[Any, str], ...]


def combine(paper_id: str, accounts: Sequence[Account]) -> Paper:
    """Return the paper that its accounts describe."""
    given: dict[str, Any] = {
        field: getattr(one.paper, field) for field, one in givers(accounts).items()
    }
    keywords = dict.fromkeys(word for one in accounts for word in one.paper.keywords)
    return Paper(**{"title": "", "abstract": "", **given, "id": paper_id}, keywords=(*keywords,))


def givers(accounts: Sequence[Account]) -> dict[str, Account]:
    """Return which account gives each field that any has."""
    ranked = sorted(accounts, key=_standing)
    having = {
        field: [one for one in ranked if getattr(one.paper, field) not in (None, "", ())]
        for field in FIELDS
    }
    return {field: max(those, key=_MERITS[field]) for field, those in having.items() if those}


def conflicts(accounts: Sequence[Account]) -> list[Conflict]:
    """Return the fields of which accounts say different things, the value that was taken first."""
    found = []
    for field, giver in givers(accounts).items():
        if field not in _DIFFER:
            continue
        differ, taken = _DIFFER[field], getattr(giver.paper, field)
        others = [
            (said, one.source)
            for one in accounts
            if (said := getattr(one.paper, field)) not in (None, "", ()) and differ(taken, said)
        ]
        if others:
            distinct = {repr(said): (said, source) for said, source in reversed(others)}
            values = [(taken, giver.source), *reversed(distinct.values())]
            found.append(Conflict(field, tuple(values)))
    return found


def _standing(one: Account) -> int:
    if _guessed(one):
        return 2
    return 0 if versions.is_published(one.paper) else 1


def _guessed(one: Account) -> bool:
    return one.source.lower().endswith(".pdf")


def _merit_of_abstract(one: Account) -> tuple[bool, bool, int]:
    said = one.paper.abstract
    return not _guessed(one), not _CUT_OFF.search(said), len(said)


def _merit_of_authors(one: Account) -> tuple[bool, int, int]:
    given = [name(surname_first(author)).given for author in one.paper.authors]
    full = [part for part in given if re.search(r"\w{3}", part)]
    return not _guessed(one), len([part for part in given if part]), len(full)


def _alike(_: Account) -> int:
    return 0


_MERITS: dict[str, Callable[[Account], Any]] = {
    **dict.fromkeys(FIELDS, _alike),
    "title": lambda one: not one.paper.title.isupper(),
    "abstract": _merit_of_abstract,
    "authors": _merit_of_authors,
    "doi": lambda one: not versions.of_preprint(one.paper.doi),
}


def _abstracts_differ(one: str, other: str) -> bool:
    mine, theirs = ({*re.findall(r"\w+", text.casefold())} for text in (one, other))
    return len(mine & theirs) < _SAME_ABSTRACT * min(len(mine), len(theirs))


def _families(authors: Sequence[str]) -> list[str]:
    return [folded(name(surname_first(author)).family) for author in authors]


def _venues_differ(one: str, other: str) -> bool:
    """Tell whether two venues differ; that a preprint server has a copy is no contradiction."""
    if any(versions.is_preprint(Paper("", "", "", venue=venue)) for venue in (one, other)):
        return False
    return folded(one) != folded(other)


def _dois_differ(one: str, other: str) -> bool:
    return one != other and versions.of_preprint(one) == versions.of_preprint(other)


_DIFFER: dict[str, Callable[[Any, Any], bool]] = {
    "title": lambda one, other: normalised_title(one) != normalised_title(other),
    "abstract": _abstracts_differ,
    "authors": lambda one, other: _families(one) != _families(other),
    "year": lambda one, other: one != other,
    "venue": _venues_differ,
    "doi": _dois_differ,
    "arxiv_id": lambda one, other: one != other,
    "pmid": lambda one, other: one != other,
}
