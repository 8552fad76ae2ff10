"""Correction of a judge's figures for the errors that people found in its judgements."""

from __future__ import annotations

import math
from collections.abc import Mapping

from eval.statistics.clusters import Totals
from eval.statistics.intervals import Interval, normal_quantile


def prediction_powered_mean(
    judge: Mapping[str, float],
    human: Mapping[str, float],
    clusters: Mapping[str, str],
    confidence: float = 0.95,
) -> tuple[float, Interval] | None:
    """Return the mean that people would give, and its interval, from a judge and some labels.

    The mean of the judge over all units, plus that of human minus judge over the labelled ones
    (Angelopoulos et al. 2023, Science 382:669); all three map names of units.  It is unbiased
    however bad the judge, as long as the labelled units were drawn at random; a good judge makes it
    precise.  The interval is normal and adds both variances, each by cluster.  Nothing is clipped:
    the mean of shares may leave 0..1, and shows by that how few labels there are.  Labels that all
    agree with the judge add no width: it takes some dozens of them to believe that.  None with
    fewer than two clusters of either kind.  Raises KeyError for a label of an unknown unit.
    """
    said = Totals.of(list(judge.values()), [clusters[unit] for unit in judge])
    off = Totals.of(
        [value - judge[unit] for unit, value in human.items()], [clusters[unit] for unit in human]
    )
    errors = (said.standard_error(), off.standard_error())
    if errors[0] is None or errors[1] is None:
        return None
    mean = said.mean + off.mean
    reach = normal_quantile(confidence) * math.hypot(errors[0], errors[1])
    return mean, Interval(mean - reach, mean + reach)
