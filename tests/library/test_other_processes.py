"""A library that is open while other processes write to it."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.app import App
from assistant.corpus import files
from assistant.library import indexes
from assistant.library.library import Library
from assistant.retrieval.search import Searcher
from assistant.types import Filters
from tests.conftest import MakeApp

HEART = {
    "title": "Zebrafish cardiomyocytes proliferate after amputation",
    "abstract": "After ventricular resection, zebrafish restore the missing myocardium in 60 days.",
}
# It shares no word with the paper above: only vectors lead there.
PARAPHRASE = "fish can regrow their hearts"
BREAD = {
    "title": "Sourdough leavening",
    "abstract": "Wild yeast and lactic bacteria leaven a dough of flour and water overnight.",
}
BAKING = "how bakers make a loaf rise"


@pytest.fixture
def app(make_app: MakeApp, demo_folder: Path) -> App:
    """An app over a copy of the demo library."""
    made = make_app()
    shutil.copytree(demo_folder, made.folder)
    return made


def command(app: App, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant", "--library", str(app.folder), *arguments]


def elsewhere(app: App, *arguments: str) -> None:
    """Run a command in a process of its own, to its end."""
    subprocess.run(command(app, *arguments), check=True, capture_output=True, timeout=120)


def written(folder: Path, *papers: dict[str, str]) -> str:
    file = folder / "more.jsonl"
    file.write_text("\n".join(map(json.dumps, papers)), encoding="utf-8")
    return str(file)


def many(number: int) -> list[dict[str, str]]:
    return [
        {"title": f"Alloy {n}", "abstract": f"The alloy number {n} melts at {900 + n} kelvin."}
        for n in range(number)
    ]


def first(searcher: Searcher, question: str = PARAPHRASE) -> str:
    return searcher.search(question, 1)[0].paper.title


def nearest(library: Library, app: App, question: str) -> list[str]:
    """Return the title of the paper whose vector is nearest, none where that paper is gone."""
    found = library.nearest_chunks(app.embedder.embed([question])[0], 1)
    papers = library.catalog.papers_by_id([chunk.paper_id for chunk, _ in found])
    return [paper.title for paper in papers.values()]


def test_the_paraphrase_shares_no_word_with_the_paper(app: App) -> None:
    with app.library() as library:
        terms = set(library.words.terms(PARAPHRASE))
        assert not terms & set(library.words.terms(" ".join(HEART.values())))


def test_what_another_process_adds_is_admitted_by_a_filter_asked_before(
    app: App, tmp_path: Path
) -> None:
    recent = Filters(year_from=2019)
    with app.searcher() as searcher:
        assert searcher.search(PARAPHRASE, 1, recent)[0].paper.title != HEART["title"]
        elsewhere(app, "ingest", written(tmp_path, {**HEART, "year": "2024"}))
        assert searcher.search(PARAPHRASE, 1, recent)[0].paper.title == HEART["title"]


def test_what_another_process_adds_is_found_by_vectors_at_once(app: App, tmp_path: Path) -> None:
    with app.searcher() as searcher:
        assert first(searcher) != HEART["title"]
        elsewhere(app, "ingest", written(tmp_path, HEART))
        assert first(searcher) == HEART["title"]
        elsewhere(app, "ingest", written(tmp_path, BREAD))
        assert first(searcher, BAKING) == BREAD["title"]


def test_what_another_process_removes_takes_no_place_among_the_found(
    app: App, tmp_path: Path
) -> None:
    elsewhere(app, "ingest", written(tmp_path, HEART))
    with app.library() as library:
        assert nearest(library, app, PARAPHRASE) == [HEART["title"]]
        paper = library.paper(HEART["title"])
        elsewhere(app, "remove", paper.id)
        (left,) = nearest(library, app, PARAPHRASE)
        assert left != HEART["title"]


def test_what_another_process_changes_is_found_as_it_now_is(app: App, tmp_path: Path) -> None:
    elsewhere(app, "ingest", written(tmp_path, HEART))
    with app.library() as library:
        assert nearest(library, app, BREAD["abstract"]) != [HEART["title"]]
        elsewhere(app, "ingest", written(tmp_path, HEART | {"abstract": BREAD["abstract"]}))
        assert nearest(library, app, BREAD["abstract"]) == [HEART["title"]]


def test_who_writes_after_another_process_loses_nothing(
    app: App, make_app: MakeApp, tmp_path: Path
) -> None:
    with app.library() as library:
        assert nearest(library, app, PARAPHRASE)
        elsewhere(app, "ingest", written(tmp_path, HEART, *many(40)))
        app.add(library, files.read(Path(written(tmp_path, BREAD))))
        assert nearest(library, app, PARAPHRASE) == [HEART["title"]]
        assert nearest(library, app, BAKING) == [BREAD["title"]]
        assert library.problem() is None
        elsewhere(app, "remove", library.paper(BREAD["title"]).id)
        assert nearest(library, app, BAKING) != [BREAD["title"]]
    assert make_app.remarks == []  # type: ignore[attr-defined]


def test_its_own_writes_are_seen_without_opening_anything_anew(app: App, tmp_path: Path) -> None:
    with app.library() as library:
        before = library.vectors
        app.add(library, files.read(Path(written(tmp_path, HEART))))
        assert library.vectors is before
        assert nearest(library, app, PARAPHRASE) == [HEART["title"]]


def searches(searcher: Searcher, process: subprocess.Popen[bytes]) -> int:
    """Search until a process has ended; return how often."""
    for number in itertools.count(1):
        hits = searcher.search("dense retrieval of passages", 3)
        assert [hit.rank for hit in hits] == [1, 2, 3]
        assert len({hit.paper.id for hit in hits}) == 3
        if process.poll() is not None:
            return number
    raise AssertionError("endless")


@pytest.mark.parametrize(
    "arguments",
    [("--set", "library.batch_papers=2", "ingest"), ("reindex",)],
    ids=["ingest", "reindex"],
)
def test_threads_search_on_while_another_process_writes(
    app: App, make_app: MakeApp, tmp_path: Path, arguments: Sequence[str]
) -> None:
    if "ingest" in arguments:
        arguments = [*arguments, written(tmp_path, *many(30), HEART)]
    with app.searcher() as searcher, ThreadPoolExecutor(3) as pool:
        before = first(searcher)
        with subprocess.Popen(command(app, *arguments), stderr=subprocess.PIPE) as process:
            done = [pool.submit(searches, searcher, process) for _ in range(3)]
            assert all(one.result() > 0 for one in done)
        assert process.returncode == 0
        expected = HEART["title"] if "ingest" in arguments else before
        assert first(searcher) == expected
    with app.library() as library:
        assert library.problem() is None
    assert make_app.remarks == []  # type: ignore[attr-defined]


def test_during_a_long_ingest_elsewhere_not_each_batch_is_waited_for(
    app: App, make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = 0.0

    def clock() -> float:
        nonlocal seconds
        seconds += 0.25
        return seconds

    monkeypatch.setattr(indexes, "monotonic", clock)  # an opening of an index takes .25 s
    with app.library() as library, make_app().library() as other:
        opened = [library.vectors]
        with other.writing():
            for number, paper in enumerate(many(30)):
                app.add(other, files.read(Path(written(tmp_path, paper))))
                if library.vectors is not opened[-1]:
                    opened.append(library.vectors)
                assert len(opened) <= 1 + (number + 1) / 5
        assert len(opened) > 2
        # The last batch is in, and nobody writes: whatever the clock says.
        assert library.vectors.count() == other.vectors.count()
        assert nearest(library, app, "alloy 29 melts at 929 kelvin") == ["Alloy 29"]
