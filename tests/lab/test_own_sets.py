"""Sets of one's own: what they hold, what is wrong with them, and the template to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import resources
from assistant.corpus.identity import normalised_title, paper_id
from assistant.corpus.records import Record
from assistant.errors import InputError
from assistant.types import Paper
from eval.datasets import catalog, own
from eval.datasets.catalog import InvalidSet
from eval.datasets.named_papers import NamedPapers
from eval.types import Nugget, Source
from tests.lab.conftest import CLAIM, QUESTION, MakeOwn, papers, write


def test_an_own_set_is_loaded_by_its_folder(make_own: MakeOwn) -> None:
    nuggets = ["recurrence", {"text": "attention alone", "vital": False}]
    nothing = {"id": "q2", "type": "unanswerable", "question": "What did it cost?"}
    folder = make_own({**QUESTION, "nuggets": nuggets}, nothing, claims=[CLAIM])
    assert own.validate(folder) == []
    data = catalog.load(str(folder))
    assert data.name == "mine"
    assert data.cases[0].nuggets == (Nugget("recurrence"), Nugget("attention alone", vital=False))
    assert [(case.answerable, case.gold) for case in data.cases] == [
        (True, ("attention is all you need!",)),
        (False, ()),
    ]
    (claim,) = data.claims
    assert claim.evidence == (Source("Deep Residual Learning", "Residuals ease training."),)
    assert (claim.cluster, claim.edit) == ("Deep Residual Learning", None)
    assert [record.source for record in papers(data)] == ["library.jsonl"] * 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"id": " "}, '"id" is empty or no text; fill it in'),
        ({"question": 3}, '"question" is empty or no text; fill it in'),
        ({"question": "TODO: ask"}, '"question" is still TODO; write it or remove the line'),
        ({"answer": "TODO"}, '"answer" is still TODO; write it or null'),
        ({"answer": 3}, '"answer" is no text; write a text or null'),
        ({"ok_title": []}, 'unknown field "ok_title"; did you mean "ok_titles"?'),
        ({"gold_titles": "A"}, '"gold_titles" is no list of titles; write ["title", …] or []'),
        (
            {"gold_titles": []},
            'no gold_titles; name the papers that answer it or set type to "unanswerable"',
        ),
        (
            {"type": "unanswerable"},
            'type is "unanswerable" but gold_titles are given; remove them or change the type',
        ),
        (
            {"gold_titles": ["Attention Was All You Need"]},
            'gold_titles: no paper of the set bears "Attention Was All You Need"; '
            'did you mean "Attention Is All You Need"?',
        ),
        (
            {"ok_titles": ["zzzz"]},
            'ok_titles: no paper of the set bears "zzzz"; write a title or id of its papers',
        ),
        (
            {"history": [{"role": "system", "content": "x"}]},
            '"history" is malformed; write [{"role": "user" or "assistant", "content": text}, …]',
        ),
        (
            {"nuggets": ["a", 1]},
            '"nuggets" is malformed; write ["fact", …] or [{"text": fact, "vital": true}, …]',
        ),
        (
            {"nuggets": [{"text": "a", "vital": "yes"}]},
            '"nuggets" is malformed; write ["fact", …] or [{"text": fact, "vital": true}, …]',
        ),
    ],
)
def test_each_problem_of_a_question_is_named_with_its_line(
    make_own: MakeOwn, change: dict[str, Any], problem: str
) -> None:
    folder = make_own(QUESTION, {**QUESTION, "id": "q2", **change})
    expected = f"{folder / 'questions.jsonl'}:2: {problem}"
    assert own.validate(folder) == [expected]
    with pytest.raises(InvalidSet) as caught:
        own.load(folder)
    assert str(caught.value) == expected


def test_a_field_that_is_missing_and_an_id_that_is_taken_are_named(make_own: MakeOwn) -> None:
    without = {name: value for name, value in QUESTION.items() if name != "type"}
    folder = make_own(QUESTION, without)
    place = folder / "questions.jsonl"
    assert own.validate(folder) == [
        f'{place}:2: no "type"; add it',
        f'{place}:2: id "q1" is taken by line 1; give each line its own',
    ]
    with pytest.raises(InvalidSet, match=r'no "type"; add it \(and 1 more\)$'):
        own.load(folder)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"label": "true"}, 'label "true" is unknown; write supported, partial, unsupported, '),
        ({"evidence_title": "Deep Residue"}, "evidence_title: no paper of the set bears "),
        ({"claim": ""}, '"claim" is empty or no text; fill it in'),
        ({"edit": 3}, '"edit" is no text; write a text or leave it out'),
        ({"question": "?"}, 'unknown field "question"; known: id, claim, '),
    ],
)
def test_each_problem_of_a_claim_is_named_with_its_line(
    make_own: MakeOwn, change: dict[str, Any], problem: str
) -> None:
    folder = make_own(claims=[{**CLAIM, **change}])
    (found,) = own.validate(folder)
    assert found.startswith(f"{folder / 'claims.jsonl'}:1: {problem}")


def test_lines_that_are_no_objects_are_named_and_the_rest_is_read(make_own: MakeOwn) -> None:
    folder = make_own()
    place = folder / "questions.jsonl"
    good = json.dumps(QUESTION).encode()
    place.write_bytes(b"\xef\xbb\xbf" + good + b'\n\n{"id": \n"text"\n\xff\n' + good + b"\n")
    assert own.validate(folder) == [
        f"{place}:3: not valid JSON: Expecting value at column 7; write one object a line",
        f"{place}:4: not an object with named fields; write one object a line",
        f"{place}:5: the line is not UTF-8; save the file as UTF-8",
        f'{place}:6: id "q1" is taken by line 1; give each line its own',
    ]
    place.write_text("")
    assert own.validate(folder) == [f"{place}:1: the file is empty; write one object a line"]


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (None, "there is no such file; write one with papers = "),
        ("papers = [", "Invalid value"),
        ("papers = []", "it should hold one line: papers = "),
        ('papers = ["library.jsonl"]\nname = "x"', "it should hold one line: papers = "),
        ('papers = ["absent.jsonl"]', "no file or folder "),
    ],
)
def test_problems_of_the_settings_are_named(
    make_own: MakeOwn, settings: str | None, problem: str
) -> None:
    folder = make_own()
    place = folder / "set.toml"
    place.unlink()
    if settings is not None:
        place.write_text(settings)
    (found,) = own.validate(folder)
    assert found.startswith(f"{place}:1: {problem}")
    with pytest.raises(InvalidSet, match=r"set\.toml"):
        own.load(folder)


def test_files_without_papers_and_folders_without_questions_are_named(
    make_own: MakeOwn, tmp_path: Path
) -> None:
    folder = make_own()
    (folder / "library.jsonl").write_text("no records\n")
    (found,) = own.validate(folder)
    assert "the files of papers hold none" in found
    (found,) = own.validate(tmp_path / "absent")
    assert found.endswith("there is no such file; make one with: python -m eval init")


# Templates


def demo_papers() -> list[Paper]:
    return [record.paper for record in papers(catalog.load("demo"))]


def test_a_template_wants_nothing_but_its_questions(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    written = own.write_template(folder, demo_papers(), [resources.DEMO_LIBRARY])
    assert written == [folder / "set.toml", folder / "questions.jsonl"]
    assert own.validate(folder) == [
        f'{folder / "questions.jsonl"}:{line}: "question" is still TODO; '
        "write it or remove the line"
        for line in range(1, 23)
    ]
    rows = [json.loads(line) for line in written[1].read_text(encoding="utf-8").splitlines()]
    assert [row["type"] for row in rows] == ["fact"] * 20 + ["unanswerable"] * 2
    assert len({row["gold_titles"][0] for row in rows[:20]}) == 20
    for row in rows:
        row["question"] = "What is asked here?"
    write(written[1], *rows)
    assert own.validate(folder) == []
    assert len(catalog.load(str(folder)).cases) == 22


def test_a_template_overwrites_nothing(tmp_path: Path) -> None:
    own.write_template(tmp_path, demo_papers(), [resources.DEMO_LIBRARY], count=1)
    before = (tmp_path / "questions.jsonl").read_bytes()
    with pytest.raises(InputError, match=r"set\.toml exists and is not overwritten; choose"):
        own.write_template(tmp_path, demo_papers(), [resources.DEMO_LIBRARY], count=2)
    assert (tmp_path / "questions.jsonl").read_bytes() == before


def test_a_template_needs_papers_sources_and_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    twins = [Paper("a", "Twin", ""), Paper("b", "TWIN", "")]
    with pytest.raises(InputError, match="holds no papers to ask about"):
        own.write_template(folder, twins, [resources.DEMO_LIBRARY])
    with pytest.raises(InputError, match="no file or folder"):
        own.write_template(folder, demo_papers(), [tmp_path / "absent"])
    assert not folder.exists()
    folder.write_text("a file")
    with pytest.raises(InputError, match="cannot write to"):
        own.write_template(folder, demo_papers(), [resources.DEMO_LIBRARY])


def test_a_template_spreads_its_questions_over_the_library(tmp_path: Path) -> None:
    library = [Paper(str(n), f"Paper {n}", "") for n in range(10)]
    for folder, count, expected in (("a", 5, [0, 2, 4, 6, 8]), ("b", 99, list(range(10)))):
        own.write_template(tmp_path / folder, library, [resources.DEMO_LIBRARY], count)
        lines = (tmp_path / folder / "questions.jsonl").read_text().splitlines()
        titles = [title for line in lines for title in json.loads(line)["gold_titles"]]
        assert titles == [f"Paper {n}" for n in expected]


@given(st.lists(st.text("aBcéÜ9 -:!", min_size=1), min_size=1))
def test_a_paper_is_found_by_its_title_in_any_case_and_by_its_id(titles: list[str]) -> None:
    library = [Paper(paper_id(title), title, f"{n}") for n, title in enumerate(titles)]
    named = NamedPapers(Record(paper, "file", 1) for paper in library)
    for paper in library:
        assert paper.id in named
        assert normalised_title(named[paper.title].title) == normalised_title(paper.title)
        assert named[f" {normalised_title(paper.title).upper()} "].title == named[paper.title].title
