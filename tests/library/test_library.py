"""A library on disk: opening, removing, repairing, locking."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest

from assistant.app import App
from assistant.errors import (
    IndexBroken,
    LibraryBusy,
    LibraryError,
    LibraryMismatch,
    LibraryMissing,
    ModelUnavailable,
    StorageError,
)
from assistant.library.admission import Admission
from assistant.library.database import storage_errors
from assistant.types import Filters
from tests.conftest import MakeApp

DPR = "doi:10.18653/v1/2020.emnlp-main.550"


@pytest.fixture
def app(make_app: MakeApp, demo_folder: Path) -> App:
    """An app over a copy of the demo library."""
    made = make_app()
    shutil.copytree(demo_folder, made.folder)
    return made


def test_reading_where_there_is_no_library_makes_none(make_app: MakeApp) -> None:
    app = make_app()
    with pytest.raises(LibraryMissing, match="litassist ingest"), app.library():
        pass
    assert not app.folder.exists()


def test_removing_a_paper_takes_it_out_of_all_three_stores(app: App) -> None:
    with app.library() as library:
        chunks = len(library.catalog.chunks_of([DPR]))
        before = library.vectors.count()
        with library.writing():
            library.remove([DPR])
        assert library.catalog.papers_by_id([DPR]) == {}
        assert library.vectors.count() == before - chunks
        assert library.words.count() == 63
        assert library.problem() is None
        assert DPR not in [id for id, _ in library.words.search("dense passage retrieval", 64)]


def test_another_chunking_is_refused_and_reindex_mends_it(app: App, make_app: MakeApp) -> None:
    other = make_app(library__chunk_tokens="96")
    with pytest.raises(LibraryMismatch, match="litassist reindex"), other.library():
        pass
    with app.library() as library:
        before = library.catalog.count_chunks()
    assert other.reindex() is True
    with other.library() as library:
        assert library.catalog.count_chunks() > before
        assert library.problem() is None


def test_reindex_takes_the_vectors_from_the_catalog(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.searcher() as searcher:
        before = [hit.paper.id for hit in searcher.search("dense retrieval", 10)]
    with monkeypatch.context() as patched:
        patched.setattr(app.embedder, "embed_tokens", lambda _: pytest.fail("embedded anew"))
        assert app.reindex() is False
    with app.searcher() as searcher:
        assert [hit.paper.id for hit in searcher.search("dense retrieval", 10)] == before
    assert [folder.name for folder in app.folder.glob("index-*")] == ["index-000002"]


def test_a_lost_index_folder_is_rebuilt_at_the_next_opening(app: App, make_app: MakeApp) -> None:
    shutil.rmtree(app.folder / "index-000001")
    with app.searcher() as searcher:
        assert searcher.search("dense retrieval", 3)[0].paper.title
    assert any("rebuilding" in remark for remark in make_app.remarks)  # type: ignore[attr-defined]


def test_a_writer_that_died_is_noticed_and_its_work_repaired(app: App) -> None:
    with app.library() as library:
        library.catalog.remember(writing="yes")
    for file in (app.folder / "index-000001" / "vectors").rglob("*.bin"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with app.library() as library:
        assert library.problem() == "an earlier command was cut short"
        assert library.words.count() == 64
        assert library.problem() is None
    with app.searcher() as searcher:
        assert searcher.search("dense retrieval", 3)


def test_a_vector_index_that_fails_a_search_is_rebuilt_and_the_search_answers(
    app: App, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    vector = app.embedder.embed(["dense retrieval"])[0]
    with app.library() as library:
        expected = library.nearest_chunks(vector, 3)

    def broken(*_: object) -> None:
        raise IndexBroken("it does not work")

    with app.library() as library:
        monkeypatch.setattr(library.vectors, "search", broken)
        found = library.nearest_chunks(vector, 3)
    assert [chunk for chunk, _ in found] == [chunk for chunk, _ in expected]
    assert any("damaged" in remark for remark in make_app.remarks)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (OSError(28, "No space left on device"), StorageError, "is full; free some space"),
        (ValueError("IO error: 'No space left on device'"), StorageError, "is full"),
        (sqlite3.OperationalError("database or disk is full"), StorageError, "is full"),
        (PermissionError(13, "Permission denied"), StorageError, "no permission to write"),
        (sqlite3.OperationalError("attempt to write a readonly database"), StorageError, "no perm"),
        (sqlite3.DatabaseError("file is not a database"), LibraryError, "is damaged"),
    ],
)
def test_what_a_disk_refuses_is_said_in_plain_words(
    tmp_path: Path, error: Exception, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said), storage_errors(tmp_path):
        raise error


def test_a_bug_is_not_taken_for_a_refusal_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(KeyError), storage_errors(tmp_path):
        raise KeyError("a bug")


def test_broken_vector_files_are_found_and_reindex_mends_them(app: App) -> None:
    with app.library() as library:
        assert library.problem() is None
    shutil.rmtree(app.folder / "index-000001" / "words")
    with app.library() as library:
        assert "word index" in (library.problem() or "")
    app.reindex()
    with app.library() as library:
        assert library.problem() is None


def test_a_second_writer_is_told_and_readers_are_not_disturbed(
    app: App, make_app: MakeApp, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "One"}\n')
    with filelock.FileLock(app.folder / "writer.lock"):
        with app.searcher() as searcher:
            assert searcher.search("dense retrieval", 3)
        with pytest.raises(LibraryBusy, match="another process is writing"):
            make_app(library__wait_seconds="0.1").ingest([file])


def test_a_damaged_catalog_is_a_clear_error(app: App) -> None:
    catalog = app.folder / "catalog.sqlite"
    catalog.write_bytes(b"this is no database, " * 500)
    with pytest.raises(LibraryError, match="is damaged"), app.library():
        pass


def test_an_empty_library_is_a_clear_error(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app()
    (tmp_path / "a.csv").write_text("title,abstract\n")
    app.ingest([tmp_path / "a.csv"])
    with pytest.raises(LibraryError, match="is empty"), app.searcher():
        pass


@pytest.mark.parametrize("left", [slice(0, 60), slice(20, 60), slice(30, 64), slice(0, 5)])
def test_a_filter_finds_the_best_of_those_it_leaves_however_many(app: App, left: slice) -> None:
    question = "dense passage retrieval"
    vector = app.embedder.embed([question])[0]
    with app.library() as library:
        ranked = dict.fromkeys(
            chunk.paper_id for chunk, _ in library.nearest_chunks(vector, library.vectors.count())
        )
        admitted = frozenset(list(ranked)[left])  # the third lot has none of the best
        found = library.nearest_chunks(vector, 3, Admission(admitted))
        every = library.compare_chunks(vector, 3, admitted)
        assert [chunk for chunk, _ in found] == [chunk for chunk, _ in every]
        assert [cosine for _, cosine in found] == pytest.approx([one for _, one in every], abs=1e-3)
        of_all = library.words.search(question, 64)
        assert (
            library.words.search(question, 3, Admission(admitted))
            == [pytest.approx(one) for one in of_all if one[0] in admitted][:3]
        )


def test_filtered_vector_search_is_exact(app: App) -> None:
    vector = app.embedder.embed(["dense passage retrieval"])[0]
    with app.library() as library:
        everything = Admission(frozenset(paper.id for paper in library.catalog.papers()))
        exact = library.nearest_chunks(vector, 200, everything)
        indexed = library.nearest_chunks(vector, 200)
        assert [chunk.id for chunk, _ in exact[:20]] == [chunk.id for chunk, _ in indexed[:20]]
        assert exact[0][1] == pytest.approx(indexed[0][1], abs=1e-4)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(year_from=2023), lambda paper: paper.year >= 2023),
        (Filters(year_to=2009), lambda paper: paper.year <= 2009),
        (Filters(2019, 2020), lambda paper: 2019 <= paper.year <= 2020),
        (Filters(authors=("karpukhin",)), lambda paper: "Vladimir Karpukhin" in paper.authors),
        (Filters(venues=("emnlp",)), lambda paper: "EMNLP" in (paper.venue or "")),
        (Filters(sources=("landmarks",)), lambda paper: True),
        (Filters(sources=("elsewhere",)), lambda paper: False),
    ],
)  # fmt: skip
def test_filters_admit_just_the_papers_they_describe(
    app: App, filters: Filters, expected: object
) -> None:
    assert callable(expected)
    with app.library() as library:
        papers = library.catalog.papers()
        right = frozenset(paper.id for paper in papers if expected(paper))
        assert library.catalog.admitted(filters) == right


@pytest.mark.parametrize(
    "name",
    [
        DPR,
        "10.18653/V1/2020.emnlp-main.550",
        "2004.04906",
        "arxiv:2004.04906",
        "Dense passage retrieval for open-domain question answering",
        "passage retrieval for open-domain",
    ],
)
def test_a_paper_answers_to_ids_titles_and_parts_of_titles(app: App, name: str) -> None:
    with app.library() as library:
        assert DPR in [paper.id for paper in library.catalog.papers_named(name)]


def test_llama_index_can_search_the_collection(app: App) -> None:
    import chromadb
    from llama_index.core.vector_stores import VectorStoreQuery
    from llama_index.vector_stores.chroma import ChromaVectorStore

    with app.library() as library:
        expected = library.vectors.search(app.embedder.embed(["dense retrieval"])[0], 3)
    client = chromadb.PersistentClient(str(app.folder / "index-000001" / "vectors"))
    store = ChromaVectorStore(chroma_collection=client.get_collection("chunks"))
    query = VectorStoreQuery(
        app.embedder.embed(["dense retrieval"])[0].tolist(), similarity_top_k=3
    )
    assert store.query(query).ids == [id for id, _ in expected]


def test_a_dead_writers_work_is_mended_before_the_next_write(app: App) -> None:
    with app.library() as library:
        library.catalog.remember(writing="yes")
        library.words.remove([])  # opening an index mends; so put the mark back
        library.catalog.remember(writing="yes")
        (app.folder / library.catalog.facts()["index"] / "words" / "meta.json").unlink()
        with library.writing():
            library.remove([DPR])
        assert library.problem() is None
        assert library.words.count() == 63


def test_a_reindex_that_cannot_reach_its_model_loses_nothing(app: App, make_app: MakeApp) -> None:
    remote = make_app(
        embedding__provider="openai", llm__base_url="http://127.0.0.1:9/v1", llm__retries="0"
    )
    with pytest.raises(ModelUnavailable):
        remote.reindex()
    with app.searcher() as searcher:
        assert searcher.search("dense retrieval", 3)
    with app.library() as library:
        assert library.problem() is None


def test_an_open_library_follows_a_rebuild_by_another(app: App) -> None:
    with app.searcher() as searcher:
        before = [hit.paper.id for hit in searcher.search("dense retrieval", 5)]
        app.reindex()
        assert [hit.paper.id for hit in searcher.search("dense retrieval", 5)] == before


def test_threads_can_share_a_library(app: App) -> None:
    with app.searcher() as searcher, ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: searcher.search("dense retrieval", 3), range(24)))
    assert len({tuple(hit.paper.id for hit in hits) for hits in found}) == 1


def test_words_weigh_something_after_papers_were_removed(app: App) -> None:
    with app.library() as library, library.writing():
        gone = library.catalog.ids()[4:]
        library.remove(gone)
        terms = library.words.terms("language models retrieve dense passages and answer")
        assert all(weight > 0 for weight in library.words.weights(terms).values())
