"""`python -m eval reviews`: what reviews draw on, measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest

from eval.__main__ import main
from eval.experiment.reviews import Reviewed, mean
from eval.metrics.texts import alike_pairs, gold_precision


@pytest.mark.parametrize(
    ("cited", "gold", "acceptable", "share"),
    [
        ("ab", "abc", "", 1.0),
        ("abxy", "abc", "", 0.5),
        ("abxy", "abc", "xy", 1.0),
        ("aax", "a", "", 0.5),
        ("ax", "a", "ax", 1.0),  # what is gold counts though it is called acceptable as well
        ("x", "a", "x", None),
        ("", "a", "", None),
    ],
)
def test_precision_leaves_out_what_may_be_cited(
    cited: str, gold: str, acceptable: str, share: float | None
) -> None:
    assert gold_precision(cited, gold, acceptable) == share


def test_sentences_that_say_the_same_are_counted_in_pairs() -> None:
    axes = numpy.eye(3, dtype=numpy.float32)
    assert alike_pairs(axes, 0.9) == 0.0
    assert alike_pairs(axes[[0, 0, 0, 1]], 0.9) == 0.5
    assert alike_pairs(axes[[0, 0]], 1.0) == 0.0  # as much as the bound is not above it
    assert alike_pairs(axes[:1], 0.9) is None
    assert alike_pairs(axes[:0], 0.9) is None


def test_a_mean_is_over_the_questions_that_a_measure_applies_to() -> None:
    def review(case: str, precision: float | None) -> Reviewed:
        return Reviewed(case, 0.7, 3, 0.5, precision, None, 1.0)

    reviews = [review("a", 1.0), review("b", 0.5), review("c", None)]
    assert mean("precision", reviews).value == 0.75
    assert mean("redundancy", reviews).value is None
    interval = mean("precision", reviews).interval
    assert interval
    assert (interval.low, interval.high) == (0.5, 1.0)


def test_reviews_of_an_own_set_are_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fish"
    folder.mkdir()
    papers = [
        {
            "title": "Fish of Bleached Reefs",
            "abstract": "Reef fish lose shelter when reefs bleach.",
        },
        {"title": "Shelter for Reef Fish", "abstract": "Shelter decides how many reef fish live."},
        {"title": "Bread", "abstract": "Bread rises with yeast in warm kitchens of bakers."},
        {"title": "Stocks", "abstract": "Stocks fall on Mondays more often than on Fridays."},
    ]
    question = {
        "id": "q1",
        "type": "synthesis",
        "question": "What do reef fish need?",
        "gold_titles": ["Shelter for Reef Fish"],
    }
    (folder / "library.jsonl").write_text("".join(json.dumps(one) + "\n" for one in papers))
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n")
    (folder / "set.toml").write_text('papers = ["library.jsonl"]\n')
    command = ["reviews", "--set", str(folder), "--work", str(tmp_path / "work")]
    assert main([*command, "--relevance", "0.7", "--relevance", "0", "--json"]) == 0
    usual, loose = json.loads(capsys.readouterr().out)["rows"]
    assert (usual["relevance"], loose["relevance"]) == (0.7, 0.0)
    figures = {name: measure["value"] for name, measure in usual["measures"].items()}
    assert figures == {"coverage": 1.0, "precision": 0.5, "redundancy": 0.0, "support": 1.0}
    assert usual["questions"][0]["references"] == 2
    assert main(command) == 0
    assert "| fish | .70 | 1 | 2 | 1.00 | .50 |" in capsys.readouterr().out


@pytest.mark.parametrize("share", ["much", "1.5", "-1", "nan"])
def test_a_line_is_a_share(share: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["reviews", f"--relevance={share}"])
    assert f"{share} is no share between 0 and 1" in capsys.readouterr().err


def test_a_set_without_such_questions_is_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["reviews", "--set", "gold", "--data", str(tmp_path)]) == 2
    assert "skipped: " in capsys.readouterr().err
