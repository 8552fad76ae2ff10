"""The last tier of the checker, in words: what a chat model is asked, and what its reply proves.

Several sentences go in one request.  A model's word alone proves nothing: a sentence is `supported`
only where the model says so in full and shows words that the cited abstract holds.  What it finds
missing makes a sentence `unsupported`; any reply that is not understood leaves it `unjudged`.
Asking for the words, and looking them up, follows RARR and ALCE (Gao et al., ACL and EMNLP 2023).
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from assistant import prompts
from assistant.grounding import hidden, instructions, sentences
from assistant.grounding.fencing import fenced
from assistant.grounding.quotes import locate
from assistant.types import Evidence, Message, Paper, Verdict

_LEAST_WORDS = 3  # "the" stands in every abstract and shows nothing
_LONGEST_REASON = 160
_NOT_SAID = "the abstract does not say so"


@dataclass(frozen=True, slots=True)
class OpenSentence:
    """A sentence that is to be judged, and the papers by number that may bear it out."""

    text: str
    papers: Mapping[int, Paper]


class _Item(BaseModel):
    number: int
    support: Literal["full", "partial", "none"]
    quote: str | None = None
    missing: str | None = None


def messages(asked: Sequence[OpenSentence]) -> list[Message]:
    """Return what the model is told; sentences and their papers are numbered from 1."""
    papers = list(dict.fromkeys(paper for one in asked for paper in one.papers.values()))
    return [
        Message("system", prompts.render("check_rules")),
        Message(
            "user",
            prompts.render(
                "check_sentences",
                passages=[
                    {
                        "number": number,
                        "title": fenced(paper.title),
                        "text": fenced(paper.abstract),
                    }
                    for number, paper in enumerate(papers, 1)
                ],
                sentences=[
                    {
                        "number": number,
                        "passages": [papers.index(paper) + 1 for paper in one.papers.values()],
                        "text": fenced(one.text),
                    }
                    for number, one in enumerate(asked, 1)
                ],
            ),
        ),
    ]


def read(reply: str, asked: Sequence[OpenSentence]) -> list[Verdict]:
    """Return the verdict that a reply proves on each sentence; `unjudged` where it proves none."""
    items = _items(reply)
    if items is None:
        return [unjudged("the judge's reply is not the JSON asked for")] * len(asked)
    said: dict[int, list[_Item]] = {}
    for item in items:
        try:
            known = _Item.model_validate(item)
        except ValidationError:
            continue
        said.setdefault(known.number, []).append(known)
    return [_verdict(said.get(number, []), one) for number, one in enumerate(asked, 1)]


def unjudged(why: str) -> Verdict:
    """Return the verdict on a sentence that was not judged, and why it was not."""
    return Verdict("unjudged", reason=_short(why))


def _verdict(items: Sequence[_Item], one: OpenSentence) -> Verdict:
    if len(items) != 1:
        return unjudged("the judge gave no single verdict on it")
    (item,) = items
    missing = _short(item.missing or "")
    if item.support == "none":
        return Verdict("unsupported", reason=missing or _NOT_SAID)
    if item.support == "partial":
        what = f": {missing}" if missing else ""
        return Verdict("unsupported", reason=f"the abstract says only a part of it{what}")
    evidence = tuple(_shown(item.quote or "", one.papers))
    if not evidence:
        return unjudged("the judge showed no words of the cited abstract for it")
    return Verdict("supported", evidence=evidence)


def _shown(quote: str, papers: Mapping[int, Paper]) -> Iterator[Evidence]:
    """Yield where abstracts hold a quote; what orders its readers about bears nothing out."""
    if len(quote.split()) < _LEAST_WORDS:
        return
    for number, paper in papers.items():
        span = locate(quote, paper.abstract)
        if span and not _in_an_order(span, paper.abstract):
            yield Evidence(number, paper.abstract[slice(*span)], *span)


def _in_an_order(span: tuple[int, int], abstract: str) -> bool:
    return any(
        instructions.is_order(abstract[start:end])
        for start, end in sentences.spans(abstract)
        if start < span[1] and span[0] < end
    )


def _items(reply: str) -> list[Any] | None:
    """Return the entries of the outermost JSON object; models wrap it in fences and sentences."""
    try:
        found = json.loads(reply[reply.find("{") : reply.rfind("}") + 1])
    except (ValueError, RecursionError):
        return None
    items = found.get("sentences") if isinstance(found, dict) else None
    return items if isinstance(items, list) else None


def _short(text: str) -> str:
    said = " ".join(hidden.removed(text).split()).rstrip(".")
    return textwrap.shorten(said, _LONGEST_REASON, placeholder=" …")
