"""What each threshold of abstention declines, rightly and wrongly: the risk-coverage curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answering import abstention
from assistant.answering.assistant import Assistant
from assistant.types import Question
from eval.types import Case

THRESHOLDS = tuple(round(0.26 + 0.02 * step, 2) for step in range(13))


@dataclass(frozen=True, slots=True)
class Decision:
    """What declining a question goes by; `named` where a sign beside the evidence declines it."""

    answerable: bool
    evidence: float
    named: bool

    def declined(self, threshold: float) -> bool:
        """Tell whether the question is declined at a threshold."""
        return self.named or self.evidence < threshold


def decisions(assistant: Assistant, cases: Sequence[Case]) -> Iterator[Decision]:
    """Yield what declining each question goes by."""
    words = assistant.searcher.words
    for case in cases:
        asked = assistant.understand(Question(case.question, case.history)).text
        hits = assistant.searcher.search(asked, assistant.retrieval.papers)
        named = abstention.assess(asked, hits, 0.0, words.knows, words.terms)
        yield Decision(case.answerable, abstention.evidence(hits) if hits else 0.0, bool(named))


def shares(made: Sequence[Decision], threshold: float) -> tuple[float, float]:
    """Return abstention recall and false abstention at a threshold."""
    return _declined(made, threshold, answerable=False), _declined(made, threshold, answerable=True)


def best(made: Sequence[Decision], most_false: float) -> float | None:
    """Return the lowest threshold of the highest recall at a bearable false abstention.

    None where no threshold is bearable.
    """
    measured = [(shares(made, threshold), threshold) for threshold in THRESHOLDS]
    bearable = [(recall, -at) for (recall, false), at in measured if false <= most_false]
    return -max(bearable)[1] if bearable else None


def _declined(made: Sequence[Decision], threshold: float, *, answerable: bool) -> float:
    of = [one.declined(threshold) for one in made if one.answerable == answerable]
    return sum(of) / len(of) if of else 0.0
