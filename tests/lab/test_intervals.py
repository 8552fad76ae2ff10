"""Intervals: values by hand, laws, and a simulation of their error."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import fmean, median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics.intervals import Interval, bootstrap_of, cluster_bootstrap, wilson

FEW = 200  # resamples where the law under test holds for any number of them

clustered = st.lists(st.tuples(st.integers(-5, 5), st.sampled_from("abcdefgh")), max_size=30)


def split(pairs: Sequence[tuple[float, str]]) -> tuple[list[float], list[str]]:
    return [value for value, _ in pairs], [cluster for _, cluster in pairs]


def approximately(interval: Interval | None) -> object:
    assert interval is not None
    return (pytest.approx(interval.low, abs=1e-9), pytest.approx(interval.high, abs=1e-9))


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return (interval.low, interval.high)


# Wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (8, 10, 0.49016, 0.94332),
        (0, 10, 0.0, 3.841459 / 13.841459),
        (10, 10, 10 / 13.841459, 1.0),
        (0.5, 1, 0.05462, 0.94538),
    ],
)
def test_wilson_by_hand(successes: float, trials: int, low: float, high: float) -> None:
    assert ends(wilson(successes, trials)) == pytest.approx((low, high), abs=1e-5)


def test_wilson_without_trials_is_none() -> None:
    assert wilson(0, 0) is None


@pytest.mark.parametrize(("successes", "trials"), [(-1, 3), (4, 3), (1, 0)])
def test_wilson_refuses_impossible_counts(successes: float, trials: int) -> None:
    with pytest.raises(ValueError, match="successes in"):
        wilson(successes, trials)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_within_0_and_1_and_mirrors_failures(
    counts: tuple[int, int],
) -> None:
    successes, trials = counts
    low, high = ends(wilson(successes, trials))
    assert 0 <= low <= successes / trials + 1e-12
    assert successes / trials - 1e-12 <= high <= 1
    assert ends(wilson(trials - successes, trials)) == pytest.approx((1 - high, 1 - low))
    narrow_low, narrow_high = ends(wilson(successes, trials, confidence=0.5))
    assert low <= narrow_low + 1e-12
    assert narrow_high <= high + 1e-12


# The bootstrap of clusters


def test_two_clusters_resample_to_either_or_both() -> None:
    # Means: a alone 0 (1/4), b alone 1 (1/4), one of each 1/4, for b has one value of four.
    values, clusters = [0.0, 0.0, 0.0, 1.0], ["a", "a", "a", "b"]
    assert cluster_bootstrap(values, clusters) == Interval(0.0, 1.0)
    assert cluster_bootstrap(values, clusters, confidence=0.2) == Interval(0.25, 0.25)


@pytest.mark.parametrize(
    ("values", "clusters"),
    [
        ([], []),
        ([0.0, 1.0], ["a", "a"]),
        ([0.3, 0.3, 0.3], ["a", "b", "b"]),
        ([0.0, 1.0, 0.0, 1.0], ["a", "a", "b", "b"]),
    ],
    ids=["no values", "one cluster", "no variation", "no variation between clusters"],
)
def test_an_undefined_interval_is_none(values: list[float], clusters: list[str]) -> None:
    assert cluster_bootstrap(values, clusters) is None
    assert bootstrap_of(lambda units: fmean(units), values, clusters) is None


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_all_right_or_all_wrong_counts_clusters_as_trials(value: float) -> None:
    clusters = [name for name in "abcdefghij" for _ in range(7)]
    assert cluster_bootstrap([value] * 70, clusters) == wilson(10 * value, 10)


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        cluster_bootstrap([1.0, 0.0], ["a"])
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        bootstrap_of(len, [1, 2], ["a"])


@given(clustered, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_units_does_not_matter(pairs: list[tuple[float, str]], random: Random) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    assert cluster_bootstrap(*split(pairs), FEW) == cluster_bootstrap(*split(shuffled), FEW)
    assert bootstrap_of(median, *split(pairs), 30) == bootstrap_of(median, *split(shuffled), 30)


@given(clustered)
@settings(max_examples=50)
def test_the_interval_lies_within_the_values_and_follows_a_change_of_unit(
    pairs: list[tuple[float, str]],
) -> None:
    values, clusters = split(pairs)
    # Away from 0 and 1, which are taken for shares.
    interval = cluster_bootstrap([value + 10 for value in values], clusters, FEW)
    changed = cluster_bootstrap([-3 * value + 70 for value in values], clusters, FEW)
    if interval is None:
        assert changed is None
    else:
        assert min(values) + 10 <= interval.low <= interval.high <= max(values) + 10
        low, high = ends(changed)
        assert (100 - 3 * interval.high, 100 - 3 * interval.low) == pytest.approx((low, high))


def test_the_seed_decides() -> None:
    values = list(np.random.default_rng(1).normal(size=40))
    clusters = [str(index // 2) for index in range(40)]
    assert cluster_bootstrap(values, clusters, seed=3) == cluster_bootstrap(
        values, clusters, seed=3
    )
    assert cluster_bootstrap(values, clusters, seed=3) != cluster_bootstrap(
        values, clusters, seed=4
    )


def test_any_statistic_has_the_interval_of_the_mean_when_it_is_the_mean() -> None:
    values = list(np.random.default_rng(2).normal(size=30))
    clusters = [str(index // 3) for index in range(30)]
    by_mean = cluster_bootstrap(values, clusters, FEW)
    assert ends(bootstrap_of(fmean, values, clusters, FEW)) == approximately(by_mean)


def test_resamples_without_the_statistic_are_left_out_up_to_a_half() -> None:
    def where_a(units: Sequence[str]) -> float | None:
        return units.count("a") if "a" in units else None

    def where_all(units: Sequence[str]) -> float | None:
        return 1.0 + units.count("a") if len(set(units)) == len(units) else None

    units = ["a", "b", "c", "d"]
    # A unit of four is in 1 - (3/4)^4 = 68% of resamples, all four in 4!/4^4 = 9%.
    low, high = ends(bootstrap_of(where_a, units, units))
    assert low == 1.0
    assert 2.0 <= high <= 4.0
    assert bootstrap_of(where_all, units, units) is None


def missed(
    random: np.random.Generator, simulations: int = 300, questions: int = 30, each: int = 5
) -> tuple[float, float]:
    """Return how often the true mean 0 is missed, with clusters and with each value its own."""
    clusters = [str(index // each) for index in range(questions * each)]
    alone = [str(index) for index in range(questions * each)]
    misses = [0, 0]
    for _ in range(simulations):
        effects = np.repeat(random.normal(size=questions), each)
        values = list(effects + random.normal(scale=0.5, size=questions * each))
        for method, names in enumerate((clusters, alone)):
            low, high = ends(cluster_bootstrap(values, names, FEW))
            misses[method] += not low <= 0 <= high
    return misses[0] / simulations, misses[1] / simulations


def test_only_clusters_keep_the_nominal_error() -> None:
    clustered, unclustered = missed(np.random.default_rng(0))
    assert clustered == pytest.approx(0.05, abs=0.04)
    assert unclustered > 0.25
