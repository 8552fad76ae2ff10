"""The bars on retrieval, quotes and abstention, on the questions that this machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import files
from assistant.corpus.records import Record
from assistant.library.ingest import take_in
from eval.types import Bounds, Scored
from tests.conftest import MakeApp
from tests.lab.conftest import Measure

# The library of 317 papers is made here: a machine that is busy takes minutes for it.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def gold_scored(measure: Measure, shared_data: Path) -> Scored:
    return measure("gold", shared_data)


def recall(scored: Scored, type: str) -> float:
    """Return the mean recall@5 of the questions of a type."""
    values = [
        value.low
        for item in scored.items
        if item.case.type == type and (value := item.scores["recall_at_5"])
    ]
    return sum(values) / len(values)


def value(scored: Scored, metric: str) -> Bounds:
    found = next(one.value for one in scored.summaries if one.metric == metric)
    assert found is not None
    return found


def declined(scored: Scored, answerable: bool) -> int:
    return sum(
        item.outcome.answered is False
        for item in scored.items
        if item.case.answerable == answerable
    )


def assert_quotes_and_marks_are_sound(scored: Scored) -> None:
    assert value(scored, "quote_fidelity") == Bounds(1.0, 1.0)
    assert value(scored, "dangling_citations") == Bounds(0.0, 0.0)
    assert value(scored, "unflagged_unsupported") == Bounds(0.0, 0.0)
    assert all(item.outcome.error is None for item in scored.items)


def test_demo_questions_find_their_papers(demo_scored: Scored) -> None:
    assert recall(demo_scored, "fact") == 1.0
    assert recall(demo_scored, "lookup") == 1.0
    assert recall(demo_scored, "compare") >= 0.95
    assert_quotes_and_marks_are_sound(demo_scored)
    assert declined(demo_scored, answerable=True) <= 2


def test_gold_questions_find_their_papers(gold_scored: Scored) -> None:
    assert recall(gold_scored, "fact") >= 0.97
    assert recall(gold_scored, "lookup") >= 0.97
    assert recall(gold_scored, "concept") >= 0.60
    assert recall(gold_scored, "compare") >= 0.85
    assert_quotes_and_marks_are_sound(gold_scored)


def test_gold_questions_without_answer_are_declined(gold_scored: Scored) -> None:
    assert sum(not item.case.answerable for item in gold_scored.items) == 15
    assert declined(gold_scored, answerable=False) >= 8
    assert declined(gold_scored, answerable=True) <= 5


def test_the_saved_pages_hold_387_entries_of_317_papers(
    shared_data: Path, make_app: MakeApp
) -> None:
    entries = [one for file in files.find([shared_data / "corpus"]) for one in files.read(file)]
    assert all(isinstance(one, Record) for one in entries)
    assert len(entries) == 387
    with make_app().library(create=True) as library, library.writing():
        counts = take_in(library, entries)  # what they are called decides, no vector does
        papers = library.catalog.papers()
    assert (counts.read, counts.new, counts.merged, counts.skipped) == (387, 317, 70, [])
    assert sum(len(paper.sources) > 1 for paper in papers) == 58
    assert [paper.title for paper in papers if not paper.title.isascii()] == [
        "TÜLU 3: Pushing Frontiers in Open Language Model Post-Training"
    ]
