"""The commands digest and saved, and --save, as their users meet them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import InputError, LibraryMissing
from assistant.interfaces.cli import cli

QUESTION = "How much better is DPR than BM25 at finding passages?"
DPR = "doi:10.18653/v1/2020.emnlp-main.550"


@pytest.fixture
def library(tmp_path: Path, demo_folder: Path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "library"))


def litassist(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--library", str(library), *arguments])


def test_a_digest_is_set_up_written_and_then_has_nothing_new(library: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "digests")
    done = litassist(library, "digest", "--out", out)
    assert isinstance(done.exception, InputError)
    assert "digest --init" in str(done.exception)
    assert litassist(library, "digest", "--init").exit_code == 0
    topics = Path(os.environ["HOME"]) / ".config/litassist/digests.toml"
    assert "[[topic]]" in topics.read_text(encoding="utf-8")
    assert isinstance(litassist(library, "digest", "--init").exception, InputError)
    assert isinstance(litassist(library, "digest").exception, InputError)

    done = litassist(library, "digest", "Hallucination", "--out", out, "--max-tokens", "100")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith(" new\n")
    done = litassist(library, "--quiet", "digest", "hallucination", "--out", out)
    assert (done.exit_code, done.output) == (0, "")


def test_each_new_paper_is_told_once_under_its_theme(library: Path, tmp_path: Path) -> None:
    topics, out = tmp_path / "topics.toml", tmp_path / "out"
    topics.write_text('[[topic]]\nname = "A"\ntext = "dense retrieval"\n', encoding="utf-8")
    litassist(library, "--set", f"digests.topics_path={topics}", "digest", "--out", str(out))
    (page,) = [path.read_text(encoding="utf-8") for path in out.glob("a-*.md")]
    (data,) = [json.loads(path.read_text(encoding="utf-8")) for path in out.glob("a-*.json")]
    papers = page.split("new papers\n")[1].split("\n## ")[0]
    assert papers.count("\n### ") >= 2
    assert papers.count("\n- [") == len(data["new"]) > 3
    notes = [line for line in papers.splitlines() if line.startswith("  - ")]
    assert len(set(notes)) == len(notes)
    rest = page.split("new papers\n")[1].split("\n## ", 1)[1]
    assert not any(note.split("(abstract")[0][6:].strip() in rest for note in notes)


def test_a_failed_topic_ends_with_status_two(library: Path, tmp_path: Path) -> None:
    topics = tmp_path / "topics.toml"
    topics.write_text('[[topic]]\nname = "A"\ntext = "b"\ntags = ["?"]\n', encoding="utf-8")
    setting = f"digests.topics_path={topics}"
    done = litassist(
        library, "--set", setting, "--quiet", "digest", "--out", str(tmp_path / "out"), "--json"
    )
    assert done.exit_code == 2
    assert done.stderr.startswith("litassist: A: '?' cannot be a tag")
    assert len(done.stderr.splitlines()) == 1
    said = json.loads(done.stdout)["digests"]
    assert [bool(one["error"]) for one in said] == [True, False]


def test_a_kept_answer_is_listed_shown_marked_and_removed(library: Path, tmp_path: Path) -> None:
    assert "Nothing is kept" in litassist(library, "saved").stdout
    asked = litassist(library, "ask", "--save", QUESTION)
    id = asked.stderr.split("kept as ")[1].split(";")[0]
    listed = litassist(library, "saved").stdout
    assert listed.startswith(f"{id}  ")
    assert "stale" not in listed
    shown = litassist(library, "saved", "show", id[:6]).stdout
    assert "9 to 19 points" in " ".join(shown.split())

    assert litassist(library, "remove", DPR).exit_code == 0
    assert "(stale: 1 cited paper removed)" in litassist(library, "saved").stdout
    (work,) = json.loads(litassist(library, "saved", "--json").stdout)["saved"]
    assert (work["stale"], work["losses"][0]["paper_id"]) == (True, DPR)
    assert "was removed" in litassist(library, "saved", "show", id).stdout

    assert litassist(library, "saved", "remove", id).exit_code == 0
    assert isinstance(litassist(library, "saved", "show", id).exception, InputError)
    assert isinstance(litassist(tmp_path / "none", "saved").exception, LibraryMissing)


def test_a_review_is_kept_too(library: Path) -> None:
    done = litassist(library, "summarize", "dense retrieval", "--save", "--depth", "brief")
    assert done.exit_code == 0
    (work,) = json.loads(litassist(library, "saved", "--json").stdout)["saved"]
    assert (work["kind"], work["title"], work["stale"]) == ("review", "dense retrieval", False)
