"""Cells chosen by a language model: one call a paper, each quote looked up in the abstract."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant import prompts
from assistant.answering.calls import Calls, OnProgress
from assistant.answering.comparing import quotable
from assistant.answering.comparing.known_columns import Column
from assistant.errors import BudgetExceeded, ModelError
from assistant.grounding import sentences
from assistant.grounding.fencing import fenced
from assistant.grounding.instructions import is_order
from assistant.grounding.quotes import locate
from assistant.review import Cell
from assistant.types import ChatModel, Message, Paper, Reply

EMPTY = Cell()
COMPARING = "comparing"  # what progress is told of
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


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: what was chosen for papers by their ids, the replies, what failed."""

    chosen: Mapping[str, Chosen] = field(default_factory=dict)
    replies: Sequence[Reply] = ()
    failures: Sequence[ModelError | BudgetExceeded] = ()


def ask(
    chat: ChatModel,
    papers: Sequence[Paper],
    columns: Sequence[Column],
    in_flight: int,
    on_progress: OnProgress | None = None,
) -> Asked:
    """Have cells chosen, by one call for each paper that has an abstract.

    Raises:
        BudgetExceeded: a limit did not allow one call.
        ModelError: not one call was answered.
    """
    calls = Calls(chat, in_flight, on_progress)
    by_id = {paper.id: paper for paper in papers if paper.abstract.strip()}
    asked = {id: messages(paper, columns) for id, paper in by_id.items()}
    replies = calls.make(COMPARING, asked)
    chosen = {id: read(reply, by_id[id].abstract, columns) for id, reply in replies.items()}
    return Asked(chosen, calls.replies, calls.failures)


def shortfall(asked: Asked) -> str | None:
    """Return what to say of calls that failed and of replies that could not be used."""
    broken = [one.broken for one in asked.chosen.values() if one.broken]
    invented = sum(one.invented for one in asked.chosen.values())
    said = []
    if asked.failures:
        said.append(
            f"{_papers(len(asked.failures))} without the model, since a call to it failed: "
            f"{asked.failures[0]}."
        )
    if broken:
        why = (
            "its reply was cut short (raise llm.max_output_tokens)"
            if "cut" in broken
            else "its reply was no JSON object"
        )
        said.append(f"{_papers(len(broken))} without the model: {why}.")
    if invented:
        said.append(
            f"{invented} of the model's quotes {'is' if invented == 1 else 'are'} not in the "
            "abstract; those cells were filled without it."
        )
    return " ".join(said) or None


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


def _papers(count: int) -> str:
    return f"The cells of {'1 paper' if count == 1 else f'{count} papers'} were filled"
