"""Which parts of a question the library covers, and which it holds nothing on.

A question is declined wholly only where none of its parts can be answered: of two questions the
one, of names side by side those that some record contains.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering import abstention, followup, parts
from assistant.answering.abstention import Abstention
from assistant.types import Hit

Find = Callable[[str], Sequence[Hit]]
Judge = Callable[[str, Sequence[Hit]], Abstention | None]
Knows = Callable[[str], bool]

_MOST_PARTS = 5  # each is a search; who pastes a page of text asks no question of parts
_SHORT = 3  # words: "What is BM25?" names all that it asks about


@dataclass(frozen=True, slots=True)
class Covered:
    """What is asked of the library, what was found for that, and what is left open.

    `wanted` are the ids of papers that are read whatever their score.
    """

    question: str
    hits: Sequence[Hit]
    refused: Abstention | None = None
    gap: str | None = None
    wanted: frozenset[str] = frozenset()


def cover(question: str, hits: Sequence[Hit], find: Find, judge: Judge, knows: Knows) -> Covered:
    """Return the part of a question that can be answered, or why no part can.

    `find` searches for a part, `judge` tells why the library cannot answer one.
    """
    refused = judge(question, hits)
    whole = Covered(question, hits, refused)
    if not hits:
        return whole
    asked = parts.questions(question)
    if 1 < len(asked) <= _MOST_PARTS:
        return _of_questions(whole, asked, find, judge, knows)
    return _of_names(whole, find, judge, knows) if refused else whole


def _of_questions(
    whole: Covered, asked: Sequence[str], find: Find, judge: Judge, knows: Knows
) -> Covered:
    held: list[str] = []
    gaps: list[str] = []
    for part in asked:
        if not _stands_alone(part, whole):
            one = Covered(part, whole.hits, judge(part, whole.hits))
        else:
            hits = find(part)
            one = Covered(part, hits, judge(part, hits))
        one = _of_names(one, find, judge, knows) if one.refused else one
        if one.refused:
            gaps.append(f"“{part}” is left open. {one.refused.message}")
        else:
            held.append(one.question)
            gaps += [one.gap] if one.gap else []
    if not held or not gaps:
        return whole
    covered = " ".join(held)
    return Covered(covered, find(covered), gap=" ".join(gaps))


def _stands_alone(part: str, whole: Covered) -> bool:
    """Tell whether a part can be searched for by itself.

    Where the whole question is covered, its second half may lean on the first without a word that
    says so: "…, and how far is the best model from people?"; a sentence of its own does not, nor
    what names its subject.
    """
    named = abstention.names(part)
    if followup.leans(part) and not (named and len(part.split()) <= _SHORT):
        return False
    own_sentence = bool(
        re.search(rf"\?\s+(?:and\s+)?{re.escape(part)}", whole.question, re.IGNORECASE)
    )
    return bool(whole.refused or named or own_sentence)


def _of_names(refused: Covered, find: Find, judge: Judge, knows: Knows) -> Covered:
    """Return the question without the names that no record contains, where others stand by them."""
    named = abstention.names(refused.question)
    unknown = [name for name in named if not knows(name)]
    beside = [
        set(group)
        for group in parts.beside(refused.question, named)
        if any(name not in unknown for name in group)
    ]
    if not unknown or not set(unknown) <= set().union(*beside):
        return refused
    question = functools.reduce(parts.without, unknown, refused.question)
    hits = find(question)
    if not hits or judge(question, hits):
        return refused
    return Covered(
        question, hits, gap=f"The library holds nothing on {abstention.listed(unknown)}."
    )
