"""Outlines as a text that people edit.

    # Reward model overoptimization

    Rename, move, add and take out themes (## …) and papers (- [id] …); other lines are not read.

    Filters: year:2022- tag:rlhf

    Looked at: 100 papers; there may be more.

    ## Ensembles, uncertainty
    - [arxiv:2310.02743] Reward Model Ensembles Help Mitigate Overoptimization (2023)

    ## Left out
    - [arxiv:2307.15217] Open Problems and Fundamental Limitations of RLHF (2023): limit

    ## Narrowly below the line
    - [arxiv:2406.02900] Scaling Laws for Reward Model Overoptimization (2024)

Headings can be renamed, themes and papers moved, taken out and put in: what is in brackets is the
paper's id, and any paper of the library can be named by it, behind "-", "*", "+" or a number such
as "1.".  The lines of filters and of papers looked at, above the themes, say how the papers were
found, which the review tells.  All other lines are notes of the user's and are not read; but items
without an id, headings below a theme (###) and a second topic are refused: what they mean to the
review cannot be known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast, get_args

from assistant.errors import InputError
from assistant.retrieval import filters
from assistant.review import Coverage, LeftOut, Near, Outline, PlannedTheme, WhyLeftOut
from assistant.types import EVERYTHING, Filters, Paper

_Item = tuple[str, WhyLeftOut | None]
"""A paper's id, and why it is left out where the line says so."""
_LEFT_OUT = "Left out"
_NEAR = "Narrowly below the line"
# Some identifiers hold brackets: doi:10.1890/0012-9658(2006)87[2445:xyz]2.0.co;2.
_SIGN = r"(?:[-*+]|\d{1,9}[.)])"
_ITEM = re.compile(
    rf"{_SIGN}\s*\[\s*(?P<id>(?:[^\[\]\s]|\[[^\[\]]*\])(?:[^\[\]]|\[[^\[\]]*\])*)\]"
    rf"(?:.*:\s*(?P<why>{'|'.join(get_args(WhyLeftOut))})\s*$)?"
)
_NAMELESS = re.compile(rf"{_SIGN}\s+.*\w")
_HEADING = re.compile(r"(?P<level>#+)\s*(?P<title>\S.*?)(?:\s+#+)?")
_FILTERS = re.compile(r"filters:\s*(?P<filters>\S.*)", re.IGNORECASE)

_MORE = "; there may be more"
_LOOKED_AT = re.compile(rf"looked at:\s*(?P<count>\d+) papers?(?P<more>{_MORE})?\.?", re.IGNORECASE)

_HOW = (
    "Rename, move, add and take out themes (## …) and papers (- [id] …); other lines are not read."
)


@dataclass(slots=True)
class _Parsed:
    """What the lines of a text say, before any paper is looked up."""

    topic: str = ""
    filters: Filters = EVERYTHING
    looked_at: int | None = None
    at_least: bool = False
    sections: list[tuple[str, list[_Item]]] = field(default_factory=list)


def written(outline: Outline) -> str:
    """Return an outline as a text to edit."""
    lines = [f"# {_one_line(outline.topic)}", "", _HOW]
    if not outline.filters.empty:
        lines += ["", f"Filters: {_one_line(filters.described(outline.filters))}"]
    if outline.coverage.looked_at is not None:
        more = _MORE if outline.coverage.at_least else ""
        papers = "paper" if outline.coverage.looked_at == 1 else "papers"
        lines += ["", f"Looked at: {outline.coverage.looked_at} {papers}{more}."]
    for theme in outline.themes:
        lines += ["", f"## {_one_line(theme.title)}", *map(_item, theme.papers)]
    if outline.coverage.left_out:
        left_out = [f"{_item(one.paper)}: {one.why}" for one in outline.coverage.left_out]
        lines += ["", f"## {_LEFT_OUT}", *left_out]
    if outline.coverage.near:
        lines += ["", f"## {_NEAR}", *(_item(one.paper) for one in outline.coverage.near)]
    return "\n".join(lines) + "\n"


