"""Comparison of two runs over the same questions: whether they differ by more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from statistics import NormalDist

import numpy as np

from eval.statistics.clusters import Floats, Totals
from eval.statistics.intervals import ROUNDING, Interval, percentile_interval

EXACT_UP_TO = 12
FLIPS = 10_000
BATCH = 1_000  # flips at a time, so that many clusters do not fill the memory
ALPHA = 0.05
POWER = 0.80


@dataclass(frozen=True, slots=True)
class Comparison:
    """Second run minus first over paired units, in the unit of the scores.

    `interval` holds the difference at 95%; None where the clusters show no variation to estimate
    it from.  `minimum_detectable` is the true difference that a comparison of this size would
    find with a power of 80% at a two-sided level of 5%; None for the same reason.
    """

    difference: float
    interval: Interval | None
    p_value: float
    minimum_detectable: float | None
    units: int
    clusters: int


def paired(
    first: Mapping[str, float],
    second: Mapping[str, float],
    clusters: Mapping[str, str],
    resamples: int = 2000,
    seed: int = 0,
) -> Comparison | None:
    """Return the comparison of two runs' scores by case id; None where they share no case.

    Cases that only one run has do not count; `clusters` gives the cluster of each that both have,
    and a KeyError is raised where it does not.  Two runs with the same scores throughout differ by
    exactly 0 on these cases: the interval is (0, 0) and p is 1, but how small a difference would
    have been found cannot be told, so `minimum_detectable` is None.
    """
    cases = sorted(first.keys() & second.keys())
    if not cases:
        return None
    differences = [_difference(first[case], second[case]) for case in cases]
    totals = Totals.of(differences, [clusters[case] for case in cases])
    interval = (
        percentile_interval(totals.resampled_means(resamples, seed))
        if any(differences)
        else Interval(0.0, 0.0)
    )
    return Comparison(
        difference=totals.mean,
        interval=interval,
        p_value=_sign_flip(totals.sums, seed),
        minimum_detectable=_minimum_detectable(totals),
        units=len(cases),
        clusters=len(totals.sums),
    )


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted for their number (Holm 1979, Scand. J. Statist. 6:65), by name.

    Rejecting those below a level keeps the chance of any false rejection below that level.
    """
    adjusted: dict[str, float] = {}
    largest = 0.0
    for rank, name in enumerate(sorted(p_values, key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[name]))
        adjusted[name] = largest
    return {name: adjusted[name] for name in p_values}


def _difference(first: float, second: float) -> float:
    # Noise of rounding that always has the same sign would look like a sure effect.
    difference = second - first
    return difference if abs(difference) > ROUNDING else 0.0


def _minimum_detectable(totals: Totals) -> float | None:
    error = totals.standard_error()
    if error is None or error <= ROUNDING:
        return None
    normal = NormalDist()
    return (normal.inv_cdf(1 - ALPHA / 2) + normal.inv_cdf(POWER)) * error


def _sign_flip(sums: Floats, seed: int) -> float:
    """Return the two-sided p-value of the randomisation test.

    Fisher 1935, The Design of Experiments, section 21.  Without an effect, each cluster's sum
    could as well have the other sign.  Few clusters are enumerated; for more, the observed signs
    count as one of the flips drawn, so p is never 0.
    """
    varying = sums[np.abs(sums) > ROUNDING]
    # A tie with the observed sum counts, whatever the order in which it was summed up.
    observed = abs(float(varying.sum())) * (1 - 1e-9)
    if len(varying) <= EXACT_UP_TO:
        signs = np.array(list(product((-1.0, 1.0), repeat=len(varying))))
        return float(np.mean(np.abs(signs @ varying) >= observed))
    random = np.random.default_rng(seed)
    extreme = sum(
        int(np.sum(np.abs(random.choice((-1.0, 1.0), (BATCH, len(varying))) @ varying) >= observed))
        for _ in range(FLIPS // BATCH)
    )
    return (extreme + 1) / (FLIPS + 1)
