"""What a user types -> filters and the text that is left.  Pure; any text is a query.

    author:vaswani author:"kaiming he"   year:2017 year:2020-2023 year:2020-   venue:neurips
    tag:to-read   source:export.csv   title:"dense retrieval"   id:arxiv:2004.04906
    "exact words"   -word   -"words"

What is no operator stays text: "BERT: what is it?", "foo:bar", "state-of-the-art".  Words in
quotes stay in the text, too, since they say what is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import InputError
from assistant.library.tags import checked
from assistant.retrieval.filters import FIELDS, years
from assistant.types import EVERYTHING, Filters

_QUOTED = r'["“„”](?P<{0}>[^"“„”]+)["”“]'
_OPERATOR = re.compile(
    rf"(?<!\S)(?:(?P<key>{'|'.join(('year', *FIELDS))}):"
    rf"(?:{_QUOTED.format('quoted')}|(?P<plain>[^\s\"“„”]+))"
    rf"|-{_QUOTED.format('unwanted')}|-(?P<word>[^\W\d_][\w-]*)"
    rf"|{_QUOTED.format('phrase')})(?=[\s.,;?!)]|$)",
    re.IGNORECASE,
)
_TRAILING = ".,;?!"


@dataclass(frozen=True, slots=True)
class Operator:
    """What of a query is no plain text: where it stands, what it asks for, what is left of it."""

    start: int
    end: int
    filters: Filters
    left: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart: the text to search for, and what papers must satisfy."""

    text: str
    filters: Filters = EVERYTHING


def operators(typed: str, strict: bool = False) -> Iterator[Operator]:
    """Yield the operators of a query in order, by their offsets.

    Raises:
        InputError: with `strict`, where an operator is given what it cannot take.
    """
    for found in _OPERATOR.finditer(typed):
        try:
            read = _read(found)
        except InputError:
            if strict:
                raise
            continue
        if read is not None:
            yield read


def parsed(typed: str, filters: Filters = EVERYTHING, strict: bool = False) -> Query:
    """Return a query taken apart, its operators beside the filters that are given already.

    A text without operators is as it was, but for blanks around it.

    Raises:
        InputError: with `strict`, where an operator is given what it cannot take.
    """
    return without_operators(typed, list(operators(typed, strict)), filters)


def without_operators(typed: str, found: list[Operator], filters: Filters) -> Query:
    """Return what a query says with these of its operators."""
    if not found:
        return Query(typed.strip(), filters)
    left, place = "", 0
    for one in found:
        left += typed[place : one.start] + one.left
        filters = both(filters, one.filters)
        place = one.end
    return Query(" ".join((left + typed[place:]).split()), filters)


def both(given: Filters, added: Filters) -> Filters:
    """Return filters that ask for what both do; names of a kind are still "any of"."""
    firsts = [one.year_from for one in (given, added) if one.year_from is not None]
    lasts = [one.year_to for one in (given, added) if one.year_to is not None]
    names = {
        field: tuple(dict.fromkeys((*getattr(given, field), *getattr(added, field))))
        for field in FIELDS.values()
    }
    first, last = max(firsts, default=None), min(lasts, default=None)
    return replace(given, year_from=first, year_to=last, **names)


def _read(found: re.Match[str]) -> Operator | None:
    start, end = found.span()
    if found["phrase"]:
        phrase = found["phrase"].strip()
        told = any(map(str.isalnum, phrase))
        return Operator(start, end, Filters(phrases=(phrase,)), phrase) if told else None
    unwanted = (found["unwanted"] or found["word"] or "").strip()
    if any(map(str.isalnum, unwanted)):
        return Operator(start, end, Filters(without=(unwanted,)))
    key = (found["key"] or "").lower()
    value = (found["quoted"] or (found["plain"] or "").rstrip(_TRAILING)).strip()
    if not key or not any(map(str.isalnum, value)):
        return None
    if key == "year":
        return Operator(start, end, Filters(*years(value)))
    if key == "tag":
        checked(value)
    names: dict[str, Any] = {FIELDS[key]: (value,)}
    return Operator(start, end, Filters(**names))
