"""The command compare: tables in the terminal, as JSON and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import AssistantError
from assistant.interfaces import render_table
from assistant.interfaces.cli import cli
from assistant.review import Cell, Comparison, Row
from assistant.types import Paper, Usage

PAIR = ("arxiv:2104.08663", "dense passage retrieval")


@pytest.fixture
def run(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    def command(*arguments: str, columns: int = 80) -> Result:
        monkeypatch.setenv("COLUMNS", str(columns))
        return CliRunner().invoke(cli, ["--library", str(demo_folder), "compare", *arguments])

    return command


def of(text: str | None, title: str = "A paper") -> Comparison:
    cell = Cell(text, 0, len(text)) if text else Cell()
    paper = Paper("p", title, text or "", ("Ada Byron", "Al Khwarizmi"), 1843, "Memoirs")
    return Comparison(None, ("method",), (Row(1, paper, (cell,)),), Usage("extractive"), "t")


def test_narrow_terminals_show_a_block_a_paper(run: object) -> None:
    done = run(*PAIR)  # type: ignore[operator]
    assert done.exit_code == 0, done.output
    assert "\n[2] Dense Passage Retrieval" in done.stdout
    assert "  limits  (not in the abstract)\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert done.stdout.rstrip().endswith("s)")


def test_wide_terminals_show_a_grid_with_papers_as_rows(run: object) -> None:
    done = run(*PAIR, columns=120)  # type: ignore[operator]
    head, rule, *_ = done.stdout.splitlines()
    assert head.split() == ["paper", "method", "data", "result", "limits"]
    assert set(rule) == {"─", " "}
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_evidence_says_where_each_quote_stands(run: object) -> None:
    document = json.loads(run(*PAIR, "--json").stdout)  # type: ignore[operator]
    assert document["schema"] == "table/1"
    assert document["columns"] == ["method", "data", "result", "limits"]
    cell = document["rows"][0]["cells"]["data"]
    shown = " ".join(run(*PAIR, "--evidence").stdout.split())  # type: ignore[operator]
    assert f"({cell['start']}-{cell['end']})" in shown
    assert document["rows"][0]["cells"]["limits"] == {"quote": None, "start": None, "end": None}


def test_a_topic_with_columns_of_ones_own(run: object) -> None:
    done = run("--topic", "dense retrieval", "-n", "3", "--columns", "benchmark,GPU", "--json")  # type: ignore[operator]
    document = json.loads(done.stdout)
    assert len(document["rows"]) == 3
    assert list(document["rows"][0]["cells"]) == ["benchmark", "GPU"]
    assert document["topic"] == "dense retrieval"


def test_a_topic_that_the_library_does_not_hold_is_an_abstention(run: object) -> None:
    done = run("--topic", "baking sourdough bread")  # type: ignore[operator]
    assert done.exit_code == 3
    assert "holds no abstract that is close" in done.stdout


def test_a_table_is_written_into_files(run: object, tmp_path: Path) -> None:
    page, sheet = tmp_path / "t.md", tmp_path / "t.csv"
    done = run(*PAIR, "--out", str(page), "--out", str(sheet))  # type: ignore[operator]
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert "| Paper | method |" in page.read_text(encoding="utf-8")
    assert "18 public datasets" in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name the papers to compare, or give a topic"),
        (("DPR", "--topic", "x"), "name the papers to compare, or give a topic"),
        (("--topic", " "), "the topic is empty"),
        ((*PAIR, "--papers", "3"), "go with --topic"),
        ((*PAIR, "--year", "2020-"), "go with --topic"),
        ((*PAIR, "--columns", ","), "no column is named"),
        ((*PAIR, "--out", "t.docx"), "t.docx has no ending"),
        (("flat earth",), "no paper 'flat earth'"),
    ],
)
def test_mistakes_are_one_line_of_advice(
    run: object, arguments: tuple[str, ...], says: str
) -> None:
    error = run(*arguments).exception  # type: ignore[operator]
    assert isinstance(error, AssistantError)
    assert says in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize("width", [80, 200])
def test_text_cannot_steer_the_terminal(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = render_table.table(of("We use \x1b[2J\u202ered ink.", "Evil\x1b]0;title\x07"), True)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\x07" not in shown
    assert "Ada Byron et al., Memoirs 1843" in " ".join(shown.split())


@pytest.mark.parametrize("width", [1, 20, 60])
def test_no_terminal_is_too_narrow(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    assert "(not in the abstract)" in " ".join(render_table.table(of(None)).split())
