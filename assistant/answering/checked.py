"""Sentences between their check and their being shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.grounding.check import Checker
from assistant.grounding.claims import is_title
from assistant.grounding.marks import MarkedSentence
from assistant.types import Citation, Paper, Verdict

_PASSED = ("verbatim", "supported", "no_claim")


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence, the papers it cites under the numbers they were offered by, and its verdict.

    `repaired` says that it was written in the place of one that failed, `left_out` that its writer
    took it back; `numbers_dropped` and `quotes_dropped` what was removed from it on the way.
    """

    text: str
    citations: tuple[Citation, ...]
    cited: Mapping[int, Paper]
    verdict: Verdict
    numbers_dropped: int = 0
    quotes_dropped: int = 0
    repaired: bool = False
    left_out: bool = False

    @property
    def passed(self) -> bool:
        """Whether its check held, or it claims nothing."""
        return self.verdict.label in _PASSED


def check(sentence: MarkedSentence, offered: Mapping[int, Paper], checker: Checker) -> Checked:
    """Return a sentence as the checker finds it; numbers that were not offered are taken off."""
    kept = tuple(one for one in sentence.citations if one.number in offered)
    verdict = checker.check(sentence.text, kept, offered)
    if verdict.label == "uncited" and sentence.heading and is_title(sentence.text):
        verdict = replace(verdict, label="no_claim")
    cited = {one.number: offered[one.number] for one in kept}
    dropped = len(sentence.citations) - len(kept)
    return Checked(sentence.text, kept, cited, verdict, dropped, verdict.quotes_dropped)
