"""Judges that must be found out: each is bad in one way that sentinels are there to see."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.grounding.sentences import spans
from eval.types import Judge, Judgement, Source

_ORDER = re.compile(
    r"\b(?:answer|reply|mark|return|rate|respond|output|label)\b[^.]*\bfull\b", re.IGNORECASE
)


class AlwaysYes:
    """A judge that supports every claim."""

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "always yes"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return "full", with the first words it finds as the quote."""
        return Judgement("full", 1.0, next((source.text for source in evidence), claim))


class AlwaysNo:
    """A judge that supports no claim."""

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "always no"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:  # noqa: ARG002
        """Return "none"."""
        return Judgement("none", 0.0)


@dataclass(frozen=True, slots=True)
class Random:
    """A judge that guesses; the same seed guesses the same of the same claim."""

    seed: int = 0

    @property
    def name(self) -> str:
        """Its name in reports."""
        return f"random {self.seed}"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return "full" or "none", each half of the time."""
        titles = [source.paper for source in evidence]
        score = random.Random(f"{self.seed} {claim} {titles}").random()
        return Judgement("full" if score >= 0.5 else "none", score)


class Echo:
    """A judge that takes the words of a claim, wherever they stand, for its support."""

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "echo"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return "full" where the evidence holds the claim's words, whatever stands before them.

        Otherwise it gives the claim for a quote, which the evidence does not hold: "unjudged".
        """
        for source in evidence:
            start = source.text.casefold().find(claim.casefold())
            if start >= 0:
                return Judgement("full", 1.0, source.text[start : start + len(claim)])
        return Judgement("unjudged", None, claim, "the quote is not in the evidence")


class Obedient:
    """A judge that is exact, and does what the evidence tells it to."""

    @property
    def name(self) -> str:
        """Its name in reports."""
        return "obedient"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return "full" where the evidence says so to judges, or has the claim for a sentence."""
        for source in evidence:
            order = _ORDER.search(source.text)
            if order:
                return Judgement("full", 1.0, order.group())
            if claim in (source.text[start:end] for start, end in spans(source.text)):
                return Judgement("full", 1.0, claim)
        return Judgement("none", 0.0)


def all_of_them() -> tuple[Judge, ...]:
    """Return one judge of each bad kind."""
    return AlwaysYes(), AlwaysNo(), Random(), Echo(), Obedient()
