"""Holds what a question takes for granted against the papers found for it.

As precision comes first, a premise is false only where a sentence of an abstract opposes it in
nearly its own words, that abstract does not bear it out otherwise, and no other paper found does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.premises import premises
from assistant.grounding import stances
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
from assistant.types import Citation, Paper

_MOST = 2  # sentences against one premise
# What a paper sets out to do finds nothing.
_SETS_OUT = re.compile(
    r"\W*(?:(?:then|here|first|next|finally|in this \w+),? )?we (?:analy[sz]e|study|propose|"
    r"introduce|present|consider|describe|discuss)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FalsePremise:
    """A claim that the question takes for granted, and the sentences that contradict it."""

    claim: str
    sentences: tuple[MarkedSentence, ...]
    reason: str

    @property
    def message(self) -> str:
        """What the reader is told."""
        return (
            f"The library says otherwise: the question takes for granted “{self.claim}”, but an "
            f"abstract says “{self.sentences[0].text}” ({self.reason})."
        )


def find(question: str, papers: Sequence[Paper], checker: Checker) -> FalsePremise | None:
    """Return the first premise of a question that papers contradict, or None.

    The papers are cited by their place from 1.
    """
    for claim in premises(question):
        against = [
            (number, quoted, opposed)
            for number, paper in enumerate(papers, 1)
            for quoted, opposed in stances.contradictions(claim, paper, checker)
            if not _SETS_OUT.match(quoted.quote)
        ]
        if not against or _borne_out(claim, papers, checker):
            continue
        against.sort(key=lambda one: -one[2].nearness)
        said = tuple(
            MarkedSentence(quoted.quote, (Citation(number, quoted.quote),))
            for number, quoted, _ in against[:_MOST]
        )
        return FalsePremise(claim, said, against[0][2].reason)
    return None


def _borne_out(claim: str, papers: Sequence[Paper], checker: Checker) -> bool:
    return any(stances.stance(claim, paper, checker).stance == "supports" for paper in papers)
