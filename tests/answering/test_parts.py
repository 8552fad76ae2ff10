"""Questions of several parts: taken apart, and answered as far as the library goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant import settings
from assistant.answering import both_sides, parts
from assistant.answering.assistant import Assistant
from assistant.app import App
from assistant.types import Hit, Paper, Question


@pytest.fixture(scope="module")
def extractive(tmp_path_factory: pytest.TempPathFactory, demo_folder: Path) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("parts") / "library"
    shutil.copytree(demo_folder, folder)
    values = {"library.path": str(folder), "llm.provider": "extractive"}
    with App(settings.load(None, values, {}), lambda _: None).assistant() as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How does A work?", ("How does A work?",)),
        ("How does A work? And what is B?", ("How does A work?", "what is B?")),
        ("What is A, and how does it do on B?", ("What is A?", "how does it do on B?")),
        ("On how many, and for how long was A run?", ("On how many, and for how long was A run?",)),
        ("Two papers speak of A. What is it?", ("Two papers speak of A. What is it?",)),
        ("Summarise A.", ("Summarise A.",)),
        ("", ()),
    ],
)  # fmt: skip
def test_questions_are_told_apart(text: str, expected: tuple[str, ...]) -> None:
    assert parts.questions(text) == expected


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Compare DPR and BEIR on speed", ["DPR", "BEIR"], (("DPR", "BEIR"),)),
        ("What do DPR, RAG and the BEIR do?", ["DPR", "RAG", "BEIR"], (("DPR", "RAG", "BEIR"),)),
        ("DPR versus BEIR", ["DPR", "BEIR"], (("DPR", "BEIR"),)),
        ("How does DPR do on BEIR?", ["DPR", "BEIR"], ()),
        ("How does DPR compare with RAG?", ["DPR", "RAG"], ()),
        ("DPR", ["DPR"], ()),
    ],
)
def test_names_side_by_side_are_found(
    text: str, names: list[str], expected: tuple[tuple[str, ...], ...]
) -> None:
    assert parts.beside(text, names) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Compare DPR and BEIR on speed", "BEIR", "Compare DPR on speed"),
        ("Compare DPR and BEIR on speed", "DPR", "Compare BEIR on speed"),
        ("What do DPR, RAG and BEIR do?", "RAG", "What do DPR and BEIR do?"),
        ("DPR versus BEIR", "DPR", "BEIR"),
    ],
)
def test_a_name_is_left_out_with_what_joined_it(text: str, name: str, expected: str) -> None:
    assert parts.without(text, name) == expected


def test_sides_of_a_comparison_are_found() -> None:
    assert parts.sides("Compare DPR and BEIR on speed", ["DPR", "BEIR"]) == (
        "Compare DPR on speed",
        "Compare BEIR on speed",
    )
    assert parts.sides("Compare dense retrieval with a word index.", []) == (
        "dense retrieval",
        "a word index",
    )
    assert parts.sides("Long context versus retrieval?", []) == ("Long context", "retrieval")
    assert parts.sides("How does dense retrieval work?", []) == ()


def test_the_best_paper_of_each_side_is_among_the_first() -> None:
    def hits(*ids: str) -> list[Hit]:
        return [Hit(rank, Paper(id, id, id), 0.5, 0.5, 0.5, ()) for rank, id in enumerate(ids, 1)]

    def find(text: str) -> Sequence[Hit]:
        return hits("f") if text == "dense retrieval" else hits("b", "z")

    found = both_sides.found("Compare dense retrieval and words.", hits(*"abcdefg"), find)
    assert [hit.paper.id for hit in found] == ["a", "b", "c", "f", "d", "e", "g"]
    assert [hit.rank for hit in found] == [1, 2, 3, 4, 5, 6, 7]
    assert both_sides.found("What are words?", hits("a"), find) == hits("a")


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Compare DPR and FooBarNet on open-domain question answering.", "nothing on FooBarNet."),
        ("FooBarNet versus DPR", "nothing on FooBarNet."),
        ("What do RAPTOR, FooBarNet and Self-RAG do?", "nothing on FooBarNet."),
        ("What is DPR and how does it compare with FooBarNet?", "mentions FooBarNet"),
        ("What is RAPTOR? And how is measles vaccine made?", "measles vaccine made?”"),
        ("How does RAPTOR build its tree? How many GPUs were used?", "“How many GPUs were used?”"),
    ],
)  # fmt: skip
def test_a_part_is_answered_and_the_missing_one_named(
    extractive: Assistant, question: str, missing: str
) -> None:
    answer = extractive.ask(Question(question))
    assert answer.reason == "partly_in_library"
    assert missing in (answer.message or "")
    assert answer.statements
    assert answer.standalone_question == question


@pytest.mark.parametrize(
    "question",
    [
        "What is FooBarNet?",
        "What is FooBarNet and how does it compare with BazQuxNet?",
        "How does FooBarNet do on BEIR?",
        "How does DPR compare with FooBarNet?",
        "Compare FooBarNet and BazQuxNet.",
    ],
)
def test_an_only_subject_that_is_unknown_is_declined(extractive: Assistant, question: str) -> None:
    answer = extractive.ask(Question(question))
    assert (answer.abstained, answer.reason) == (True, "not_in_library")
    assert "FooBarNet" in (answer.message or "")


def test_a_page_of_questions_is_taken_as_a_whole(extractive: Assistant) -> None:
    many = "How does RAPTOR build its tree? How is the measles vaccine made? " * 3
    assert extractive.ask(Question(many)).reason is None
