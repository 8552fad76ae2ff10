"""The bars on retrieval, quotes and abstention, on the questions that this machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import files
from assistant.corpus.records import Record
from eval import datasets, metrics
from eval.run import Result, abstentions, by_type, run
from tests.conftest import MakeApp


@pytest.fixture(scope="module")
def demo_results(tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    return run(datasets.load("demo"), tmp_path_factory.mktemp("demo-run") / "library")


@pytest.fixture(scope="module")
def gold_results(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Result]:
    return run(datasets.load("gold", shared_data), tmp_path_factory.mktemp("gold-run") / "library")


def recall(results: list[Result], type: str) -> float:
    found = metrics.mean([result.recall_at_5 for result in by_type(results)[type]])
    assert found is not None
    return found


def assert_quotes_and_marks_are_sound(results: list[Result]) -> None:
    assert metrics.mean([result.quote_fidelity for result in results]) == 1.0
    assert sum(result.dangling_citations for result in results) == 0


def test_demo_questions_find_their_papers(demo_results: list[Result]) -> None:
    assert recall(demo_results, "fact") == 1.0
    assert recall(demo_results, "lookup") == 1.0
    assert recall(demo_results, "compare") >= 0.95
    assert_quotes_and_marks_are_sound(demo_results)
    assert abstentions(demo_results).wrongly <= 2


def test_gold_questions_find_their_papers(gold_results: list[Result]) -> None:
    assert recall(gold_results, "fact") >= 0.97
    assert recall(gold_results, "lookup") >= 0.97
    assert recall(gold_results, "concept") >= 0.60
    assert recall(gold_results, "compare") >= 0.85
    assert_quotes_and_marks_are_sound(gold_results)


def test_gold_questions_without_answer_are_declined(gold_results: list[Result]) -> None:
    counts = abstentions(gold_results)
    assert (counts.unanswerable, counts.answerable) == (15, 95)
    assert counts.rightly >= 8
    assert counts.wrongly <= 5


def test_the_saved_pages_hold_387_entries_of_317_papers(
    shared_data: Path, make_app: MakeApp
) -> None:
    entries = [one for file in files.find([shared_data / "corpus"]) for one in files.read(file)]
    assert all(isinstance(one, Record) for one in entries)
    assert len(entries) == 387
    app = make_app()
    counts = app.ingest([shared_data / "corpus"])
    assert (counts.read, counts.new, counts.merged, counts.skipped) == (387, 317, 70, [])
    with app.library() as library:
        papers = library.catalog.papers()
    assert sum(len(paper.sources) > 1 for paper in papers) == 58
    assert [paper.title for paper in papers if not paper.title.isascii()] == [
        "TÜLU 3: Pushing Frontiers in Open Language Model Post-Training"
    ]


def test_absent_data_is_said_to_be_absent(tmp_path: Path) -> None:
    with pytest.raises(datasets.MissingData, match="gold is not here"):
        datasets.load("gold", tmp_path)
    with pytest.raises(datasets.MissingData, match="LITASSIST_EVAL_DATA"):
        datasets.load("gold")


@pytest.mark.parametrize(
    ("ranked", "gold", "expected"),
    [
        (["a", "b"], {"a"}, 1.0),
        (["x", "y", "a"], {"a", "b"}, 0.0),
        (["x", "a"], {"a", "b"}, 0.5),
        ([], {"a"}, 0.0),
        (["a"], set(), None),
    ],
)
def test_recall_counts_gold_papers_among_the_first(
    ranked: list[str], gold: set[str], expected: float | None
) -> None:
    assert metrics.recall_at(2, ranked, gold) == expected


def test_the_mean_passes_over_scores_that_do_not_apply() -> None:
    assert metrics.mean([1.0, None, 0.0]) == 0.5
    assert metrics.mean([None]) is None
