"""litassist stats: what the library holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.interfaces.render_census import census
from assistant.library.census import Counted
from tests.interfaces.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "home").mkdir()
    return Shell(tmp_path)


def test_papers_are_counted_by_year_source_and_what_they_lack(shell: Shell) -> None:
    ships = {"title": "Ships", "abstract": "They float.", "year": 2018, "doi": "10.1234/a"}
    twin = {**ships, "doi": "10.1234/b", "year": 2021}
    records = [ships, twin, {"title": "Trains", "year": 2021}, {"title": "Planes"}]
    (shell.folder / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    (shell.folder / "b.jsonl").write_text(json.dumps(ships))
    shell("ingest", "a.jsonl", "b.jsonl")
    shell("tag", "Trains", "loud")
    shell("note", "Trains", "also fast")
    document = json.loads(shell("stats", "--json").stdout)
    assert document.pop("disk_bytes") > 10_000
    assert {Path(name).name: n for name, n in document.pop("sources").items()} == {
        "a.jsonl": 4, "b.jsonl": 1,
    }  # fmt: skip
    assert document == {
        "schema": "stats/1", "papers": 4, "without_abstract": 2, "without_year": 1,
        "of_several_sources": 1, "years": {"2018": 1, "2021": 2}, "tagged": 1, "noted": 1,
        "near_misses": 1,
    }  # fmt: skip
    lines = shell("stats").stdout.splitlines()
    assert lines[0] == "4 papers: 2 without abstract, 1 without year"
    assert lines[2] == "1 pair that may be one (litassist duplicates)"
    assert lines[5:10] == [
        "Years",
        "  2018  1  ███████████████",
        "  2019  0",
        "  2020  0",
        "  2021  2  ██████████████████████████████",
    ]
    assert lines[-1].endswith("b.jsonl  1  ████████")


def test_many_years_are_shown_in_spans_and_many_sources_cut() -> None:
    sources = {f"file{number}.bib": 1 for number in range(12)}
    told = census(Counted(12, 0, 0, 0, {1951: 2, 2020: 10}, sources, 0, 0), 0, 1)
    assert "  1950-1954   2  ██████" in told
    assert "  2020-2024  10  ██████████████████████████████" in told
    assert "… and 2 more" in told
    assert "Years" not in census(Counted(0, 0, 0, 0, {}, {}, 0, 0), 0, 1)
