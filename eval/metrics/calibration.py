"""Whether scores that claim to be probabilities are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bin:
    """The scores of one stretch of the scale: their mean, the share that came true, how many."""

    low: float
    high: float
    mean_score: float
    share_true: float
    count: int


def reliability(scores: Sequence[float], true: Sequence[bool], bins: int = 10) -> list[Bin]:
    """Return the bins of equal width that hold scores, in order; scores lie in 0..1.

    Murphy and Winkler, Reliability of Subjective Probability Forecasts, 1977.
    """
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, came_true in zip(scores, true, strict=True):
        held.setdefault(min(int(score * bins), bins - 1), []).append((score, came_true))
    return [
        Bin(
            place / bins,
            (place + 1) / bins,
            sum(score for score, _ in pairs) / len(pairs),
            sum(came_true for _, came_true in pairs) / len(pairs),
            len(pairs),
        )
        for place, pairs in sorted(held.items())
    ]


def expected_calibration_error(
    scores: Sequence[float], true: Sequence[bool], bins: int = 10
) -> float | None:
    """Return the mean distance of score and truth over the bins, by their size; None without any.

    Naeini, Cooper, Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning,
    AAAI 2015.
    """
    if not scores:
        return None
    return sum(
        one.count / len(scores) * abs(one.mean_score - one.share_true)
        for one in reliability(scores, true, bins)
    )


def brier_score(scores: Sequence[float], true: Sequence[bool]) -> float | None:
    """Return the mean square of score less truth; None without any.

    Brier, Verification of forecasts expressed in terms of probability, 1950.
    """
    if not scores:
        return None
    return sum(
        (score - came_true) ** 2 for score, came_true in zip(scores, true, strict=True)
    ) / len(scores)
