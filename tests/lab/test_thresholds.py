"""The risk-coverage curve of abstention: by threshold, chosen on one half, tested on the other."""

from __future__ import annotations

import pytest

from eval.commands.thresholds import table
from eval.experiment.thresholds import Decision, best, shares

MADE = [
    Decision(answerable=True, evidence=0.5, named=False),
    Decision(answerable=True, evidence=0.33, named=False),
    Decision(answerable=False, evidence=0.31, named=False),
    Decision(answerable=False, evidence=0.9, named=True),
    Decision(answerable=False, evidence=0.9, named=False),
]


def test_what_is_declined_rightly_and_wrongly_grows_with_the_threshold() -> None:
    assert shares(MADE, 0.26) == pytest.approx((1 / 3, 0.0))
    assert shares(MADE, 0.32) == pytest.approx((2 / 3, 0.0))
    assert shares(MADE, 0.34) == pytest.approx((2 / 3, 0.5))
    assert shares([], 0.34) == (0.0, 0.0)


def test_the_lowest_threshold_of_the_highest_bearable_recall_is_chosen() -> None:
    assert best(MADE, 0.08) == 0.32
    assert best([Decision(answerable=True, evidence=0.0, named=True)], 0.08) is None


def test_the_table_names_the_threshold_chosen_and_the_one_in_force() -> None:
    shown = table(MADE, MADE[:1], 0.34)
    assert "| 0.32 | 0.67 | 0.00 | 0.00 | 0.00 |" in shown
    assert shown.endswith("chosen at false abstention <= 0.08: 0.32; in force: 0.34")
