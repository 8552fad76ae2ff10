"""Vectors in a Chroma server: all that a library does with those in its folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.app import App
from assistant.errors import StorageError
from assistant.interfaces.api.running import listen
from assistant.types import EVERYTHING
from tests.conftest import MakeApp


@pytest.fixture
def app(make_app: MakeApp, address: str) -> App:
    """An app over the demo library, its vectors in the server."""
    made = make_app(library__vectors="chroma-server", library__vectors_url=address)
    made.ingest_demo()
    return made


def collections(address: str) -> set[str]:
    return {one["name"] for one in httpx.get(_collections(address)).json()}


def _collections(address: str) -> str:
    return f"{address}/api/v2/tenants/default_tenant/databases/default_database/collections"


def named(app: App) -> str:
    (file,) = app.folder.glob("index-*/collection")
    return file.read_text(encoding="ascii")


def titles(app: App) -> list[str]:
    found = app.search("dense passage retrieval", 5, EVERYTHING)
    return [hit.paper.title for hit in found.hits]


def test_a_search_finds_the_same_as_with_vectors_in_the_folder(
    app: App, make_app: MakeApp, tmp_path: Path
) -> None:
    other = make_app(library__path=str(tmp_path / "other"))
    other.ingest_demo()
    assert titles(app) == titles(other)
    assert not list(app.folder.glob("index-*/vectors"))
    with app.library() as library:
        assert library.problem() is None
        assert library.vectors.count() == library.catalog.count_chunks()


def test_a_removed_paper_is_gone_from_the_server(app: App) -> None:
    with app.library() as library:
        before = library.vectors.count()
        paper = library.catalog.papers()[0]
        chunks = len(library.catalog.chunks_of([paper.id]))
        with library.writing():
            library.remove([paper.id])
        assert library.vectors.count() == before - chunks
        assert library.problem() is None


def test_a_rebuild_fills_a_new_collection_and_removes_the_old(app: App, address: str) -> None:
    before, expected = named(app), titles(app)
    app.reindex()
    assert named(app) != before
    assert before not in collections(address)
    assert named(app) in collections(address)
    assert titles(app) == expected


def test_a_collection_that_is_gone_is_made_again(app: App, address: str, make_app: Any) -> None:
    expected = titles(app)
    httpx.delete(f"{_collections(address)}/{named(app)}").raise_for_status()
    assert titles(app) == expected
    assert any("rebuilding" in remark for remark in make_app.remarks)


def test_a_library_moves_to_the_server_and_back_without_embedding(
    make_app: MakeApp, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = make_app()
    local.ingest_demo()
    expected = titles(local)
    served = make_app(library__vectors="chroma-server", library__vectors_url=address)
    monkeypatch.setattr(type(local.local_embedder), "embed_with_tokens", None)
    assert titles(served) == expected
    assert named(served) in collections(address)
    assert titles(make_app()) == expected


def test_a_server_that_does_not_answer_is_one_clear_line(make_app: MakeApp, address: str) -> None:
    local = make_app()
    local.ingest_demo()
    with listen("127.0.0.1", 0) as bound:
        nobody = f"http://127.0.0.1:{bound.getsockname()[1]}"
    app = make_app(library__vectors="chroma-server", library__vectors_url=nobody)
    with pytest.raises(StorageError, match=r"does not answer.*chroma run"):
        titles(app)
    shutil.rmtree(app.folder)
    with pytest.raises(StorageError, match="does not answer"):
        app.ingest_demo()
    assert not (app.folder / "catalog.sqlite").exists()


def test_a_server_that_refuses_is_told_with_its_reason(make_app: MakeApp, address: str) -> None:
    app = make_app(
        library__vectors="chroma-server",
        library__vectors_url=address,
        library__vectors_database="nowhere",
    )
    with pytest.raises(StorageError, match="refuses"):
        app.ingest_demo()
