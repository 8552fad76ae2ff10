"""What is worth a look in the reply to a question, in words; some of it is a failure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval.types import Item, Score

_FIRST = 10  # papers that are looked at for a gold one


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that can be said of a reply; a failure is what a release must not show."""

    words: str
    means: str
    failure: bool


def found(item: Item) -> bool:
    """Tell whether a gold paper is among the first ten."""
    return bool(set(item.outcome.ranked[:_FIRST]) & set(item.case.gold))


def cited(item: Item) -> bool:
    """Tell whether the answer cites a gold paper."""
    return bool(set(item.outcome.references) & set(item.case.gold))


def findings(item: Item) -> tuple[Finding, ...]:
    """Return what is worth a look, failures first; of a question that failed only its error."""
    if item.outcome.error is not None:
        return (ERROR,)
    return tuple(finding for finding, holds in _CHECKS if holds(item))


def failures(item: Item) -> tuple[Finding, ...]:
    """Return those findings that are failures."""
    return tuple(finding for finding in findings(item) if finding.failure)


def _missed(item: Item) -> bool:
    return item.case.answerable and bool(item.case.gold) and not found(item)


def _declined_wrongly(item: Item) -> bool:
    return item.case.answerable and item.outcome.answered is False


def _answered_wrongly(item: Item) -> bool:
    return not item.case.answerable and item.outcome.answered is True


def _dangling(item: Item) -> bool:
    return _high(item, "dangling_citations", 0) > 0


def _misquoted(item: Item) -> bool:
    return _low(item, "quote_fidelity", 1) < 1


def _unsupported(item: Item) -> bool:
    return _low(item, "unflagged_unsupported", 0) > 0


def _uncited(item: Item) -> bool:
    wanted = item.case.answerable and bool(item.case.gold)
    return wanted and item.outcome.answered is True and not cited(item)


def _no_fact(item: Item) -> bool:
    answered = item.outcome.answered is True
    return answered and _high(item, "nugget_recall_partial", 1) == 0


def _flagged(item: Item) -> bool:
    return any(one.flagged for one in item.outcome.sentences)


def _unjudged(item: Item) -> bool:
    return any(one.union == "unjudged" for one in item.judged)


def _misjudged(item: Item) -> bool:
    return _high(item, "claim_accuracy", 1) == 0


def _claim_unjudged(item: Item) -> bool:
    return _low(item, "claim_accuracy", 1) < _high(item, "claim_accuracy", 1)


def _low(item: Item, metric: str, otherwise: float) -> float:
    score: Score = item.scores.get(metric)
    return score.low if score else otherwise


def _high(item: Item, metric: str, otherwise: float) -> float:
    score: Score = item.scores.get(metric)
    return score.high if score else otherwise


ERROR = Finding("error", "the system failed to reply", failure=True)
_CHECKS: tuple[tuple[Finding, Callable[[Item], bool]], ...] = (
    (Finding("gold paper missed", "no gold paper is among the first ten", True), _missed),
    (
        Finding("declined wrongly", "declined, though the library holds the answer", True),
        _declined_wrongly,
    ),
    (
        Finding("answered wrongly", "answered, though the library does not hold the answer", True),
        _answered_wrongly,
    ),
    (Finding("dangling citation", "a citation points at no reference", True), _dangling),
    (Finding("misplaced quote", "a quote does not stand where it says", True), _misquoted),
    (
        Finding(
            "unsupported sentence",
            "a sentence shown without a warning is not supported by what it cites",
            True,
        ),
        _unsupported,
    ),
    (Finding("gold paper not cited", "the answer cites no gold paper", False), _uncited),
    (Finding("no expected fact", "the answer holds none of the expected facts", False), _no_fact),
    (Finding("flagged sentence", "a sentence is shown with a warning", False), _flagged),
    (Finding("unjudged sentence", "the judge could not judge a sentence", False), _unjudged),
    (Finding("judged wrongly", "the judge does not say what people say", False), _misjudged),
    (Finding("unjudged claim", "the judge could not judge the claim", False), _claim_unjudged),
)
FINDINGS: tuple[Finding, ...] = (ERROR, *(finding for finding, _ in _CHECKS))
