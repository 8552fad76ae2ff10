"""Which records are about one paper.  Pure functions.

An identifier decides.  Where none is shared, the title does, if nothing speaks against it: other
identifiers, authors, years or another abstract.  Two papers may share a title.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from assistant.corpus import versions
from assistant.corpus.identity import folded, normalised_title
from assistant.corpus.names import name, surname_first
from assistant.library.accounts import Account
from assistant.types import Paper

# Of the words of the shorter abstract, the share that two accounts of one paper have in common.
# A cut-off copy shares all; abstracts of different papers of one field share a third.
_SAME_ABSTRACT = 0.5
# Of the shorter list of authors, the share that the longer has: lists are cut, names misspelt.
_SAME_AUTHORS = 0.5
# Of the words of the shorter title, the share below which other authors make it another paper.
_SAME_WORK = 0.3
_YEARS_OF_ONE = 1  # online one year, in print the next
_YEARS_AS_PREPRINT = 3
# Titles that say nothing, as each issue has one: records that share one need the same authors and
# the very same year.
_EMPTY_TITLES = frozenset(
    "abstract abstracts announcement announcements books comment commentary comments conclusion"
    " conclusions contents correction corrections corrigendum discussion editorial editorials"
    " erratum foreword index introduction keynote letter letters news obituary overview postscript"
    " preface prologue reply response retraction summary untitled".split()
) | {"author index", "book review", "book reviews", "in memoriam", "letter to the editor",
     "table of contents"}  # fmt: skip


def known_as(
    given: Paper, source: str, papers: Mapping[str, Sequence[Account]], spoken: Collection[int]
) -> str | None:
    """Return the id of the paper that a record is about, of those that share a name with it.

    `spoken` are the numbers of what the sources have said in this run: what a source has said
    before and not now may be what it says now in other words.
    """
    waiting = {
        id: [one.paper for one in accounts if one.source == source and one.number not in spoken]
        for id, accounts in papers.items()
    }
    told = {id: [one.paper for one in accounts] for id, accounts in papers.items()}
    sharing = [id for id, those in told.items() if any(shared(given, one) for one in those)]
    if sharing:
        # Of papers kept apart in spite of an identifier, the one whose record is the nearest.
        return max(sharing, key=lambda one: _nearness(given, told[one], waiting[one]))
    named = [id for id, those in told.items() if namesake(given, those)]
    alike = [id for id in named if same_abstract(given, told[id])]
    rewritten = [id for id in named if namesake(given, waiting[id])]
    return next(iter([*alike, *rewritten]), None)


def place_of(
    given: Paper, source: str, accounts: Sequence[Account], spoken: Collection[int]
) -> Account | None:
    """Return what the source said before in place of which it says this, None where nothing."""
    waiting = [one for one in accounts if one.source == source and one.number not in spoken]
    tests: tuple[Callable[[Paper], bool], ...] = (
        lambda one: one == given,
        lambda one: _called_alike(given, one),
        lambda one: shared(given, one),
        lambda one: _titled_alike(given, one),
    )
    return next((one for test in tests for one in waiting if test(one.paper)), None)


def shared(one: Paper, other: Paper) -> bool:
    """Tell whether two records have an identifier in common, and are not plainly two papers.

    All papers of some proceedings may bear the DOI of the volume.
    """
    if not any(mine == theirs for mine, theirs in _identifiers(one, other)):
        return False
    if _titled_alike(one, other) or not (one.authors and other.authors):
        return True
    return _share_words(one, other) or same_authors(one, other)


def namesake(given: Paper, records: Sequence[Paper]) -> bool:
    """Tell whether records are of a paper that is this one by all but perhaps the abstract."""
    if not any(_titled_alike(given, one) for one in records):
        return False
    if any(_identified_otherwise(given, one) for one in records):
        return False
    authors = _agree(given, records, lambda one: bool(one.authors), same_authors)
    sure = normalised_title(given.title) not in _EMPTY_TITLES
    near = same_years if sure else _in_one_year
    years = _agree(given, records, lambda one: one.year is not None, near)
    return authors is not False and years is not False and (sure or bool(authors and years))


def corrected(given: Paper, one: Paper) -> bool:
    """Tell whether a record can be another with its identifiers, or its title, put right."""
    if _titled_alike(given, one):
        bare = [dataclasses.replace(one, doi=None, arxiv_id=None, pmid=None)]
        empty = normalised_title(given.title) in _EMPTY_TITLES
        return not empty and namesake(given, bare) and same_abstract(given, bare)
    same = _share_words(given, one) and given.abstract == one.abstract != ""
    return same and namesake(dataclasses.replace(given, title=one.title), [one])


def same_abstract(given: Paper, records: Sequence[Paper]) -> bool:
    """Tell whether no abstract of the records, or not all of them, is another one."""
    return _agree(given, records, lambda one: bool(one.abstract), _abstracts_alike) is not False


def same_authors(one: Paper, other: Paper) -> bool:
    """Tell whether two lists of authors can be of one paper: "Smith J", "John Smith et al."."""
    few, many = sorted((_people(one.authors), _people(other.authors)), key=len)
    found = sum(any(_same_person(mine, theirs) for theirs in many) for mine in few)
    return found >= _SAME_AUTHORS * len(few)


def same_years(one: Paper, other: Paper) -> bool:
    """Tell whether two years can be of one paper: a preprint may come years before."""
    early = versions.is_preprint(one) or versions.is_preprint(other)
    apart = abs((one.year or 0) - (other.year or 0))
    return apart <= (_YEARS_AS_PREPRINT if early else _YEARS_OF_ONE)


def _in_one_year(one: Paper, other: Paper) -> bool:
    return one.year == other.year


def _nearness(given: Paper, told: Sequence[Paper], waiting: Sequence[Paper]) -> tuple[bool, ...]:
    """Return what speaks for a paper: the record itself, its title; from the same source first."""
    return tuple(
        any(test(one) for one in those)
        for those in (waiting, told)
        for test in (lambda one: one == given, lambda one: _called_alike(given, one))
    )


def _called_alike(given: Paper, one: Paper) -> bool:
    return shared(given, one) and _titled_alike(given, one)


def _agree(
    given: Paper,
    records: Iterable[Paper],
    has: Callable[[Paper], bool],
    same: Callable[[Paper, Paper], bool],
) -> bool | None:
    """Tell whether any of the records that have something says the same; None: nothing to hold."""
    known = [one for one in records if has(one)] if has(given) else []
    return any(same(given, one) for one in known) if known else None


def _titled_alike(one: Paper, other: Paper) -> bool:
    return normalised_title(one.title) == normalised_title(other.title)


def _share_words(one: Paper, other: Paper) -> bool:
    mine, theirs = (set(normalised_title(each.title).split()) for each in (one, other))
    return len(mine & theirs) >= _SAME_WORK * min(len(mine), len(theirs))


def _identified_otherwise(one: Paper, other: Paper) -> bool:
    """Tell whether identifiers of one kind differ; a preprint has another DOI than the paper."""
    return any(
        mine != theirs
        for mine, theirs in _identifiers(one, other)
        if versions.of_preprint(mine) == versions.of_preprint(theirs)
    )


def _identifiers(one: Paper, other: Paper) -> list[tuple[str, str]]:
    pairs = [(one.doi, other.doi), (one.arxiv_id, other.arxiv_id), (one.pmid, other.pmid)]
    return [(mine, theirs) for mine, theirs in pairs if mine and theirs]


def _people(authors: Sequence[str]) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Return of each author the words of the family name, and of the whole name."""
    parted = [(name(surname_first(one)).family, one) for one in authors]
    return [
        (frozenset(folded(family).split()[-1:]), frozenset(folded(whole).split()))
        for family, whole in parted
    ]


def _same_person(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Tell whether two names share the family name, or are the same words in another order."""
    return bool(one[0] & other[0]) or one[1] == other[1]


def _abstracts_alike(one: Paper, other: Paper) -> bool:
    mine, theirs = _words(one.abstract), _words(other.abstract)
    return len(mine & theirs) > _SAME_ABSTRACT * min(len(mine), len(theirs))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
