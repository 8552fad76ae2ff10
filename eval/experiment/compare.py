"""Two scored runs over the same questions: what differs, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from eval.experiment.measures import against_the_system
from eval.statistics.comparison import Comparison, holm, paired
from eval.types import Bounds, Scored


class Incomparable(Exception):
    """Raised for runs over different questions or papers."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in both runs, and their paired difference, second minus first.

    Over the questions that both have a score for; `only_first` and `only_second` count those that
    it applies to in one run alone.  What is unjudged counts against either system.  `adjusted_p`
    allows for the number of measures compared (Holm).  A measure of all questions together has
    values but no pairs.
    """

    metric: str
    first: Bounds | None
    second: Bounds | None
    comparison: Comparison | None
    only_first: int = 0
    only_second: int = 0
    adjusted_p: float | None = None


def compare(first: Scored, second: Scored) -> tuple[Difference, ...]:
    """Return the differences of all measures that apply to either run.

    Raises:
        Incomparable: the runs are over different data, or judged by different judges.
    """
    if (first.stamp.set, first.stamp.digest) != (second.stamp.set, second.stamp.digest):
        raise Incomparable(
            f"{first.stamp.set} {first.stamp.digest} and {second.stamp.set} {second.stamp.digest} "
            "are different data; run both systems on the same"
        )
    if first.judge != second.judge:
        raise Incomparable(
            f"one run is judged by {first.judge}, the other by {second.judge}; score both with one "
            "judge: python -m eval score RUN --judge …"
        )
    seconds = {one.metric: one.value for one in second.summaries}
    found = [
        _difference(one.metric, one.value, seconds.get(one.metric), first, second)
        for one in first.summaries
        if one.value is not None or seconds.get(one.metric) is not None
    ]
    adjusted = holm({one.metric: one.comparison.p_value for one in found if one.comparison})
    return tuple(replace(one, adjusted_p=adjusted.get(one.metric)) for one in found)


def per_question(scored: Scored, metric: str) -> dict[str, float]:
    """Return the scores of a measure by question, unjudged parts counted against the system."""
    return {
        item.case.id: against_the_system(metric, score)
        for item in scored.items
        if (score := item.scores.get(metric)) is not None
    }


def _difference(
    metric: str, value: Bounds | None, other: Bounds | None, first: Scored, second: Scored
) -> Difference:
    units = {item.case.id: item.case.unit for item in first.items}
    ours, theirs = per_question(first, metric), per_question(second, metric)
    comparison = paired(ours, theirs, units)
    if comparison is None:
        return Difference(metric, value, other, None, len(ours), len(theirs))
    both = ours.keys() & theirs.keys()
    return Difference(
        metric,
        _mean_over(both, first, metric),
        _mean_over(both, second, metric),
        comparison,
        len(ours) - len(both),
        len(theirs) - len(both),
    )


def _mean_over(cases: Set[str], scored: Scored, metric: str) -> Bounds:
    scores = [
        score
        for item in scored.items
        if item.case.id in cases and (score := item.scores[metric]) is not None
    ]
    return Bounds(
        sum(score.low for score in scores) / len(scores),
        sum(score.high for score in scores) / len(scores),
    )
