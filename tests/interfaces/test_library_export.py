"""litassist export --papers: the library in files that another library reads."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.interfaces.shell import Shell

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
_OWN = ("sources", "tags", "notes")


@pytest.fixture
def demo(tmp_path: Path, demo_folder: Path) -> Shell:
    (tmp_path / "home").mkdir()
    shell = Shell(tmp_path)
    shutil.copytree(demo_folder, shell.library)
    return shell


def papers(shell: Shell) -> list[dict[str, object]]:
    listed = map(json.loads, shell("list", "--json").stdout.splitlines())
    return [{key: one[key] for key in one if key not in _OWN} for one in listed]


@pytest.mark.parametrize("name", ["all.jsonl", "all.bib", "all.ris", "all.csl.json"])
def test_a_library_that_is_written_and_read_is_the_same(demo: Shell, name: str) -> None:
    before = papers(demo)
    demo("tag", DPR, "to-read")
    demo("note", DPR, "Cite in «ch. 2».\nSecond line.")
    done = demo("export", "--papers", name)
    assert (done.returncode, done.stderr) == (0, f"litassist: wrote 64 papers to {name}\n")
    shutil.rmtree(demo.library)
    assert "new 64" in demo("ingest", name).stdout
    assert papers(demo) == before
    kept = json.loads(demo("show", DPR, "--json").stdout)
    told = (["to-read"], ["Cite in «ch. 2».\nSecond line."]) if name == "all.jsonl" else ([], [])
    assert (kept["tags"], kept["notes"]) == told
    assert "unchanged 64" in demo("ingest", name).stdout


def test_papers_kept_apart_stay_apart_in_a_library_that_reads_them(demo: Shell) -> None:
    record = {"title": "Twins", "abstract": "They are two.", "authors": ["Ann Lee"], "year": 2020}
    for name in ("a.jsonl", "b.jsonl"):
        (demo.folder / name).write_text(json.dumps(record))
        demo("ingest", name)
    demo("unmerge", "Twins")
    demo("export", "--papers", "twins.jsonl", "--query", "title:twins")
    shutil.rmtree(demo.library)
    assert "new 2" in demo("ingest", "twins.jsonl").stdout
    assert "unchanged 2" in demo("ingest", "twins.jsonl").stdout


def test_tags_and_notes_that_are_none_do_not_keep_a_paper_out(demo: Shell) -> None:
    record = {
        "schema": "paper/1",
        "title": "Own",
        "tags": ["two words", "good"],
        "notes": ["", "n"],
    }
    (demo.folder / "own.jsonl").write_text(json.dumps(record))
    assert "new 1" in demo("ingest", "own.jsonl").stdout
    shown = json.loads(demo("show", "Own", "--json").stdout)
    assert (shown["tags"], shown["notes"]) == (["good"], ["n"])


def test_what_is_written_can_be_narrowed(demo: Shell) -> None:
    demo("export", "--papers", "some.bib", "--query", "author:karpukhin year:2020")
    assert (demo.folder / "some.bib").read_text().count("\n@") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--papers", "a.docx"], "known are .jsonl, .bib, .ris, .csl.json"),
        (["--papers", "a.bib", "--query", "dense"], "'dense' is no operator"),
        (["a.bib"], "`litassist export --papers a.bib`"),
        (["a.json", "a.bib", "--query", "year:2020"], "--query goes with --papers"),
    ],
)
def test_a_mistake_is_one_line_and_writes_nothing(
    demo: Shell, arguments: list[str], said: str
) -> None:
    done = demo("export", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert list(demo.folder.glob("a.*")) == []
