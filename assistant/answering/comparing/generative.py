"""Cells chosen by a language model: one call a paper, each quote looked up in the abstract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant import prompts
from assistant.answering.comparing import quotable
from assistant.answering.comparing.known_columns import Column
from assistant.answering.fencing import fenced
from assistant.grounding import sentences
from assistant.grounding.instructions import is_order
from assistant.grounding.quotes import locate
from assistant.review import Cell
from assistant.types import Message, Paper, Reply

EMPTY = Cell()
_NOTHING = frozenset(("", "null", "none", "n/a", "not in the abstract", "not stated", "-"))
# What makes a part of a sentence say what the whole does not.
_TURNING = re.compile(
    r"\b(?:not|no|never|neither|nor|without|cannot|fail\w*|whether|if|unlike|lack\w*|false|hardly|"
    r"rarely|seldom|unless|only|may|might|could|would)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came of a reply: a cell for each column, or None where another must be found.

    `invented` counts the quotes that the abstract does not hold; `broken` says what was wrong with
    a reply of which nothing could be used.
    """

    cells: tuple[Cell | None, ...]
    invented: int = 0
    broken: Literal["cut", "no_object"] | None = None


def messages(paper: Paper, columns: Sequence[Column]) -> list[Message]:
    """Return what the model is told: the rules, then the abstract and the columns."""
    return [
        Message("system", prompts.render("compare_rules")),
        Message(
            "user",
            prompts.render(
                "compare_paper",
                title=fenced(paper.title),
                text=fenced(paper.abstract),
                columns=[
                    {"name": fenced(one.name), "description": fenced(one.description)}
                    for one in columns
                ],
            ),
        ),
    ]


def read(reply: Reply, abstract: str, columns: Sequence[Column]) -> Chosen:
    """Return the cells that a reply holds; never a quote that is not in the abstract."""
    said = _object(reply.text)
    if said is None:
        return Chosen(tuple(None for _ in columns), broken="no_object" if reply.complete else "cut")
    cells: list[Cell | None] = []
    invented = 0
    for column in columns:
        quote = said.get(_key(column.name), 0)
        if quote is None or (isinstance(quote, str) and quote.strip().lower() in _NOTHING):
            cells.append(EMPTY)
        elif isinstance(quote, str) and (span := locate(quote, abstract)):
            cell = _cell(abstract, *span)
            cells.append(None if is_order(cell.quote or "") else cell)
        else:
            invented += isinstance(quote, str)
            cells.append(None)
    return Chosen(tuple(cells), invented)


def _cell(abstract: str, start: int, end: int) -> Cell:
    """Return a quote as a cell; its whole clause or sentence where the rest turns what it says."""
    around = [
        (one.start, one.end)
        for one in quotable.find(abstract)
        if one.start <= start and end <= one.end
    ] or [_sentences(abstract, start, end)]
    first, last = min(around, key=lambda span: span[1] - span[0])
    if _TURNING.search(f"{abstract[first:start]} {abstract[end:last]}"):
        start, end = first, last
    return Cell(abstract[start:end], start, end)


def _sentences(abstract: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of all sentences that a quote touches."""
    touched = [span for span in sentences.spans(abstract) if span[0] < end and start < span[1]]
    return min([start, *(left for left, _ in touched)]), max(
        [end, *(right for _, right in touched)]
    )


def _object(text: str) -> Mapping[str, object] | None:
    """Return the outermost JSON object of a reply by the keys' plain form, None without one."""
    start, end = text.find("{"), text.rfind("}")
    try:
        found = json.loads(text[start : end + 1]) if 0 <= start < end else None
    except (ValueError, RecursionError):
        return None
    return {_key(key): value for key, value in found.items()} if isinstance(found, dict) else None


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
