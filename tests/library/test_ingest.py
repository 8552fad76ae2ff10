"""What becomes of records: new, updated, unchanged, merged, skipped; in all three stores."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.app import App
from assistant.corpus.records import Record
from assistant.errors import InputError, StorageError
from assistant.library.ingest import Counts
from assistant.library.library import Library
from assistant.types import Paper
from tests.conftest import MakeApp

ABSTRACT = "Sparse methods match terms. Dense methods match meaning. Both are combined here."


def write(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def outcome(counts: Counts) -> tuple[int, ...]:
    skipped = len(counts.skipped)
    return (counts.read, counts.new, counts.updated, counts.unchanged, counts.merged, skipped)


def assert_whole(library: Library) -> None:
    assert library.problem() is None
    assert library.words.count() == library.catalog.count_papers()
    assert library.vectors.count() == library.catalog.count_chunks()


def test_counts_new_then_unchanged(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    file = write(
        tmp_path / "a.jsonl",
        {"title": "One", "abstract": ABSTRACT},
        {"title": "Two", "abstract": ABSTRACT},
    )
    assert outcome(app.ingest([file])) == (2, 2, 0, 0, 0, 0)
    assert outcome(app.ingest([file])) == (2, 0, 0, 2, 0, 0)
    with app.library() as library:
        assert_whole(library)


def test_ingesting_again_embeds_nothing(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path / "a.jsonl", {"title": "One", "abstract": ABSTRACT})
    make_app().ingest([file])
    again = make_app()
    monkeypatch.setattr(type(again.embedder), "embed", _refuse)
    monkeypatch.setattr(type(again.embedder), "embed_with_tokens", _refuse)
    assert again.ingest([file]).unchanged == 1


def _refuse(*_: object) -> None:
    raise AssertionError("nothing was to be embedded")


def test_a_paper_in_two_files_is_one_with_two_sources(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    first = write(tmp_path / "a.jsonl", {"title": "Deep Nets!", "abstract": ABSTRACT})
    second = write(
        tmp_path / "b.jsonl",
        {"title": "Deep nets", "abstract": "", "year": 2020, "doi": "10.1234/x"},
    )
    assert outcome(app.ingest([first, second])) == (2, 1, 0, 0, 1, 0)
    with app.library() as library:
        (paper,) = library.catalog.papers()
        assert (paper.title, paper.abstract) == ("Deep Nets!", ABSTRACT)
        assert (paper.year, paper.doi) == (2020, "10.1234/x")
        assert [Path(source).name for source in paper.sources] == ["a.jsonl", "b.jsonl"]
        assert library.catalog.papers_named("10.1234/X")[0].id == paper.id
        assert_whole(library)


def test_a_changed_record_updates_paper_and_indexes(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    file = write(tmp_path / "a.jsonl", {"title": "One", "abstract": ABSTRACT})
    app.ingest([file])
    write(file, {"title": "One", "abstract": "It is about zebras. Zebras have stripes."})
    assert outcome(app.ingest([file])) == (1, 0, 1, 0, 0, 0)
    with app.library() as library:
        assert library.catalog.papers()[0].abstract.startswith("It is about zebras")
        assert library.words.search("zebra", 5)
        assert not library.words.search("sparse", 5)
        assert_whole(library)


def test_an_update_is_no_reason_to_rebuild_the_indexes(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    file = tmp_path / "a.jsonl"
    other = {"title": "Two", "abstract": "It is about whales."}
    app.ingest([write(file, {"title": "One", "abstract": ABSTRACT}, other)])
    app.ingest([write(file, {"title": "One", "abstract": ABSTRACT + " More."}, other)])
    assert make_app.remarks == []  # type: ignore[attr-defined]
    with app.library() as library:
        assert library.catalog.facts()["index"] == "index-000001"
        assert_whole(library)


def test_an_update_that_was_not_indexed_yet_hides_the_old_chunks_and_is_found_again(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.jsonl"
    make_app().ingest([write(file, {"title": "One", "abstract": ABSTRACT})])
    write(file, {"title": "One", "abstract": "Zebras."})
    interrupted = make_app()
    monkeypatch.setattr(type(interrupted.embedder), "embed_with_tokens", _refuse)
    with pytest.raises(AssertionError, match="nothing was to be embedded"):
        interrupted.ingest([file])
    monkeypatch.undo()
    with make_app().searcher() as searcher:
        for hit in searcher.search("sparse methods", 3):
            assert all(passage.text for passage in hit.passages)
    make_app().ingest([file])
    with make_app().library() as library:
        assert library.words.search("zebra", 3)
        assert_whole(library)


def test_two_papers_that_share_a_title_stay_two(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    file = write(
        tmp_path / "a.jsonl",
        {"title": "Editorial", "abstract": "On ships.", "authors": ["Ann Lee"]},
        {"title": "Editorial", "abstract": "On trains.", "authors": ["Bob Roe"]},
        {"title": "Survey", "abstract": "On roads.", "doi": "10.1234/a"},
        {"title": "Survey", "abstract": "On paths.", "doi": "10.1234/b"},
    )
    assert app.ingest([file]).new == 4
    assert app.ingest([file]).unchanged == 4
    with app.library() as library:
        assert len({paper.id for paper in library.catalog.papers()}) == 4


def test_one_identifier_joins_records_of_different_titles(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app()
    file = write(
        tmp_path / "a.jsonl",
        {"title": "BERT", "abstract": ABSTRACT, "arxiv_id": "1810.04805v2"},
        {"title": "BERT: Pre-training", "abstract": "", "arxiv_id": "arXiv:1810.04805"},
    )
    counts = app.ingest([file])
    assert (counts.new, counts.merged) == (1, 1)


def test_what_is_not_understood_is_named_and_the_rest_goes_in(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app()
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "One"}\n{"title": \n[1]\n{"abstract": "x"}\n', encoding="utf-8")
    counts = app.ingest([file])
    assert (counts.read, counts.new) == (4, 1)
    assert [(Path(one.source).name, one.line) for one in counts.skipped] == [
        ("a.jsonl", 2),
        ("a.jsonl", 3),
        ("a.jsonl", 4),
    ]


def test_a_record_without_abstract_is_kept_and_found_by_its_title(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app()
    app.ingest([write(tmp_path / "a.jsonl", {"title": "Zebra stripes"})])
    with app.searcher() as searcher:
        (hit,) = searcher.search("zebra", 5)
    assert hit.paper.title == "Zebra stripes"


def test_a_path_that_is_not_there_is_an_error_and_makes_no_library(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app()
    with pytest.raises(InputError, match="no file or folder"):
        app.ingest([tmp_path / "nothing.csv"])
    assert not app.folder.exists()


def test_an_interrupted_ingest_goes_on_where_it_stopped(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [{"title": f"Paper {number}", "abstract": ABSTRACT} for number in range(9)]
    file = write(tmp_path / "a.jsonl", *records)
    first = make_app(library__batch_papers="3")
    stop_after_two_batches(first, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        first.ingest([file])
    monkeypatch.undo()
    second = make_app(library__batch_papers="3")
    counts = second.ingest([file])
    assert counts.unchanged == 9
    with second.library() as library:
        assert library.catalog.count_to_index() == 0
        assert_whole(library)


def test_what_was_read_before_an_interruption_is_kept(make_app: MakeApp) -> None:
    def records() -> Iterator[Record]:
        for line in range(5_010):
            yield Record(Paper(id=f"made:{line}", title=f"Paper {line}", abstract=""), "a", line)
        raise KeyboardInterrupt

    app = make_app()
    with pytest.raises(KeyboardInterrupt):
        app.take_in(records())
    with app.library() as library:
        assert library.catalog.count_to_index() == 5_000


def test_what_cannot_be_stored_ends_the_ingest_and_the_next_one_completes_it(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [{"title": f"Paper {number}", "abstract": ABSTRACT} for number in range(9)]
    file = write(tmp_path / "a.jsonl", *records)
    store, calls = Library.store, iter(range(1))

    def failing(library: Library, *given: Any) -> None:
        if next(calls, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        store(library, *given)

    monkeypatch.setattr(Library, "store", failing)
    with pytest.raises(StorageError, match="is full"):
        make_app(library__batch_papers="3").ingest([file])
    monkeypatch.undo()
    app = make_app()
    with app.library() as library:
        assert library.catalog.count_to_index() == 6
    app.ingest([file])
    with app.library() as library:
        assert_whole(library)


def stop_after_two_batches(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    embed, calls = app.local_embedder.embed_with_tokens, iter(range(2))

    def stopping(texts: list[str], tells: Callable[[str], bool]) -> object:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return embed(texts, tells)

    monkeypatch.setattr(app.embedder, "embed_with_tokens", stopping)


def test_a_poorer_source_does_not_displace_a_good_abstract(
    make_app: MakeApp, tmp_path: Path
) -> None:
    app = make_app()
    good = write(tmp_path / "a.jsonl", {"title": "One", "abstract": ABSTRACT})
    poor = write(tmp_path / "b.jsonl", {"title": "One", "abstract": "Sparse methods match"})
    app.ingest([good, poor])
    write(poor, {"title": "One", "abstract": "Sparse methods match", "keywords": ["x"]})
    assert app.ingest([poor]).updated == 1
    with app.library() as library:
        (paper,) = library.catalog.papers()
    assert (paper.abstract, paper.keywords) == (ABSTRACT, ("x",))


def test_a_new_paper_never_takes_the_place_of_another(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    title = "Preliminary notes"
    file = tmp_path / "a.jsonl"
    zebras = "On zebras and their stripes in the wild."
    app.ingest([write(file, {"title": title, "abstract": zebras})])
    app.ingest([write(file, {"title": title, "abstract": zebras, "doi": "10.1234/a"})])
    renamed = {"title": "Zebra notes", "abstract": zebras, "doi": "10.1234/a"}
    app.ingest([write(file, renamed)])
    other = write(
        tmp_path / "b.jsonl", {"title": title, "abstract": "Quantum circuits of depth two."}
    )
    assert app.ingest([other]).new == 1
    with app.library() as library:
        assert {paper.abstract[:4] for paper in library.catalog.papers()} == {"On z", "Quan"}
        assert_whole(library)


def test_authors_with_initials_are_the_same_people(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    first = write(tmp_path / "a.jsonl", {"title": "One", "authors": ["Smith J", "Lee K"]})
    second = write(tmp_path / "b.jsonl", {"title": "One", "authors": ["John Smith", "Kay Lee"]})
    assert app.ingest([first, second]).merged == 1
