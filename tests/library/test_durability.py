"""A library whose files are lost, cut short or forbidden, whose disk is full, whose writer dies."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import filelock
import pytest

from assistant import settings
from assistant.app import App
from assistant.errors import LibraryError
from assistant.library import schema
from assistant.library.catalog import SCHEMA_VERSION, Catalog
from eval.bench import holding, shooting
from eval.bench.shooting import Aim
from eval.scripted_server import serving

PAPERS = 1_100  # Chroma writes its graph to files at each thousandth
_ALL = dict.fromkeys(range(PAPERS), 0)
_DROP_FROM_BOUNDING_SET, _MAY_IGNORE_PERMISSIONS, _MAY_READ_ALL = 24, 1, 2


@pytest.fixture(scope="module")
def values() -> Iterator[dict[str, str]]:
    """Settings of an embedding model that costs nothing."""
    with serving() as server:
        yield {
            "embedding.provider": "openai", "embedding.model": "scripted",
            "llm.base_url": server.base_url, "llm.provider": "extractive",
        }  # fmt: skip


@pytest.fixture(scope="module")
def whole(values: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose graph of vectors is in files, for tests to copy."""
    folder = tmp_path_factory.mktemp("whole")
    holding.write(folder / "papers.jsonl", _ALL)
    at = {**values, "library.path": str(folder / "library"), "library.batch_papers": "1100"}
    App(settings.load(None, at, {}), lambda _: None).ingest([folder / "papers.jsonl"])
    return folder / "library"


class Copy:
    """A copy of that library, and what was said of it."""

    def __init__(self, whole: Path, folder: Path, values: dict[str, str]) -> None:
        self.folder = folder
        shutil.copytree(whole, folder)
        self._values = {**values, "library.path": str(folder)}
        self.remarks: list[str] = []

    def app(self, report: Callable[[str], None] | None = None, **others: str) -> App:
        chosen = {name.replace("__", "."): value for name, value in others.items()}
        loaded = settings.load(None, {**self._values, **chosen}, {})
        return App(loaded, report or self.remarks.append)

    @property
    def variables(self) -> dict[str, str]:
        return {
            f"LITASSIST_{key.upper().replace('.', '_')}": value
            for key, value in self._values.items()
        }

    def search(self) -> str:
        """Return the id of the first paper of a search for the first paper."""
        with self.app().searcher() as searcher:
            return searcher.search(holding.token(0), 1)[0].paper.id

    def assert_whole(self, *allowed: holding.Papers) -> None:
        found = holding.look(self.app(), allowed or [_ALL])
        assert (found.lost, found.ghosts, found.pending) == (set(), set(), 0)

    def run(
        self, *arguments: str, limited: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in a process of its own, under limits."""
        return subprocess.run(
            [sys.executable, "-m", "assistant", *arguments], preexec_fn=limited,
            env={**os.environ, **self.variables}, capture_output=True, text=True, timeout=300,
        )  # fmt: skip


@pytest.fixture
def copy(whole: Path, values: dict[str, str], tmp_path: Path) -> Copy:
    return Copy(whole, tmp_path / "library", values)


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that a command ended with."""
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    return line


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("index-*/vectors/*/header.bin", halved),  # Chroma would end the process
        ("index-*/vectors/*/data_level0.bin", emptied),
        ("index-*/vectors/*/data_level0.bin", halved),
        ("index-*/vectors/*/index_metadata.pickle", Path.unlink),  # Chroma would find some only
        ("index-*/vectors/chroma.sqlite3", halved),
        ("index-*/vectors", shutil.rmtree),
        ("index-*/words/meta.json", emptied),
        ("index-*/words/*.pos", Path.unlink),
        ("index-*/words", shutil.rmtree),
        ("index-*", shutil.rmtree),
    ],
)
def test_a_damaged_index_is_told_and_mended_by_the_next_search(
    copy: Copy, name: str, damage: Callable[[Path], None]
) -> None:
    for file in copy.folder.glob(name):
        damage(file)
    assert copy.search() == holding.paper_id(0)
    assert [line for line in copy.remarks if "rebuilding the indexes" in line]
    copy.assert_whole()


def test_reindex_mends_what_is_derived(copy: Copy) -> None:
    for file in (copy.folder / "index-000001").rglob("*"):
        if file.is_file():
            halved(file)
    assert copy.app().reindex() is False
    assert copy.search() == holding.paper_id(0)
    assert copy.remarks == []
    copy.assert_whole()


def test_an_emptied_catalog_is_a_clear_error(copy: Copy) -> None:
    emptied(copy.folder / "catalog.sqlite")
    with pytest.raises(LibraryError, match="restore the folder from a copy"):
        copy.search()


def test_a_library_of_a_later_version_is_left_alone(copy: Copy) -> None:
    Catalog(copy.folder / "catalog.sqlite").remember(schema_version="99")
    with pytest.raises(LibraryError, match="has format 99, this program reads"):
        copy.search()


def test_two_processes_may_bring_an_old_catalog_up_to_date_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(schema.tables())
        old.execute("INSERT INTO facts VALUES ('schema_version', '1')")
        old.commit()
    ready = threading.Barrier(2)

    def migrate() -> str:
        catalog = Catalog(path)
        ready.wait()
        catalog.migrate()
        return catalog.facts()["schema_version"]

    with ThreadPoolExecutor(2) as pool:
        assert [one.result() for one in [pool.submit(migrate) for _ in range(2)]] == [
            SCHEMA_VERSION
        ] * 2


