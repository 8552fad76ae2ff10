"""`python -m eval` as its users have it: a set of their own, from template to gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import resources
from eval.__main__ import main

Eval = Callable[..., int]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return tmp_path / "work"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Eight papers of the demo library in a file of their own."""
    lines = resources.DEMO_LIBRARY.read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(lines[:8]), encoding="utf-8")
    return path


@pytest.fixture
def own_set(tmp_path: Path, papers: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A set made by `init` and filled in: its questions are words of the abstracts."""
    folder = tmp_path / "my-set"
    assert main(["init", str(folder), str(papers), "--questions", "6"]) == 0
    path = folder / "questions.jsonl"
    abstracts = {
        paper["title"]: paper["abstract"]
        for line in papers.read_text(encoding="utf-8").splitlines()
        for paper in [json.loads(line)]
    }
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        titles = line["gold_titles"]
        line["question"] = abstracts[titles[0]].split(". ")[0] if titles else "Do zebras sleep?"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    capsys.readouterr()
    return folder


def run_folders(work: Path) -> list[Path]:
    return sorted((work / "runs").iterdir())


def test_a_template_is_not_valid_before_it_is_filled_in(
    tmp_path: Path, papers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my-set"
    assert main(["init", str(folder), str(papers)]) == 0
    assert f"validate {folder}" in capsys.readouterr().out
    assert main(["validate", str(folder)]) == 2
    assert "TODO" in capsys.readouterr().out


def test_from_an_own_set_to_a_gate(
    own_set: Path, work: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*arguments: str, status: int = 0) -> str:
        assert main([*arguments]) == status
        return capsys.readouterr().out

    where = ("--work", str(work))
    assert "no problems" in said("validate", str(own_set))
    told = said("run", "--set", str(own_set), *where)
    assert "recall@5" in told
    folder = run_folders(work)[0]
    assert {file.name for file in folder.iterdir()} == {
        "run.jsonl", "scored.json", "report.html", "report.md", "junit.xml",
    }  # fmt: skip

    told = said("score", str(folder / "run.jsonl"), "--set", str(own_set), *where)
    assert "my-set" in told
    assert "recall@5" in said("compare", str(folder), str(folder))
    page = tmp_path / "page.html"
    said("report", str(folder), "--against", str(folder), "--out", str(page))
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    for form in ("md", "json", "junit"):
        assert "my-set" in said("report", str(folder), "--format", form)

    labels = tmp_path / "labels.jsonl"
    said("labels", str(folder), "--sample", "4", "--out", str(labels))
    said("labels", str(folder), "--sample", "4", "--out", str(labels), status=2)
    lines = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    assert all(line["cited"] and line["supported"] is None for line in lines)
    lines[0]["text"] += " Not so."  # as in another run
    labels.write_text("".join(json.dumps({**line, "supported": True}) + "\n" for line in lines))
    assert "labelled 3 (1 labels are of other sentences)" in said(
        "labels", str(folder), "--from", str(labels)
    )

    baseline = str(tmp_path / "baseline.json")
    gate = ("gate", str(folder / "scored.json"), "--baseline", baseline)
    said(*gate, status=2)  # there is no such baseline
    said(*gate, "--update")
    assert "PASS" in said(*gate)
    again = ("gate", "--set", str(own_set), "--baseline", baseline, "--fresh", *where)
    assert "PASS: " in said(*again)
    absent = ("--set", "gold", "--data", str(tmp_path))
    assert "asked for, and not measured" in said(*again, *absent, status=2)
    assert "whole run" in said(*again, "--system", "lexical", status=3)


def test_the_scripted_model_writes_for_any_system(
    own_set: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "--set", str(own_set), "--writer", "scripted", "--work", str(work)]
    assert main([*arguments, "--system", "ours", "--system", "llamaindex"]) == 0
    stamps = [
        json.loads((folder / "run.jsonl").read_text(encoding="utf-8").splitlines()[0])["run"]
        for folder in run_folders(work)
    ]
    assert {stamp["system"] for stamp in stamps} == {"ours", "llamaindex"}
    assert {stamp["writer"] for stamp in stamps} == {"scripted-copyist"}


def test_a_finished_run_is_not_asked_again_and_a_fresh_one_is(
    own_set: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", "--set", str(own_set), "--work", str(work)]
    assert main(arguments) == 0
    run = run_folders(work)[0] / "run.jsonl"
    before = run.read_bytes()
    assert main(arguments) == 0
    assert run.read_bytes() == before
    assert main([*arguments, "--fresh"]) == 0
    assert run.read_bytes() != before  # trace ids differ
    assert len(run_folders(work)) == 1
    assert main([*arguments, "--with", "answer.papers=2"]) == 0
    assert len(run_folders(work)) == 2


def test_a_set_that_is_not_here_is_skipped_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("run", "gate", "claims", "robustness", "table"):
        status = main([command, "--set", "gold", "--data", str(tmp_path), "--work", str(tmp_path)])
        assert status == 2, command
        assert "skipped" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--set", "golden"], "did you mean gold?"),
        (["run", "--with", "answer.papers"], "expected KEY=VALUE"),
        (["run", "--with", "answer.paper=3"], "did you mean answer.papers?"),
        (["score", "nothing.jsonl"], "cannot read nothing.jsonl"),
        (["compare", "nothing.json", "nothing.json"], "nothing.json"),
        (["gate", "nothing.json"], "nothing.json"),
        (["gate", "--baseline", "nothing.json"], "begin one with --update"),
        (["labels", "nothing.json", "--sample", "3"], "nothing.json"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("number", ["0", "-5", "many"])
def test_a_number_is_above_zero(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["run", "--threads", number])
    assert stopped.value.code == 2
    assert f"{number} is no whole number above 0" in capsys.readouterr().err


def test_a_set_of_ones_own_must_not_bear_a_known_name(
    own_set: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_set.rename(own_set.parent / "gold")
    assert main(["run", "--set", str(own_set.parent / "gold")]) == 2
    assert "give the folder another" in capsys.readouterr().err


def test_claims_are_judged_and_audited(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["claims", "--set", "demo", "--work", str(work)]) == 0
    told = capsys.readouterr().out
    assert "specificity" in told
    assert "refused for gating" in told


def test_a_set_whose_labels_can_be_guessed_is_no_gate(
    tmp_path: Path, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims", "--set", "demo", "--work", str(work)]) == 0
    (result,) = (work / "claims").iterdir()
    baseline = str(tmp_path / "baseline.json")
    gate = ["gate", str(result / "scored.json"), "--baseline", baseline]
    assert main([*gate, "--update"]) == 3
    assert "word overlap" in capsys.readouterr().err
    assert not (tmp_path / "baseline.json").exists()


def test_the_selftest_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["selftest"]) == 0
    told = capsys.readouterr().out
    assert "the instrument holds" in told
    assert "NOT CAUGHT" not in told


def test_the_selftest_fails_when_a_metric_is_wrong(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from eval.metrics import ranking

    monkeypatch.setattr(ranking, "hit_at", lambda most, ranked, gold: 0.5)
    assert main(["selftest"]) == 1
    assert "hit@2: 0.5, should be 1.0" in capsys.readouterr().out


def test_sets_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sets", "--data", str(tmp_path)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].split()[2:] == ["48", "questions", "80", "claims"]
    assert "missing" in told[1]
