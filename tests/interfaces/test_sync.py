"""Folders that a library follows: ingest --sync and watch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock
import pytest

from tests.interfaces.shell import Done, Shell, guarded
from tests.library.test_durability import obeying


def record(number: int, **fields: Any) -> dict[str, Any]:
    # No two of them share a word.
    return {"title": f"On t{number}", "abstract": f"It is a{number} b{number}.", **fields}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "home").mkdir()
    (tmp_path / "papers").mkdir()
    return Shell(tmp_path)


def write(shell: Shell, name: str, *records: dict[str, Any]) -> Path:
    path = shell.folder / name
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return path


def titles(shell: Shell) -> set[str]:
    return {line.split("\t")[2] for line in shell("list").stdout.splitlines()}


def sync(shell: Shell, *options: str) -> Done:
    return shell("ingest", "--sync", "papers", *options)


def test_new_changed_and_vanished_papers_of_a_folder(shell: Shell) -> None:
    write(shell, "papers/a.jsonl", *map(record, range(1, 7)))
    write(shell, "papers/b.jsonl", record(7), record(8), record(9))
    write(shell, "elsewhere.jsonl", record(2), record(20))
    shell("ingest", "elsewhere.jsonl")
    assert "read 9: new 8, updated 0, unchanged 0, merged 1" in sync(shell).stdout
    assert "unchanged 9" in sync(shell).stdout
    # 1 and 2 leave one file, 3 changes, 7 moves from one file to another.
    write(shell, "papers/a.jsonl", record(3, abstract="Otherwise."), *map(record, (4, 5, 6, 7)))
    write(shell, "papers/b.jsonl", record(8), record(9))
    done = sync(shell)
    assert done.returncode == 0
    assert "new 0, updated 1, unchanged 5, merged 1" in done.stdout
    assert "vanished: 1 paper removed, 2 kept that other files speak of" in done.stdout
    assert titles(shell) == {f"On t{number}" for number in (2, 3, 4, 5, 6, 7, 8, 9, 20)}
    paper = json.loads(shell("show", "On t2", "--json").stdout)
    assert [Path(one).name for one in paper["sources"]] == ["elsewhere.jsonl"]
    assert shell("doctor").returncode == 0


def test_a_file_that_is_gone_takes_its_papers_along_and_its_merged_fields(shell: Shell) -> None:
    write(shell, "papers/a.jsonl", *map(record, range(1, 10)))
    path = write(shell, "papers/b.jsonl", record(1, year=2020), record(10))
    sync(shell)
    path.unlink()
    done = json.loads(sync(shell, "--json").stdout)
    assert (len(done["removed"]), len(done["held"]), done["spared"]) == (1, 1, 0)
    assert json.loads(shell("show", "On t1", "--json").stdout)["year"] is None


def test_much_is_removed_only_when_somebody_agrees(shell: Shell) -> None:
    paths = [write(shell, f"papers/{number}.jsonl", record(number)) for number in range(1, 5)]
    sync(shell)
    paths[0].unlink()
    refused = sync(shell)
    assert refused.returncode == 2
    assert "1 paper would have been removed, none was" in refused.stderr
    assert "title:on-t1-" in refused.stderr
    assert len(titles(shell)) == 4
    for path in paths[1:]:
        path.unlink()  # as a disk that is not mounted
    assert sync(shell).returncode == 2
    assert len(titles(shell)) == 4
    assert sync(shell, "--yes").returncode == 0
    assert titles(shell) == set()


def test_an_empty_folder_removes_nothing_unasked_however_little_it_is(shell: Shell) -> None:
    write(shell, "elsewhere.jsonl", *map(record, range(1, 30)))
    path = write(shell, "papers/a.jsonl", record(40))
    shell("ingest", "elsewhere.jsonl", "papers")
    path.unlink()
    assert sync(shell).returncode == 2
    assert len(titles(shell)) == 30


def test_nothing_vanishes_from_a_file_that_is_not_wholly_understood(shell: Shell) -> None:
    path = write(shell, "papers/a.jsonl", *map(record, range(1, 10)))
    sync(shell)
    path.write_bytes(path.read_bytes()[:-20])
    done = sync(shell, "--yes")
    assert "1 record no longer found in files that were not wholly understood" in done.stderr
    assert len(titles(shell)) == 9
    # A record without a title hides none.
    write(shell, "papers/a.jsonl", {"abstract": "No title."}, *map(record, range(2, 10)))
    assert "1 paper removed" in sync(shell).stdout


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize(("mode", "named"), [(0, "sub"), (0o444, "sub/a.jsonl")])
def test_nothing_vanishes_from_a_folder_that_may_not_be_looked_into(
    shell: Shell, mode: int, named: str
) -> None:
    write(shell, "papers/b.jsonl", *map(record, range(1, 12)))
    folder = shell.folder / "papers/sub"
    folder.mkdir()
    write(shell, "papers/sub/a.jsonl", record(20))
    sync(shell)
    folder.chmod(mode)
    done = shell.process("ingest", "--sync", "papers", limited=obeying)
    folder.chmod(0o700)
    assert f"{shell.folder}/papers/{named}:1: cannot be read: Permission denied" in done.stderr
    assert "0 papers removed" in done.stdout
    assert "On t20" in titles(shell)


def test_a_changed_abstract_is_searched_anew_and_marks_what_cited_it(shell: Shell) -> None:
    text = "Zebras have stripes that keep flies away."
    write(shell, "papers/a.jsonl", record(1, abstract=text), record(2))
    sync(shell)
    shell("ask", "Why do zebras have stripes?", "--save")
    assert "stale" not in shell("saved").stdout
    write(shell, "papers/a.jsonl", record(1, abstract="Okapis hide in forests."), record(2))
    sync(shell)
    assert "stale" in shell("saved").stdout
    assert json.loads(shell("search", "okapis", "-n", "1", "--json").stdout)["hits"][0]["passages"][
        0
    ]["text"].startswith("Okapis")


SHIPS = {"title": "Ships at sea", "abstract": "Ships carry goods.", "authors": ["A. Lee"],
         "year": 2020, "doi": "10.1234/wrong"}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"doi": "10.1234/right"}),
        ({"doi": None, "title": "Shps at sea"}, {"doi": None}),
    ],
)
def test_a_paper_whose_doi_or_title_is_put_right_stays_the_paper(
    shell: Shell, before: dict[str, Any], after: dict[str, Any]
) -> None:
    write(shell, "papers/a.jsonl", {**SHIPS, **before}, record(1), record(2))
    sync(shell)
    id = shell("list").stdout.split("\t")[0]
    shell("tag", id, "to-read")
    shell("note", id, "cite it")
    shell("ask", "What do ships carry?", "--save")
    write(shell, "papers/a.jsonl", record(1), record(2), {**SHIPS, **after})
    assert "new 0, updated 1, unchanged 2" in (done := sync(shell).stdout)
    assert "0 papers removed" in done
    paper = json.loads(shell("show", "Ships at sea", "--json").stdout)
    assert (paper["id"], paper["doi"]) == (id, after["doi"])
    assert (paper["tags"], paper["notes"]) == (["to-read"], ["cite it"])
    assert "stale" not in shell("saved").stdout
    assert "unchanged 3" in sync(shell).stdout
    assert shell("doctor").returncode == 0


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Editorial", "doi": "10.1234/right", "abstract": ""},
        {"doi": "10.1234/right", "abstract": "On trains, which are fast and red."},
        {"doi": "10.1234/right", "authors": ["B. Poe"]},
        {"title": "Ports and storms", "doi": None},
    ],
)
def test_another_paper_does_not_take_the_place_of_one_that_vanished(
    shell: Shell, other: dict[str, Any]
) -> None:
    first = {**SHIPS, **({"title": "Editorial"} if other.get("title") == "Editorial" else {})}
    write(shell, "papers/a.jsonl", first, *map(record, range(1, 12)))
    sync(shell)
    write(shell, "papers/a.jsonl", {**SHIPS, **other}, *map(record, range(1, 12)))
    assert "1 paper removed" in sync(shell).stdout


@contextmanager
def watching(shell: Shell, *settings: str) -> Iterator[tuple[subprocess.Popen[str], Iterator[str]]]:
    """Watch the folder; give the process and its lines.  Whatever happens, it ends."""
    command = ["--library", str(shell.library), "--set", "library.watch_seconds=0.05", *settings]
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "assistant", *command, "watch", "papers", "--sync"],
        cwd=shell.folder, env={**os.environ, **guarded()}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as watch:  # fmt: skip
        assert watch.stdout is not None
        try:
            yield watch, iter(watch.stdout.readline, "")
        finally:
            watch.kill()


def test_watch_reads_what_comes_and_ends_at_ctrl_c(shell: Shell) -> None:
    write(shell, "papers/a.jsonl", *map(record, range(1, 10)))
    with watching(shell) as (watch, said):
        assert next(said) == "watching papers; Ctrl-C ends it\n"
        assert "new 9" in next(said)
        assert "0 papers removed" in next(said)
        write(shell, "papers/b.jsonl", record(10))
        assert "new 1" in next(said)
        assert "0 papers removed" in next(said)
        (shell.folder / "papers/b.jsonl").unlink()
        assert "unchanged 9" in next(said)
        assert next(said).startswith("removed title:on-t10-")
        assert "1 paper removed" in next(said)
        watch.send_signal(signal.SIGINT)
        assert list(said) == ["stopped watching; what was read is kept\n"]
        assert watch.wait(60) == 0


def test_watch_outlasts_a_folder_that_is_away_and_a_library_that_is_in_use(shell: Shell) -> None:
    write(shell, "papers/a.jsonl", *map(record, range(1, 22)))
    gone = write(shell, "papers/b.jsonl", record(30))
    sync(shell)
    with watching(shell, "--set", "library.wait_seconds=0.05") as (watch, said):
        assert any("0 papers removed" in line for line in said)
        (shell.folder / "papers").rename(shell.folder / "away")
        assert "no folder papers to watch" in next(said)
        (shell.folder / "away").rename(shell.folder / "papers")
        with filelock.FileLock(shell.library / "writer.lock"):
            gone.unlink()
            assert any("wait for it to end" in line for line in said)
        assert any("removed title:on-t30-" in line for line in said)
        watch.send_signal(signal.SIGINT)
        assert list(said)[-1] == "stopped watching; what was read is kept\n"
        assert watch.wait(60) == 0


def test_a_folder_to_watch_that_is_none_is_one_line(shell: Shell) -> None:
    done = shell("watch", "nothing")
    assert done.returncode == 2
    assert "no folder nothing to watch" in done.stderr
