"""Two scored runs over the same questions: what differs, and whether it is more than chance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from eval.experiment.measures import against_the_system
from eval.statistics.comparison import Comparison, holm, paired
from eval.types import Bounds, Scored


class Incomparable(Exception):
    """Raised for runs over different questions or papers."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure in both runs, and their paired difference, second minus first.

    What is unjudged counts against either system.  `adjusted_p` allows for the number of measures
    compared (Holm).  A measure of all questions together has values but no pairs.
    """

    metric: str
    first: Bounds | None
    second: Bounds | None
    comparison: Comparison | None
    adjusted_p: float | None = None


def compare(first: Scored, second: Scored) -> tuple[Difference, ...]:
    """Return the differences of all measures that apply to either run.

    Raises:
        Incomparable: the runs are over different data.
    """
    if (first.stamp.set, first.stamp.digest) != (second.stamp.set, second.stamp.digest):
        raise Incomparable(
            f"{first.stamp.set} {first.stamp.digest} and {second.stamp.set} {second.stamp.digest} "
            "are different data; run both systems on the same"
        )
    seconds = {one.metric: one.value for one in second.summaries}
    found = [
        Difference(
            one.metric, one.value, seconds.get(one.metric), _paired(one.metric, first, second)
        )
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


def _paired(metric: str, first: Scored, second: Scored) -> Comparison | None:
    clusters = {item.case.id: item.case.cluster or item.case.id for item in first.items}
    return paired(per_question(first, metric), per_question(second, metric), clusters)
