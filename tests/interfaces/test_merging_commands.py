"""Papers that are one or are not, in the terminal: show, duplicates, merge, unmerge, remove."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.shell import Shell

SHIPS = {"title": "Ships at sea", "abstract": "Ships carry goods. They are slow.", "year": 2019,
         "authors": ["A. Lee"], "arxiv_id": "2001.00001"}  # fmt: skip
PRINTED = {"title": "Ships at sea", "abstract": "Ships carry goods. They are slow, and cheap.",
           "authors": ["Ann Lee"], "year": 2020, "venue": "Sea",
           "doi": "10.1234/ships"}  # fmt: skip
VESSELS = {"title": "Vessels", "abstract": "Vessels float on a lake.", "doi": "10.1234/vessels"}
FERRY = {"title": "Ferries", "abstract": "Ferries cross rivers.", "venue": "River", "year": 2011}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "home").mkdir()
    return Shell(tmp_path)


def ingest(shell: Shell, name: str, *records: dict[str, Any]) -> str:
    (shell.folder / name).write_text("".join(json.dumps(one) + "\n" for one in records))
    return shell("ingest", name).stdout


def shown(shell: Shell, name: str) -> dict[str, Any]:
    return dict(json.loads(shell("show", name, "--json").stdout))


def ids(shell: Shell) -> list[str]:
    return sorted(line.split("\t")[0] for line in shell("list").stdout.splitlines())


def healthy(shell: Shell) -> bool:
    return shell("doctor").returncode == 0


def test_preprint_and_paper_are_one_that_tells_where_each_field_is_from(shell: Shell) -> None:
    ingest(shell, "a.jsonl", SHIPS)
    assert "merged 1" in ingest(shell, "b.jsonl", PRINTED)
    paper = shown(shell, "10.1234/ships")
    assert (paper["id"], paper["doi"], paper["arxiv_id"]) == (
        "arxiv:2001.00001", "10.1234/ships", "2001.00001"
    )  # fmt: skip
    assert (paper["year"], paper["venue"], paper["authors"]) == (2020, "Sea", ["Ann Lee"])
    assert paper["abstract"] == PRINTED["abstract"]
    from_a = [field for field, source in paper["origins"].items() if source.endswith("a.jsonl")]
    assert from_a == ["arxiv_id"]
    (conflict,) = paper["conflicts"]
    assert conflict["field"] == "year"
    assert [one["value"] for one in conflict["values"]] == [2020, 2019]
    text = " ".join(shell("show", "10.1234/ships").stdout.split())
    assert "from arxiv_id:" in text
    assert "≠ year: 2020 (" in text


def test_merging_can_be_undone_and_both_outlive_what_is_read_later(shell: Shell) -> None:
    ingest(shell, "a.jsonl", SHIPS, FERRY)
    ingest(shell, "b.jsonl", VESSELS)
    shell("tag", "doi:10.1234/vessels", "lakes")
    shell("note", "doi:10.1234/vessels", "floats")
    merged = shell("merge", "arxiv:2001.00001", "doi:10.1234/vessels")
    assert merged.stdout == "arxiv:2001.00001: Ships at sea (2 sources)\n"
    paper = shown(shell, "doi:10.1234/vessels")
    assert (paper["id"], paper["tags"], paper["notes"]) == (
        "arxiv:2001.00001", ["lakes"], ["floats"]
    )  # fmt: skip
    assert healthy(shell)
    # The files as they were, one that changed, and one of another name: nothing comes apart.
    assert "unchanged 1" in ingest(shell, "b.jsonl", VESSELS)
    assert "updated 1" in ingest(shell, "b.jsonl", {**VESSELS, "year": 2018})
    assert "merged 1" in ingest(shell, "c.jsonl", VESSELS)
    assert len(ids(shell)) == 2
    parts = shell("unmerge", "arxiv:2001.00001").stdout.splitlines()
    assert [line.split("\t")[0] for line in parts] == ["arxiv:2001.00001", "doi:10.1234/vessels"]
    assert shown(shell, "10.1234/vessels")["notes"] == ["floats"]
    assert shown(shell, "2001.00001")["year"] == 2019
    assert "unchanged 1" in ingest(shell, "c.jsonl", VESSELS)
    assert "new 0, updated 1" in ingest(shell, "a.jsonl", {**SHIPS, "year": 2018}, FERRY)
    assert len(ids(shell)) == 3
    assert healthy(shell)
    hits = json.loads(shell("search", "float on lakes", "-n", "1", "--json").stdout)["hits"]
    assert [one["paper_id"] for one in hits] == ["doi:10.1234/vessels"]


def test_papers_that_were_merged_by_themselves_can_be_taken_apart_for_good(shell: Shell) -> None:
    ingest(shell, "a.jsonl", SHIPS)
    ingest(shell, "b.jsonl", PRINTED)
    shell("unmerge", "2001.00001")
    assert ids(shell) == ["arxiv:2001.00001", "doi:10.1234/ships"]
    assert "unchanged 1" in ingest(shell, "b.jsonl", PRINTED)
    # Even when the paper was removed, and comes again in another file.
    shell("remove", "doi:10.1234/ships")
    assert "new 1" in ingest(shell, "c.jsonl", PRINTED)
    assert ids(shell) == ["arxiv:2001.00001", "doi:10.1234/ships"]
    assert shell("duplicates").stdout == "No two papers look like one.\n"
    # Until they are said to be one.
    shell("merge", "doi:10.1234/ships", "arxiv:2001.00001")
    assert ids(shell) == ["doi:10.1234/ships"]
    shell("remove", "doi:10.1234/ships")
    ingest(shell, "a.jsonl", SHIPS)
    ingest(shell, "c.jsonl", PRINTED)
    assert ids(shell) == ["doi:10.1234/ships"]
    assert healthy(shell)


def test_a_decision_on_one_paper_does_not_bind_another_of_its_title(shell: Shell) -> None:
    letter = {"title": "Letter", "abstract": "On ships.", "authors": ["Ann Lee"], "year": 2020}
    ingest(shell, "a.jsonl", letter, FERRY)
    one = next(id for id in ids(shell) if "letter" in id)
    shell("merge", "Ferries", one)
    shell("remove", "Ferries")
    other = {**letter, "authors": ["Cy Poe"], "abstract": "On trains."}
    assert "new 2" in ingest(shell, "b.jsonl", other, letter)
    assert shown(shell, one)["abstract"] == "On trains."
    assert "merged 1" in ingest(shell, "c.jsonl", FERRY)


def test_records_that_call_themselves_the_same_become_a_paper_each(shell: Shell) -> None:
    ingest(shell, "a.jsonl", PRINTED)
    ingest(shell, "b.jsonl", {**PRINTED, "abstract": "On something else, in truth."})
    parts = shell("unmerge", "10.1234/ships", "--json")
    first, second = json.loads(parts.stdout)["papers"]
    assert (first, second[:18]) == ("doi:10.1234/ships", "title:ships-at-sea")
    assert shown(shell, second)["abstract"] == "On something else, in truth."
    assert "unchanged 1" in shell("ingest", "b.jsonl").stdout
    for name in (first, second):
        done = shell("unmerge", name)
        assert done.returncode == 2
        assert "made of one record" in done.stderr


def test_a_merged_paper_is_found_by_its_old_id_when_its_file_moves_and_it_is_merged_on(
    shell: Shell,
) -> None:
    ingest(shell, "ferry.jsonl", FERRY)
    ingest(shell, "ships.jsonl", SHIPS)
    (shell.folder / "papers").mkdir()
    ingest(shell, "papers/vessels.jsonl", VESSELS)
    vessels, ships, ferry = "doi:10.1234/vessels", "arxiv:2001.00001", shown(shell, "Ferries")["id"]
    shell("ask", "What floats on a lake?", "--save")
    assert shell("merge", ships, vessels).returncode == 0
    (shell.folder / "papers/vessels.jsonl").rename(shell.folder / "papers/moved.jsonl")
    assert "1 kept" in shell("ingest", "--sync", "papers").stdout
    assert shown(shell, vessels)["id"] == ships
    assert shell("merge", ferry, ships).returncode == 0
    assert [shown(shell, one)["id"] for one in (vessels, ships)] == [ferry, ferry]
    assert "cited paper removed" not in shell("saved").stdout
    shell("unmerge", ferry)
    assert ids(shell) == sorted([ships, vessels, ferry])
    assert healthy(shell)


def test_near_misses_are_listed_merged_or_dismissed(shell: Shell) -> None:
    other = {**PRINTED, "doi": "10.1234/journal"}
    ingest(shell, "a.jsonl", PRINTED, other, {**VESSELS, "abstract": ""}, FERRY)
    (pair,) = json.loads(shell("duplicates", "--json").stdout)["pairs"]
    assert (pair["why"], pair["differ"]) == ("same title", ["DOI"])
    assert [one["id"] for one in pair["papers"]] == ["doi:10.1234/journal", "doi:10.1234/ships"]
    text = shell("duplicates").stdout
    assert "1. same title; another DOI" in text
    assert "litassist merge doi:10.1234/journal doi:10.1234/ships" in text
    assert shell("duplicates", "--dismiss", "doi:10.1234/journal").returncode == 2
    assert shell("duplicates", "doi:10.1234/journal").returncode == 2
    two = ["doi:10.1234/journal", "doi:10.1234/ships"]
    dismissed = shell("duplicates", "--dismiss", "--json", *two)
    assert json.loads(dismissed.stdout) == {"dismissed": two}
    assert shell("duplicates").stdout == "No two papers look like one.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["merge", "10.1234/ships"], "cannot be merged with itself"),
        (["merge", "10.1234/ships", "doi:10.1234/ships"], "cannot be merged with itself"),
        (["merge", "10.1234/ships", "no such paper"], "no paper 'no such paper'"),
        (["unmerge", "10.1234/ships"], "made of one record"),
        (["remove"], "name papers, or give --query, or --source"),
        (["remove", "10.1234/ships", "--query", "year:2020"], "name papers, or give --query"),
        (["remove", "--query", "ships year:2020"], "'ships' is no operator"),
        (["remove", "--query", "year:soon"], "cannot read the years"),
        (["remove", "--query", "year:2020"], "Remove 1 of 1 papers? There is nobody to ask"),
        (["remove", "--source", "z.bib"], "no paper is from 'z.bib'"),
        (["note", "10.1234/ships", " "], "a note is empty"),
        (["note", "10.1234/ships", "--remove", "1"], "has no note 1"),
        (["note", "10.1234/ships", "x", "--remove", "1"], "either write a note or"),
    ],
)
def test_a_mistake_changes_nothing_and_is_one_line(
    shell: Shell, arguments: list[str], said: str
) -> None:
    ingest(shell, "a.jsonl", PRINTED)
    done = shell(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert ids(shell) == ["doi:10.1234/ships"]
    assert healthy(shell)


def test_papers_are_removed_by_operators(shell: Shell) -> None:
    ingest(shell, "a.jsonl", PRINTED, VESSELS, FERRY)
    assert "no paper satisfies" in shell("remove", "--query", "year:1999", "--yes").stderr
    removed = shell("remove", "--query", "venue:river year:2010-2012", "--yes", "--json").stdout
    (gone,) = json.loads(removed)["removed"]
    assert gone.startswith("title:ferries-")
    assert ids(shell) == ["doi:10.1234/ships", "doi:10.1234/vessels"]
    removed = shell("remove", "--query", '"float on a lake"', "--yes").stdout
    assert removed == "removed doi:10.1234/vessels: Vessels\n"
    assert healthy(shell)


def test_a_source_is_removed_with_what_only_it_speaks_of(shell: Shell) -> None:
    ingest(shell, "a.jsonl", SHIPS, VESSELS)
    ingest(shell, "b.jsonl", PRINTED, FERRY)
    done = shell("remove", "--source", "b.jsonl", "--yes")
    assert done.stdout.startswith("removed title:ferries-")
    assert ids(shell) == ["arxiv:2001.00001", "doi:10.1234/vessels"]
    paper = shown(shell, "2001.00001")
    assert (paper["year"], paper["doi"], len(paper["sources"])) == (2019, None, 1)
    assert healthy(shell)


def test_notes_are_written_shown_and_taken_away(shell: Shell) -> None:
    ingest(shell, "a.jsonl", PRINTED)
    assert "no notes" in shell("note", "10.1234/ships").stdout
    shell("note", "10.1234/ships", "cite in ch. 2")
    assert "note 2   slow" in shell("note", "10.1234/ships", "slow").stdout
    assert "note 1   cite in ch. 2" in shell("show", "10.1234/ships").stdout
    left = json.loads(shell("note", "10.1234/ships", "--remove", "1", "--json").stdout)
    assert left == {"paper_id": "doi:10.1234/ships", "notes": ["slow"]}
