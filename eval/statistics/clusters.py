"""Clusters: the units that depend on each other, and must be resampled together.

Sentences of one answer share their question; a bootstrap that takes them for independent finds
differences that are not there.  Hence everything here works on totals of whole clusters.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Unit = TypeVar("Unit")
Floats = NDArray[np.float64]


def grouped(units: Sequence[Unit], clusters: Sequence[str]) -> list[list[Unit]]:
    """Return the units of each cluster, clusters in the order of their names.

    `clusters` names the cluster of each unit.  Raises ValueError where the lengths differ.
    """
    groups: dict[str, list[Unit]] = defaultdict(list)
    for unit, cluster in zip(units, clusters, strict=True):
        groups[cluster].append(unit)
    return [groups[cluster] for cluster in sorted(groups)]


def draws(clusters: int, resamples: int, seed: int) -> NDArray[np.int64]:
    """Return which clusters each resample holds: shape (resamples, clusters), with replacement."""
    return np.random.default_rng(seed).integers(clusters, size=(resamples, clusters))


@dataclass(frozen=True, slots=True)
class Totals:
    """The sum and the number of the values of each cluster; both of shape (clusters,)."""

    sums: Floats
    counts: Floats

    @classmethod
    def of(cls, values: Sequence[float], clusters: Sequence[str]) -> Totals:
        """Return the totals of values; `fsum` makes them independent of the order of values."""
        groups = grouped(values, clusters)
        return cls(
            np.array([math.fsum(group) for group in groups], dtype=np.float64),
            np.array([len(group) for group in groups], dtype=np.float64),
        )

    @property
    def mean(self) -> float:
        """The mean of all values: a ratio of sums, so large clusters weigh more."""
        return math.fsum(self.sums) / math.fsum(self.counts)

    def resampled_means(self, resamples: int, seed: int) -> Floats:
        """Return the mean of each resample of whole clusters; shape (resamples,)."""
        drawn = draws(len(self.sums), resamples, seed)
        means: Floats = self.sums[drawn].sum(axis=1) / self.counts[drawn].sum(axis=1)
        return means

    def standard_error(self) -> float | None:
        """Return the standard error of the mean with clusters as units; None with fewer than two.

        The linearised variance of a ratio (Cochran 1977, Sampling Techniques, chapter 6), with
        the correction clusters / (clusters - 1).
        """
        clusters = len(self.sums)
        if clusters < 2:
            return None
        residuals = self.sums - self.mean * self.counts
        variance = clusters / (clusters - 1) * float(residuals @ residuals)
        return math.sqrt(variance) / float(self.counts.sum())
