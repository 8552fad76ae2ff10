"""The project's own checker as a judge, and a matcher of nuggets by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import settings
from assistant.app import App
from assistant.grounding.check import Checker
from assistant.library.words import stems
from assistant.types import Citation, Paper, VerdictLabel
from eval.types import Judgement, Source, Support

_SUPPORT: dict[VerdictLabel, Support] = {
    "verbatim": "full",
    "supported": "full",
    "unsupported": "none",
    "uncited": "none",
    "no_claim": "none",
    "unsure": "unjudged",
    "unjudged": "unjudged",
}


class OfflineChecker:
    """The checker that the product shows its verdicts by; judges without any model."""

    name = "offline checker"

    def __init__(self, checker: Checker | None = None) -> None:
        """Take a checker, or the one that the settings at hand give."""
        self._checker = checker or App(settings.load(None, {}, {}), lambda _: None).checker

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return the checker's verdict; what it cannot tell is "unjudged"."""
        papers = {
            number: Paper(id=one.paper, title=one.paper, abstract=one.text)
            for number, one in enumerate(evidence, 1)
        }
        verdict = self._checker.check(claim, [Citation(number) for number in papers], papers)
        quote = verdict.evidence[0].quote if verdict.evidence else None
        why = verdict.reason or verdict.label
        return Judgement(_SUPPORT[verdict.label], verdict.score, quote, why)


class WordMatcher:
    """Tells whether a text holds a fact by the fact's figures and words.

    All figures must be there; of the other stems most for "full", some for "partial".  It knows
    no synonyms and no negation: fit to see whether an answer states the figures asked for, not to
    check claims.
    """

    name = "word matcher"
    _FULL = 0.6
    _PARTIAL = 0.4

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return how much of the claim's words the texts hold together."""
        text = " ".join(one.text for one in evidence)
        held = set(stems(text))
        wanted = set(stems(claim)) - set(_figures(claim))
        share = len(wanted & held) / len(wanted) if wanted else 1.0
        if not set(_figures(claim)) <= set(_figures(text)) or share < self._PARTIAL:
            return Judgement("none", share)
        return Judgement("full" if share >= self._FULL else "partial", share)


def _figures(text: str) -> list[str]:
    return [figure.replace(",", "") for figure in re.findall(r"\d+(?:[.,]\d+)*", text)]
