"""Whether a system knows when the library does not hold the answer."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.citations import harmonic_mean


def abstention_recall(answerable: bool, abstained: bool) -> float | None:
    """Return whether an unanswerable question was declined; None for an answerable one.

    Unanswerable questions as in Rajpurkar, Jia, Liang, Know What You Don't Know, ACL 2018; recall
    and precision of the decision to decline.
    """
    return None if answerable else float(abstained)


def abstention_precision(answerable: bool, abstained: bool) -> float | None:
    """Return whether a declined question was rightly declined; None for an answered one."""
    return float(not answerable) if abstained else None


def false_abstention(answerable: bool, abstained: bool) -> float | None:
    """Return whether an answerable question was declined; None for an unanswerable one."""
    return float(abstained) if answerable else None


def abstention_f1(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Return the F1 of declining, from (answerable, abstained) of all questions.

    None without unanswerable questions; 0 when none of them was declined.
    """
    unanswerable = [abstained for answerable, abstained in pairs if not answerable]
    if not unanswerable:
        return None
    declined = sum(abstained for _, abstained in pairs)
    rightly = sum(unanswerable)
    precision = rightly / declined if declined else 0.0
    return harmonic_mean(precision, rightly / len(unanswerable))


def risk_coverage(
    confidences: Sequence[float], correct: Sequence[float]
) -> list[tuple[float, float]]:
    """Return (coverage, risk) when only the most confident answers are given, one point a level.

    Coverage is the share of questions answered, risk the share of those that are wrong; questions
    of equal confidence enter together.  El-Yaniv and Wiener, On the Foundations of Noise-free
    Selective Classification, JMLR 2010.
    """
    order = sorted(range(len(confidences)), key=lambda place: -confidences[place])
    points: list[tuple[float, float]] = []
    wrong = 0.0
    for answered, place in enumerate(order, 1):
        wrong += 1 - correct[place]
        last = answered == len(order) or confidences[order[answered]] != confidences[place]
        if last:
            points.append((answered / len(order), wrong / answered))
    return points


def area_under_risk_coverage(
    confidences: Sequence[float], correct: Sequence[float]
) -> float | None:
    """Return the mean risk over all coverages (AURC), lower is better; None without questions.

    Geifman, Uziel, El-Yaniv, Bias-Reduced Uncertainty Estimation for Deep Neural Classifiers,
    ICLR 2019.  Risk is held between the points of `risk_coverage`.
    """
    points = risk_coverage(confidences, correct)
    if not points:
        return None
    covered = 0.0
    area = 0.0
    for coverage, risk in points:
        area += (coverage - covered) * risk
        covered = coverage
    return area
