"""Correction of a judge's figures for the errors that people found in its judgements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

from eval.statistics.intervals import Interval, normal_quantile


def prediction_powered_mean(
    judge_all: Sequence[float],
    judge_labelled: Sequence[float],
    human_labelled: Sequence[float],
    confidence: float = 0.95,
) -> tuple[float, Interval] | None:
    """Return the mean that people would give, and its interval, from a judge and some labels.

    The mean of the judge over all, plus that of human minus judge over the labelled units
    (Angelopoulos et al. 2023, Science 382:669).  It is unbiased however bad the judge, as long as
    the labelled units were drawn at random from the same population; a good judge makes it
    precise.  The interval is normal and adds both variances, so units count as independent, and
    the labelled ones as few among all.  Nothing is clipped: the mean of shares may leave 0..1,
    and shows by that how few labels there are.  Labels that all agree with the judge add no width:
    it takes some dozens of them to believe that.  None with fewer than two units of either kind.
    Raises ValueError where the labelled lengths differ.
    """
    corrections = [
        human - judge for human, judge in zip(human_labelled, judge_labelled, strict=True)
    ]
    if len(judge_all) < 2 or len(corrections) < 2:
        return None
    mean = fmean(judge_all) + fmean(corrections)
    error = math.sqrt(
        variance(judge_all) / len(judge_all) + variance(corrections) / len(corrections)
    )
    reach = normal_quantile(confidence) * error
    return mean, Interval(mean - reach, mean + reach)
