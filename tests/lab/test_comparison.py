"""Two runs compared: values by hand, laws, and simulations of error and power."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics.comparison import Comparison, holm, paired
from eval.statistics.intervals import Interval

FEW = 200  # resamples where the law under test holds for any number of them

scores = st.dictionaries(
    st.sampled_from("abcdefghijklmnop"), st.integers(0, 4).map(lambda n: n / 4)
)


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return (interval.low, interval.high)


def compared(
    first: Sequence[float], second: Sequence[float], clusters: Sequence[str] | None = None
) -> Comparison:
    ids = [str(index) for index in range(len(first))]
    names = clusters or ids
    comparison = paired(
        dict(zip(ids, first, strict=True)),
        dict(zip(ids, second, strict=True)),
        dict(zip(ids, names, strict=True)),
    )
    assert comparison is not None
    return comparison


# Comparison


def test_comparison_by_hand() -> None:
    comparison = compared([0, 1, 0, 0.5], [1, 1, 1, 0.5])
    assert comparison.difference == 0.5
    assert comparison.p_value == 0.5  # two of the four flips of the two that differ
    # Standard error: sqrt(4/3 * 4 * 0.5^2) / 4; quantiles: 1.95996 + 0.84162.
    assert comparison.minimum_detectable == pytest.approx(2.80159 * (4 / 3) ** 0.5 / 4, abs=1e-5)
    assert (comparison.units, comparison.clusters) == (4, 4)
    assert comparison.interval == Interval(0.0, 1.0)


def test_flips_of_whole_clusters_by_hand() -> None:
    # Sums 3 and -1 and 1: of 8 flips, |sum| is 5 twice, and 3 four times.
    comparison = compared([0, 0, 0, 1, 0], [1, 1, 1, 0, 1], ["a", "a", "a", "b", "c"])
    assert comparison.difference == pytest.approx(3 / 5)
    assert comparison.p_value == 6 / 8
    assert comparison.clusters == 3


def test_p_value_is_exact_for_few_clusters_and_close_for_more() -> None:
    assert compared([0.0] * 12, [1.0] * 12).p_value == 2 / 2**12
    assert compared([0.0] * 30, [1.0] * 30).p_value == 1 / 10_001
    # Of 13 signs, 2 * (1 + 13 + 78) / 2^13 have a sum as far off as 11 to 2.
    close = compared([0.0] * 11 + [1.0] * 2, [1.0] * 11 + [0.0] * 2)
    assert close.p_value == pytest.approx(184 / 8192, abs=0.006)


def test_only_shared_cases_count() -> None:
    first, second = {"a": 0.0, "b": 1.0, "x": 1.0}, {"a": 1.0, "b": 0.0, "y": 1.0}
    comparison = paired(first, second, {"a": "1", "b": "2"})
    assert comparison is not None
    assert (comparison.units, comparison.difference) == (2, 0.0)
    assert paired({"x": 1.0}, {"y": 1.0}, {}) is None
    with pytest.raises(KeyError):
        paired(first, second, {"a": "1"})


def test_a_single_cluster_proves_nothing() -> None:
    comparison = compared([0.0, 0.0], [1.0, 0.5], ["a", "a"])
    assert (comparison.difference, comparison.p_value) == (0.75, 1.0)
    assert comparison.interval is None
    assert comparison.minimum_detectable is None


def test_a_constant_difference_has_no_width_to_estimate() -> None:
    comparison = compared(
        [0.1 * index for index in range(9)], [0.1 * index + 1 for index in range(9)]
    )
    assert comparison.difference == pytest.approx(1)
    assert comparison.p_value == 2 / 2**9
    assert comparison.interval is None
    assert comparison.minimum_detectable is None


@given(scores.filter(bool))
def test_identical_runs_do_not_differ(run: dict[str, float]) -> None:
    noisy = {case: score + 1e-15 for case, score in run.items()}
    for other in (run, noisy):
        comparison = paired(run, other, {case: case for case in run}, FEW)
        assert comparison == Comparison(0.0, Interval(0.0, 0.0), 1.0, None, len(run), len(run))


@given(scores, scores, st.integers(1, 8))
@settings(max_examples=50)
def test_swapping_the_runs_mirrors_the_comparison(
    first: dict[str, float], second: dict[str, float], width: int
) -> None:
    clusters = {case: str(ord(case) // width) for case in first | second}
    forth = paired(first, second, clusters, FEW)
    back = paired(second, first, clusters, FEW)
    if forth is None or back is None:
        assert forth is back
        return
    assert back.difference == -forth.difference
    assert back.p_value == forth.p_value
    assert 0 < forth.p_value <= 1
    assert back.minimum_detectable == forth.minimum_detectable
    if forth.interval is None:
        assert back.interval is None
    else:
        assert ends(back.interval) == pytest.approx((-forth.interval.high, -forth.interval.low))


def test_runs_without_a_true_difference_rarely_seem_to_differ() -> None:
    random = np.random.default_rng(4)
    clusters = [str(index // 6) for index in range(60)]
    p_values = []
    for _ in range(200):
        effects = np.repeat(random.normal(size=10), 6)
        second = effects + random.normal(scale=0.3, size=60)
        p_values.append(compared([0.0] * 60, list(second), clusters).p_value)
    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.04)


def test_the_minimum_detectable_difference_is_found_with_a_power_of_80_percent() -> None:
    random = np.random.default_rng(5)
    noise = random.normal(size=200)
    minimum = compared([0.0] * 200, list(noise)).minimum_detectable
    assert minimum is not None
    estimates = random.normal(minimum, 1 / 200**0.5, size=20_000)
    found = np.abs(estimates) > 1.95996 / 200**0.5
    assert np.mean(found) == pytest.approx(0.80, abs=0.06)


def test_holm_by_hand() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})
    assert list(adjusted) == ["a", "b", "c", "d"]
    assert holm({"a": 0.7, "b": 0.6}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1)))
def test_holm_lies_between_the_p_value_and_bonferroni(p_values: dict[str, float]) -> None:
    adjusted = holm(p_values)
    for name, p_value in p_values.items():
        assert p_value <= adjusted[name] <= min(1.0, len(p_values) * p_value)
    order = sorted(p_values, key=p_values.__getitem__)
    assert [adjusted[name] for name in order] == sorted(adjusted.values())
