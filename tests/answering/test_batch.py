"""Many questions from a file: resumable, and clear about lines it cannot read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answering.batch import answer_all, read_questions
from assistant.errors import InputError
from assistant.types import Answer, Question, Turn, Usage


def answer(question: Question) -> Answer:
    return Answer(question.text, question.text, (), (), (), Usage("none"), "trace")


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_reads_questions_with_their_history(tmp_path: Path) -> None:
    file = write(
        tmp_path / "q.jsonl",
        '{"id": "a", "question": "Why?"}',
        "",
        '{"id": 2, "question": "And?", "history": [{"role": "user", "content": "Why?"}]}',
    )
    assert read_questions(file) == [
        ("a", Question("Why?")),
        ("2", Question("And?", (Turn("user", "Why?"),))),
    ]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"id": "a"}', '{"id": "a", "question": " "}', '{"question": "x"}', "3",
     '{"id": "a", "question": 4}', '{"id": "a", "question": "x", "history": ["y"]}'],
)  # fmt: skip
def test_names_the_line_that_is_not_of_the_form(tmp_path: Path, line: str) -> None:
    file = write(tmp_path / "q.jsonl", '{"id": "x", "question": "Why?"}', line)
    with pytest.raises(InputError, match=r"q\.jsonl:2: .*correct that line"):
        read_questions(file)


def test_refuses_an_id_that_is_given_twice(tmp_path: Path) -> None:
    file = write(tmp_path / "q.jsonl", *['{"id": "a", "question": "Why?"}'] * 2)
    with pytest.raises(InputError, match="id a twice"):
        read_questions(file)


def test_takes_up_where_it_was_cut_off_even_within_a_line(tmp_path: Path) -> None:
    questions = [(str(number), Question(f"Question {number}?")) for number in range(4)]
    out = tmp_path / "a.jsonl"
    assert len(list(answer_all(questions[:2], out, answer))) == 2
    with out.open("a", encoding="utf-8") as file:
        file.write('{"id": "2", "answer": {"sch')
    assert [one.question for one in answer_all(questions, out, answer)] == [
        "Question 2?",
        "Question 3?",
    ]
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["0", "1", "2", "3"]


def test_does_not_write_into_a_file_of_something_else(tmp_path: Path) -> None:
    out = write(tmp_path / "notes.txt", "my notes")
    with pytest.raises(InputError, match="something else"):
        list(answer_all([("a", Question("Why?"))], out, answer))
    assert out.read_text() == "my notes\n"