def read(text: str, paper: Callable[[str], Paper], held: int) -> Outline:
    """Return the outline that an edited text tells of; `paper` finds a paper by its id.

    Raises:
        InputError: there is no topic or no paper, or a line cannot be read.
        PaperNotFound: a paper is not in the library.
    """
    parsed = _parsed(text)
    themes = [
        (title, items)
        for title, items in parsed.sections
        if items and not _is(title, _LEFT_OUT) and not _is(title, _NEAR)
    ]
    if not parsed.topic or not themes:
        raise InputError(
            "this outline has no topic (# …) or no theme (## …) with papers (- [id] …); "
            "`litassist summarize TOPIC --outline FILE` writes one to begin with"
        )
    seen: set[str] = set()
    planned = []
    for title, items in themes:
        papers = [paper(id) for id, _ in items]
        fresh = {one.id: one for one in papers if one.id not in seen}
        seen |= fresh.keys()
        if fresh:
            planned.append(PlannedTheme(title, (), tuple(fresh.values())))
    left = {
        one.id: LeftOut(one, 0.0, why or "not_chosen")
        for title, items in parsed.sections
        if _is(title, _LEFT_OUT)
        for one, why in ((paper(id), why) for id, why in items)
        if one.id not in seen
    }
    near = {
        one.id: Near(one, 0.0)
        for title, items in parsed.sections
        if _is(title, _NEAR)
        for one in (paper(id) for id, _ in items)
        if one.id not in seen | left.keys()
    }
    coverage = Coverage(
        held,
        len(seen) + len(left),
        len(seen),
        tuple(left.values()),
        looked_at=parsed.looked_at,
        at_least=parsed.at_least,
        near=tuple(near.values()),
    )
    return Outline(parsed.topic, tuple(planned), coverage, filters=parsed.filters)


def _is(title: str, name: str) -> bool:
    return title.casefold() == name.casefold()


def _item(paper: Paper) -> str:
    year = f" ({paper.year})" if paper.year else ""
    return f"- [{paper.id}] {_one_line(paper.title)}{year}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _parsed(text: str) -> _Parsed:
    parsed = _Parsed()
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        try:
            _take(line, parsed)
        except InputError as error:
            raise InputError(f"line {number} of the outline {error}") from error
    return parsed


def _take(line: str, parsed: _Parsed) -> None:
    """Add what a line says; raise what is wrong with it, to be said behind its number."""
    if heading := _HEADING.fullmatch(line):
        _head(len(heading["level"]), heading["title"], parsed)
    elif item := _ITEM.match(line):
        if not parsed.sections:
            raise InputError("names a paper before any theme (## …)")
        why = cast("WhyLeftOut | None", item["why"])
        parsed.sections[-1][1].append((item["id"].strip(), why))
    elif _NAMELESS.match(line):
        raise InputError(
            "names no paper by its id; write it as - [id] …, find ids with `litassist search`, "
            "or keep a note without the sign of a list"
        )
    elif not parsed.sections and (limits := _FILTERS.fullmatch(line)):
        parsed.filters = _filters(limits["filters"])
    elif not parsed.sections and (looked := _LOOKED_AT.fullmatch(line)):
        parsed.looked_at, parsed.at_least = int(looked["count"]), bool(looked["more"])


def _head(level: int, title: str, parsed: _Parsed) -> None:
    if level > 2:
        raise InputError("is a heading below a theme, which reviews do not have; write ## for each")
    if level == 2:
        parsed.sections.append((title, []))
    elif parsed.topic:
        raise InputError("is a second topic (# …); there is one, and themes begin with ##")
    else:
        parsed.topic = title


def _filters(text: str) -> Filters:
    try:
        return filters.parsed(text)
    except InputError as error:
        raise InputError(f"tells of filters that cannot be read: {error}") from error
