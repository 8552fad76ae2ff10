"""Which questions lean on those before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.followup import leans
from eval.datasets import catalog
from eval.types import DataSet


@pytest.mark.parametrize(
    "question",
    [
        "And what does that cost?",
        "Which of these is the hardest to get right?",
        "Is the second one undisputed?",
        "What about German?",
        "Why?",
        "For GPT-4 too?",
        "How did they measure it?",
        "Is that skill tied to tasks?",
    ],
)
def test_a_question_that_points_back_leans(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "How do I bake bread?",
        "How many questions does TruthfulQA have?",
        "Which methods solve tasks that need planning?",
        "Is there evidence for emergent abilities of language models?",
        "What does ColBERT store for each passage?",
    ],
)
def test_a_question_of_its_own_does_not(question: str) -> None:
    assert not leans(question)


def shares(data: DataSet) -> tuple[float, float]:
    """Return the shares that lean of the questions with a history and of those without."""
    late = [leans(case.question) for case in data.cases if case.history]
    first = [leans(case.question) for case in data.cases if not case.history]
    return sum(late) / len(late), sum(first) / len(first)


def test_the_follow_ups_of_the_question_sets_lean(shared_data: Path) -> None:
    for name in ("demo", "gold"):
        late, first = shares(catalog.load(name, shared_data))
        assert late == 1.0
        assert first < 0.5  # "it" may stand for a word of the same question
