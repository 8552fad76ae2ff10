"""Agreement of a judge with people, on claims that both have judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.statistics.intervals import Interval, wilson


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well a judge tells true from false, with people's word as the truth.

    Figures are over the `n` judged units; each is None where nothing defines it.  `sensitivity`
    is the share of what people hold true that the judge does too, `specificity` that of the
    false; `balanced_accuracy` is their mean.  Their intervals are Wilson's at 95%.
    `balanced_accuracy_bounds` is over all units: low if all `unjudged` ones were wrong, high if
    all were right.
    """

    n: int
    unjudged: int
    kappa: float | None
    sensitivity: float | None
    sensitivity_interval: Interval | None
    specificity: float | None
    specificity_interval: Interval | None
    balanced_accuracy: float | None
    balanced_accuracy_bounds: Interval | None


@dataclass(frozen=True, slots=True)
class _Recall:
    """Of the units with one human label: how many are judged right, wrong and not at all."""

    right: int
    wrong: int
    unjudged: int

    @property
    def judged(self) -> int:
        return self.right + self.wrong

    def share(self) -> float | None:
        return self.right / self.judged if self.judged else None

    def share_if_unjudged(self, right: bool) -> float | None:
        total = self.judged + self.unjudged
        return (self.right + right * self.unjudged) / total if total else None

    def interval(self) -> Interval | None:
        return wilson(self.right, self.judged)


def agreement(judge: Sequence[bool | None], human: Sequence[bool]) -> Agreement:
    """Return the agreement of judgements, None for unjudged, with people's, unit by unit.

    Units count as independent.  Raises ValueError where the lengths differ.
    """
    pairs = list(zip(judge, human, strict=True))
    positives, negatives = _recall(pairs, True), _recall(pairs, False)
    return Agreement(
        n=positives.judged + negatives.judged,
        unjudged=positives.unjudged + negatives.unjudged,
        kappa=_kappa(positives, negatives),
        sensitivity=positives.share(),
        sensitivity_interval=positives.interval(),
        specificity=negatives.share(),
        specificity_interval=negatives.interval(),
        balanced_accuracy=_mean(positives.share(), negatives.share()),
        balanced_accuracy_bounds=_bounds(positives, negatives),
    )


def _recall(pairs: Sequence[tuple[bool | None, bool]], label: bool) -> _Recall:
    judged = [judge for judge, human in pairs if human == label]
    return _Recall(judged.count(label), judged.count(not label), judged.count(None))


def _kappa(positives: _Recall, negatives: _Recall) -> float | None:
    """Return Cohen's kappa (1960); None where both use one and the same label throughout."""
    n = positives.judged + negatives.judged
    said_true = positives.right + negatives.wrong
    said_false = positives.wrong + negatives.right
    by_chance = positives.judged * said_true + negatives.judged * said_false
    if by_chance == n**2:  # also where n is 0
        return None
    agreed = positives.right + negatives.right
    return (n * agreed - by_chance) / (n**2 - by_chance)


def _mean(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else (first + second) / 2


def _bounds(positives: _Recall, negatives: _Recall) -> Interval | None:
    low, high = (
        _mean(positives.share_if_unjudged(right), negatives.share_if_unjudged(right))
        for right in (False, True)
    )
    return None if low is None or high is None else Interval(low, high)
