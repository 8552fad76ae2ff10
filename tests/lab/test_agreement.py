"""Judges against people, and what is corrected by it: values by hand, laws, simulations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.statistics.agreement import agreement
from eval.statistics.clusters import Floats
from eval.statistics.correction import prediction_powered_mean
from eval.statistics.intervals import Interval, wilson


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return (interval.low, interval.high)


# Agreement


def test_agreement_by_hand() -> None:
    # 20 both true, 5 only the judge, 10 only the human, 15 both false.
    judge = [True] * 20 + [True] * 5 + [False] * 10 + [False] * 15
    human = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    found = agreement(judge, human)
    assert (found.n, found.unjudged) == (50, 0)
    # Agreed .7; by chance .5 * .6 + .5 * .4 = .5.
    assert found.kappa == pytest.approx(0.4)
    assert found.sensitivity == pytest.approx(2 / 3)
    assert found.specificity == pytest.approx(3 / 4)
    assert found.balanced_accuracy == pytest.approx(17 / 24)
    assert found.sensitivity_interval == wilson(20, 30)
    assert found.specificity_interval == wilson(15, 20)
    assert ends(found.balanced_accuracy_bounds) == pytest.approx((17 / 24, 17 / 24))


def test_the_unjudged_widen_the_bounds_only() -> None:
    found = agreement(
        [True, None, False, True, None, None], [True, True, False, False, False, False]
    )
    assert (found.n, found.unjudged) == (3, 3)
    assert (found.sensitivity, found.specificity, found.balanced_accuracy) == (1.0, 0.5, 0.75)
    # Wrong: 1/2 and 1/4; right: 2/2 and 3/4.
    assert found.balanced_accuracy_bounds == Interval(0.375, 0.875)


def test_what_nothing_defines_is_none() -> None:
    nothing = agreement([], [])
    assert (nothing.n, nothing.kappa, nothing.balanced_accuracy_bounds) == (0, None, None)
    one_label = agreement([True, True], [True, True])
    assert (one_label.kappa, one_label.sensitivity, one_label.specificity) == (None, 1.0, None)
    assert (one_label.specificity_interval, one_label.balanced_accuracy) == (None, None)
    silent = agreement([None, None], [True, False])
    assert (silent.sensitivity, silent.sensitivity_interval, silent.kappa) == (None, None, None)
    assert silent.balanced_accuracy_bounds == Interval(0.0, 1.0)


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.booleans())))
def test_agreement_with_oneself_is_whole_and_bounds_hold_the_figure(
    pairs: list[tuple[bool | None, bool]],
) -> None:
    human = [truth for _, truth in pairs]
    itself = agreement(human, human)
    whole = 1.0 if len(set(human)) == 2 else None
    assert (itself.kappa, itself.balanced_accuracy) == (whole, whole)
    found = agreement([judged for judged, _ in pairs], human)
    assert found.n + found.unjudged == len(pairs)
    if found.balanced_accuracy is not None:
        low, high = ends(found.balanced_accuracy_bounds)
        assert low - 1e-12 <= found.balanced_accuracy <= high + 1e-12


# Correction


def named(values: Sequence[float] | Floats) -> dict[str, float]:
    return {str(number): float(value) for number, value in enumerate(values)}


def alone(units: Mapping[str, float]) -> dict[str, str]:
    """Return each unit as its own cluster."""
    return {unit: unit for unit in units}


def test_prediction_powered_mean_by_hand() -> None:
    judge = named([1, 1, 1, 0])
    found = prediction_powered_mean(judge, {"0": 1.0, "1": 0.0}, alone(judge))
    assert found is not None
    mean, interval = found
    assert mean == 0.25  # .75 + (0 - 1) / 2
    # Variances: .25 / 4 of the judge, .5 / 2 of the corrections.
    reach = 1.959964 * 0.3125**0.5
    assert ends(interval) == pytest.approx((0.25 - reach, 0.25 + reach), abs=1e-6)
    assert interval.low < 0  # not clipped


def test_prediction_powered_mean_needs_two_clusters_and_known_units() -> None:
    judge = named([1, 0, 1])
    assert prediction_powered_mean(judge, {"0": 1.0}, alone(judge)) is None
    together = dict.fromkeys(judge, "one answer")
    assert prediction_powered_mean(judge, {"0": 1.0, "1": 1.0}, together) is None
    with pytest.raises(KeyError):
        prediction_powered_mean(judge, {"7": 1.0}, alone(judge))


def test_sentences_of_one_answer_are_no_independent_evidence() -> None:
    judge = named([1, 1, 0, 0])
    human = {"0": 1.0, "1": 1.0, "2": 1.0, "3": 1.0}
    alike = prediction_powered_mean(judge, human, {"0": "a", "1": "a", "2": "b", "3": "b"})
    apart = prediction_powered_mean(judge, human, alone(judge))
    assert alike is not None
    assert apart is not None
    assert alike[0] == apart[0] == 1.0
    assert alike[1].high - alike[1].low > apart[1].high - apart[1].low


def test_a_biased_judge_is_corrected() -> None:
    random = np.random.default_rng(6)
    means, naive, held = [], [], []
    for _ in range(400):
        truth = (random.random(580) < 0.6).astype(float)
        # The judge passes all that is true and half of what is false.
        judge = named(np.where(random.random(580) < 0.5, 1.0, truth))
        human = dict(list(named(truth).items())[:80])
        found = prediction_powered_mean(judge, human, alone(judge))
        assert found is not None
        means.append(found[0])
        naive.append(fmean(judge.values()))
        held.append(found[1].low <= 0.6 <= found[1].high)
    assert fmean(means) == pytest.approx(0.6, abs=0.01)
    assert fmean(naive) == pytest.approx(0.8, abs=0.01)
    assert fmean(held) == pytest.approx(0.95, abs=0.03)