def test_a_killed_removal_is_mended_and_said(copy: Copy) -> None:
    gone = range(50, PAPERS)
    ids = [holding.paper_id(one) for one in gone]
    shot = shooting.shoot(["remove", *ids], copy.variables, copy.folder, Aim(changes=1))
    assert shot.killed
    assert holding.died(copy.folder).marked
    assert copy.search() == holding.paper_id(0)
    assert copy.remarks[0].startswith("an earlier command was cut short; rebuilding")
    copy.assert_whole(_ALL, dict.fromkeys(range(50), 0))


def test_what_a_killed_rebuild_left_behind_is_cleared_by_the_next_writer(copy: Copy) -> None:
    (copy.folder / "index-000002" / "words").mkdir(parents=True)
    with copy.app().library() as library, library.writing():
        pass
    assert [one.name for one in copy.folder.glob("index-*")] == ["index-000001"]


def test_who_comes_while_another_mends_waits_and_says_so(copy: Copy) -> None:
    Catalog(copy.folder / "catalog.sqlite").remember(writing="mending")
    (said := threading.Event()).clear()
    told: list[str] = []

    def report(text: str) -> None:
        told.append(text)
        said.set()

    def count() -> int:
        with copy.app(report, library__wait_seconds="60").library() as library:
            return library.words.count()

    mender = filelock.FileLock(copy.folder / "writer.lock")
    with ThreadPoolExecutor(1) as pool:
        with mender:
            counted = pool.submit(count)
            assert said.wait(60)
        assert counted.result() == PAPERS  # the mender has died: its work is done again
    assert told[0] == "another process is rebuilding the indexes; waiting for it"
    assert "rebuilding the indexes from the catalog" in told[1]


def test_a_second_writer_says_that_it_waits_and_then_writes(copy: Copy, tmp_path: Path) -> None:
    holding.write(tmp_path / "more.jsonl", {PAPERS: 0})
    said = threading.Event()
    other = copy.app(lambda _: said.set(), library__wait_seconds="60")
    with ThreadPoolExecutor(1) as pool:
        with filelock.FileLock(copy.folder / "writer.lock"):
            ingested = pool.submit(other.ingest, [tmp_path / "more.jsonl"])
            assert said.wait(60)
            assert copy.search() == holding.paper_id(0)
        assert ingested.result().new == 1
    copy.assert_whole({**_ALL, PAPERS: 0})


def test_two_writing_processes_at_once_lose_nothing_and_readers_read_on(
    copy: Copy, tmp_path: Path
) -> None:
    parts = [dict.fromkeys(range(first, first + 20), 0) for first in (PAPERS, PAPERS + 20)]
    commands = []
    for number, part in enumerate(parts):
        holding.write(tmp_path / f"{number}.jsonl", part)
        commands.append([
            sys.executable, "-m", "assistant", "--set", "library.wait_seconds=120",
            "--set", "library.batch_papers=10", "ingest", str(tmp_path / f"{number}.jsonl"),
        ])  # fmt: skip
    with copy.app().searcher() as searcher:
        running = [
            subprocess.Popen(one, env={**os.environ, **copy.variables}, stdout=subprocess.DEVNULL)
            for one in commands
        ]
        while any(one.poll() is None for one in running):
            assert searcher.search(holding.token(0), 1)[0].paper.id == holding.paper_id(0)
    assert [one.returncode for one in running] == [0, 0]
    assert copy.remarks == []
    copy.assert_whole({**_ALL, **parts[0], **parts[1]})


def small_files() -> None:
    """Let no file grow: it fails as a full disk does, in whichever library writes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))


def test_a_disk_that_fails_is_one_line_and_afterwards_the_command_goes_on(
    copy: Copy, tmp_path: Path
) -> None:
    more = dict.fromkeys(range(PAPERS, PAPERS + 200), 0)
    holding.write(tmp_path / "more.jsonl", more)
    done = copy.run("ingest", str(tmp_path / "more.jsonl"), limited=small_files)
    assert "the disk that holds" in one_line(done)
    copy.app().ingest([tmp_path / "more.jsonl"])
    copy.assert_whole({**_ALL, **more})


def obeying() -> None:
    """Let root, too, be held to permissions."""
    library = ctypes.CDLL(None)
    for capability in (_MAY_IGNORE_PERMISSIONS, _MAY_READ_ALL):
        library.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="capabilities are Linux's")
@pytest.mark.parametrize("forbidden", [".", "catalog.sqlite", "writer.lock", "index-000001"])
def test_wrong_permissions_are_one_line(copy: Copy, tmp_path: Path, forbidden: str) -> None:
    holding.write(tmp_path / "more.jsonl", {PAPERS: 0})
    (copy.folder / forbidden).chmod(0o500 if forbidden == "." else 0)
    done = copy.run("ingest", str(tmp_path / "more.jsonl"), limited=obeying)
    (copy.folder / forbidden).chmod(0o700)
    if forbidden == "index-000001":  # which is derived
        assert "rebuilding the indexes" in done.stderr, done.stderr
        copy.assert_whole({**_ALL, PAPERS: 0})
    else:
        assert "no permission to write" in one_line(done)
        copy.assert_whole()
