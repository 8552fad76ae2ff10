"""A question of several parts -> a small graph of sub-questions.

After MindSearch (Chen et al., 2024): what depends on nothing is searched for at once; what depends
on the papers of others is put into words once these are found.  Two layers, no more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant import prompts
from assistant.answering import abstention, parts
from assistant.answering.planning import replies
from assistant.grounding.fencing import fenced
from assistant.models import tokens
from assistant.types import Message, Paper, Reply

_PASSAGE_TOKENS = 200
_SEVERAL = re.compile(
    r"\b(?:and|or|versus|vs|both|each|compare\w*|differ\w*|between|than|whereas|while|across)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SubQuestion:
    """A part of a question; `after` are the places, from 0, of those whose papers it needs."""

    text: str
    after: tuple[int, ...] = ()


def may_have(question: str) -> bool:
    """Tell whether the form of a question lets one expect parts: else no model is asked.

    It does for all 18 comparisons and 16 of 18 syntheses of the demo and gold questions, and for
    10 of the 27 that ask for a concept.
    """
    names = abstention.names(question)
    several = len(names) > 1 or len(parts.questions(question)) > 1
    return several or bool(parts.sides(question, names) or _SEVERAL.search(question))


def messages(question: str, most: int) -> list[Message]:
    """Return what the model is told to take a question apart: the rules, then the question."""
    return [
        Message("system", prompts.render("split_rules", most=most)),
        Message("user", prompts.render("plan_question", question=question)),
    ]


def accepted(reply: Reply, most: int) -> list[SubQuestion] | None:
    """Return the sub-questions, at most so many; none for a question of one part.

    None where the reply is no list of them.  One that waits for another that waits itself waits
    for none: there are two layers.
    """
    found = replies.json_in(reply, "[")
    if not isinstance(found, list):
        return None
    graph: list[SubQuestion] = []
    for one in found[:most]:
        text = replies.question(one.get("question") if isinstance(one, dict) else one)
        if text is None:
            return None
        graph.append(SubQuestion(text, _after(one, graph)))
    return graph if len(graph) > 1 else []


def follow_up(question: str, waiting: Sequence[str], papers: Sequence[Paper]) -> list[Message]:
    """Return what the model is told to put into words what had to wait for these papers."""
    passages = [
        {
            "number": number,
            "title": fenced(paper.title),
            "text": fenced(tokens.shorten(paper.abstract, _PASSAGE_TOKENS)),
        }
        for number, paper in enumerate(papers, 1)
    ]
    asked = prompts.render("complete_parts", passages=passages, question=question, parts=waiting)
    return [Message("system", prompts.render("complete_rules")), Message("user", asked)]


def completed(reply: Reply, waiting: Sequence[str]) -> list[str] | None:
    """Return the sub-questions in words of their own; None where the reply is not that."""
    found = replies.questions(reply)
    return found if found and len(found) == len(waiting) else None


def _after(one: Any, before: Sequence[SubQuestion]) -> tuple[int, ...]:
    """Return the places of those before it that a sub-question may wait for."""
    named = one.get("after") if isinstance(one, dict) else None
    numbers = named if isinstance(named, list) else [named]
    places = dict.fromkeys(number - 1 for number in numbers if type(number) is int)
    return tuple(one for one in places if 0 <= one < len(before) and not before[one].after)
