"""Embedding on a Ray cluster: the same chunks, vectors and tokens as without one."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.app import App
from assistant.errors import InputError
from assistant.library.embedded import Embedded
from assistant.library.library import Library
from assistant.types import Chunk
from tests.conftest import MakeApp

PAPERS = 40
BATCH_PAPERS = "8"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A file of more papers than one batch; some are long enough for two chunks, some empty."""
    file = tmp_path / "papers.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for number in range(PAPERS):
            sentences = (f"Method {number} ranks {each} passages." for each in range(number))
            record = {"title": f"Study number {number}", "abstract": " ".join(sentences)}
            out.write(json.dumps(record) + "\n")
    return file


def on_ray(app: App, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command with a cluster of its own; it opens ports, which a test may not."""
    chosen = {
        "LITASSIST_LIBRARY_PATH": str(app.folder),
        "LITASSIST_LIBRARY_BATCH_PAPERS": BATCH_PAPERS,
        "LITASSIST_LIBRARY_VECTORS": app.settings.library.vectors,
        "LITASSIST_LIBRARY_VECTORS_URL": app.settings.library.vectors_url,
        "LITASSIST_EMBEDDING_RAY": "local",
    }
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        env={**os.environ, **chosen}, capture_output=True, text=True, timeout=110, check=False,
    )  # fmt: skip


def embedded(library: Library) -> dict[Chunk, Embedded]:
    ids = [paper.id for paper in library.catalog.papers()]
    of_papers = library.catalog.embedded.of_papers(ids)
    return {one.chunk: one for chunks in of_papers.values() for one in chunks}


@pytest.fixture
def ray() -> None:
    pytest.importorskip("ray.data", reason="the extra [scale] is not installed")


@pytest.mark.usefixtures("ray")
def test_a_cluster_gives_the_chunks_vectors_and_tokens_of_an_ordinary_ingest(
    make_app: MakeApp, address: str, papers: Path, tmp_path: Path
) -> None:
    app = make_app(library__vectors="chroma-server", library__vectors_url=address)
    # A vector depends a little on the texts it is made with: the batches are to be the same.
    other = make_app(library__path=str(tmp_path / "other"), library__batch_papers=BATCH_PAPERS)
    done = on_ray(app, "ingest", papers)
    assert done.returncode == 0, done.stderr
    # Ray says that it says nothing.
    assert [line for line in done.stderr.splitlines() if "log level" not in line] == []
    assert not list(app.folder.glob("index-*/vectors"))
    other.ingest([papers])
    with app.library() as library, other.library() as expected:
        assert library.problem() is None
        assert library.vectors.count() == library.catalog.count_chunks()
        made, ordinary = embedded(library), embedded(expected)
    assert len(made) > PAPERS
    assert made.keys() == ordinary.keys()
    for chunk, one in ordinary.items():
        assert made[chunk].vector.tobytes() == one.vector.tobytes()
        assert made[chunk].tokens == one.tokens != b""


@pytest.mark.usefixtures("ray")
def test_a_cluster_embeds_no_chunk_that_did_not_change(make_app: MakeApp, papers: Path) -> None:
    app = make_app()
    app.ingest([papers])
    with sqlite3.connect(app.folder / "catalog.sqlite") as catalog:
        catalog.execute("UPDATE chunks SET vector = (SELECT min(vector) FROM chunks)")
    papers.write_text(papers.read_text().replace('"abstract"', '"year": 2020, "abstract"'))
    done = on_ray(app, "ingest", papers)
    assert done.returncode == 0, done.stderr
    with app.library() as library:
        assert library.catalog.count_to_index() == 0
        assert len({one.vector.tobytes() for one in embedded(library).values()}) == 1


def test_without_the_extra_more_than_a_batch_says_what_to_install(
    make_app: MakeApp, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    few = make_app(embedding__ray="local", library__batch_papers=str(PAPERS))
    assert few.ingest([papers]).new == PAPERS
    many = make_app(embedding__ray="local", library__batch_papers=str(PAPERS - 1))
    papers.write_text(papers.read_text().replace("Study", "Survey"))
    with pytest.raises(InputError, match=r'pip install "literature-assistant\[scale\]"'):
        many.ingest([papers])
    with make_app().library() as library:
        assert library.catalog.count_to_index() == PAPERS
