"""Short forms that the papers found spell out differently."""

from __future__ import annotations

import pytest

from assistant.answering.ambiguity import find, spelled_out
from assistant.types import Paper


def papers(*abstracts: str) -> list[Paper]:
    return [Paper(str(number), "Title", text) for number, text in enumerate(abstracts)]


PRECISION = "We report mean average precision (MAP) on all sets."
POSTERIOR = "A maximum a posteriori (MAP) estimate is used."


@pytest.mark.parametrize(
    ("short", "text", "found"),
    [
        ("MAP", PRECISION, ["mean average precision"]),
        ("MAP", POSTERIOR, ["maximum a posteriori"]),
        ("RAG", "Retrieval-augmented generation (RAG) helps.", ["retrieval augmented generation"]),
        ("LLM", "We study large language models (LLMs).", ["large language model"]),
        ("QA", "For question answering (QA) and quality of answers (QA).",
         ["question answering", "quality of answer"]),
        ("MAP", "Nothing stands before it (MAP).", []),
        ("MAP", "Mean. Average precision (MAP).", []),
        ("MAP", "The MAP is drawn.", []),
    ],
)  # fmt: skip
def test_a_short_form_is_spelled_out_by_initials(short: str, text: str, found: list[str]) -> None:
    assert spelled_out(short, text) == found


def test_papers_that_disagree_leave_the_question_open() -> None:
    found = find("How does MAP work?", papers(PRECISION, POSTERIOR))
    assert found is not None
    assert found.short == "MAP"
    assert set(found.readings) == {"mean average precision", "maximum a posteriori"}
    assert "Which one do you mean?" in found.message


@pytest.mark.parametrize(
    ("question", "abstracts"),
    [
        ("How does MAP work?", [PRECISION, PRECISION]),
        ("How does MAP work?", [PRECISION] * 4 + [POSTERIOR]),  # what most of them mean
        ("How is mean average precision (MAP) computed?", [PRECISION, POSTERIOR]),
        ("What does MAP stand for?", [PRECISION, POSTERIOR]),
        ("How does a map work?", [PRECISION, POSTERIOR]),
        ("How does MAP work?", []),
    ],
)
def test_a_question_that_is_clear_is_left_alone(question: str, abstracts: list[str]) -> None:
    assert find(question, papers(*abstracts)) is None
