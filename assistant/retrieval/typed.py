"""What users type into a search or a question: operators, then what is left, searched for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.library.library import Library
from assistant.retrieval import query
from assistant.retrieval.query import Query
from assistant.retrieval.search import PaperSearch
from assistant.retrieval.spelling import Correction
from assistant.retrieval.wording import worded
from assistant.types import EVERYTHING, Filters, Hit, Paper


@dataclass(frozen=True, slots=True)
class Results:
    """The papers found, and the words that were searched for in another spelling."""

    hits: list[Hit]
    corrections: tuple[Correction, ...] = ()


def admitted(library: Library, typed: str) -> list[Paper]:
    """Return all papers that satisfy operators, in order of arrival.

    Raises:
        InputError: there are none, or words beside them: what a search finds best is no set.
    """
    operators = list(query.operators(typed, strict=True))
    rest = list(typed)
    for one in operators:
        rest[one.start : one.end] = " " * (one.end - one.start)
    said = "".join(rest).strip()
    if not operators or said:
        what = f"{said!r} is no operator; " if said else ""
        raise InputError(
            f"{what}write operators only, such as 'venue:acl year:2010-2012', and words "
            "that a paper must hold in quotes: '\"reward hacking\"'"
        )
    admission = library.admission(query.without_operators(typed, operators, EVERYTHING).filters)
    return [paper for paper in library.catalog.papers() if admission.admits(paper.id)]


def search(
    searcher: PaperSearch,
    library: Library,
    typed: str,
    papers: int,
    filters: Filters = EVERYTHING,
) -> Results:
    """Return at most so many papers for a query; for operators alone, the newest that satisfy them.

    Raises:
        InputError: an operator is given what it cannot take.
    """
    asked = query.parsed(typed, filters, strict=True)
    if not asked.text and asked.filters != filters:
        ids = library.catalog.newest(library.admission(asked.filters), papers)
        found = library.catalog.papers_by_id(ids).values()
        return Results([Hit(rank, one, 0.0, 0.0, 0.0, ()) for rank, one in enumerate(found, 1)])
    hits = searcher.search(asked.text, papers, asked.filters)
    return Results(hits, worded(asked.text, library).corrections)


def question(typed: str, filters: Filters, knows: Callable[[str], bool]) -> Query:
    """Return a question taken apart; what cannot be an operator is taken for its words.

    So are words in quotes that no record holds: a question may quote what somebody said.

    Raises:
        InputError: nothing is left to ask.
    """
    found = [one for one in query.operators(typed) if all(map(knows, one.filters.phrases))]
    asked = query.without_operators(typed, found, filters)
    if typed.strip() and not asked.text:
        raise InputError(
            f"{typed.strip()!r} only says which papers are meant; add what you want to know of "
            f"them, or list them with `litassist search`"
        )
    return asked


def told(corrections: tuple[Correction, ...]) -> str:
    """Return what was searched for in place of what was typed, as a sentence; empty for none."""
    said = ", ".join(f"“{one.searched}” instead of “{one.typed}”" for one in corrections)
    return f"searched for {said}" if said else ""
