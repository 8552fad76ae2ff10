"""What a model that searches on may do, as it writes it: one JSON object a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from assistant.answering.planning import replies
from assistant.errors import InputError
from assistant.retrieval.filters import years
from assistant.types import EVERYTHING, Filters, Reply

Name = Literal["search", "list", "open", "finish"]


@dataclass(frozen=True, slots=True)
class Action:
    """A search, a list of papers, a paper to read, or the papers to end with, by their numbers."""

    name: Name
    query: str = ""
    filters: Filters = EVERYTHING
    papers: tuple[int, ...] = ()


def parsed(reply: Reply) -> Action | None:
    """Return the action that a reply asks for; None where it asks for none that can be done."""
    found = replies.json_in(reply, "{")
    if not isinstance(found, dict) or found.get("action") not in get_args(Name):
        return None
    try:
        limits = _filters(found)
    except InputError:
        return None
    named = found.get("papers", found.get("paper"))
    numbers = named if isinstance(named, list) else [named]
    papers = tuple(dict.fromkeys(one for one in numbers if type(one) is int))
    query = replies.question(found.get("query")) or ""
    action = Action(found["action"], query, limits, papers)
    return action if _complete(action, named) else None


def within(given: Filters, added: Filters) -> Filters:
    """Return filters that admit no paper that the given ones do not.

    Several names of a kind mean "any of": where the question names authors or venues, its stay.
    """
    firsts = [one.year_from for one in (given, added) if one.year_from is not None]
    lasts = [one.year_to for one in (given, added) if one.year_to is not None]
    return replace(
        given,
        year_from=max(firsts, default=None),
        year_to=min(lasts, default=None),
        authors=given.authors or added.authors,
        venues=given.venues or added.venues,
    )


def _filters(found: Mapping[str, Any]) -> Filters:
    """Return the filters of an action.

    Raises:
        InputError: its years are none.
    """
    year, author, venue = (str(found.get(key) or "").strip() for key in ("year", "author", "venue"))
    first, last = years(year) if year else (None, None)
    return Filters(first, last, (author,) if author else (), (venue,) if venue else ())


def _complete(action: Action, named: object) -> bool:
    if action.name == "search":
        return bool(action.query)
    if action.name == "list":
        return not action.filters.empty
    return bool(action.papers) or (action.name == "finish" and named == [])
