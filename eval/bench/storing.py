"""Storing without embedding, and what lies on disk: ours, LlamaIndex's pipeline, bare Chroma.

All sides are given the same papers and vectors.  The pipeline splits them as ours does, takes the
vectors in its embedding step, and stores texts and metadata in Chroma as `ChromaVectorStore` does.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy
from chromadb.config import Settings as ChromaSettings
from llama_index.core import Document
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, TextNode, TransformComponent
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant import settings
from assistant.app import App
from assistant.corpus import files
from assistant.corpus.records import Record
from assistant.library import ingest
from assistant.library.chunking import spans
from assistant.library.library import Library
from assistant.models import tokens
from assistant.types import Chunk, Paper
from eval.bench.apart import Cost, apart, costs, megabytes_on_disk

if TYPE_CHECKING:
    from assistant.types import Vectors

_CHUNK_TOKENS = 192
_BATCH_PAPERS = 512
LONG = "A sentence that is long enough to be split. " * 40  # which loads what splits
_CALL = 5000  # rows, below Chroma's limit of 5,461


class Given:
    """An embedder that has the vectors already, of whichever texts."""

    name = "given"

    def __init__(self, vectors: Vectors) -> None:
        self.dimension = vectors.shape[1]
        self._vectors = vectors
        self._given = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the next vectors, and from the first again."""
        places = (numpy.arange(len(texts)) + self._given) % len(self._vectors)
        self._given += len(texts)
        found: Vectors = self._vectors[places]
        return found


class GivenVectors(TransformComponent):
    """The embedding step of a pipeline, which has the vectors already."""

    # No field: of those a pipeline makes a key for its cache each time that it runs.
    _rows: list[list[float]]

    def __init__(self, vectors: Vectors) -> None:
        super().__init__()
        self._rows = vectors.tolist()

    def __call__(self, nodes: Sequence[BaseNode], **_: Any) -> Sequence[BaseNode]:
        """Give each node a vector."""
        for place, node in enumerate(nodes):
            node.embedding = self._rows[place % len(self._rows)]
        return nodes


def table(folder: Path, file: Path, library: Path) -> str:
    """Measure and return the rows of the table; the vectors are those of a library."""
    stored = folder / "vectors.npy"
    numpy.save(stored, _vectors(library))
    ours, naive, bare = folder / "ours", folder / "naive", folder / "bare"
    found = {
        "ours": apart(_ours, ours, file, stored),
        "LlamaIndex": apart(_pipeline, naive, file, stored, True),
        "LlamaIndex, chunks given": apart(_pipeline, folder / "nodes", file, stored, False),
        "Chroma, no documents": apart(_bare, bare, file, stored),
        "ours, chunks given": apart(_ours_given, folder / "given", ours),
    }
    rows = [f"storing {found['ours'].told}, no embedding"]
    for name, cost in found.items():
        beside = found["LlamaIndex, chunks given" if "given" in name else "LlamaIndex"]
        rows.append(
            f"  {name:<26}{cost.rows:>7} rows {cost.rate:>6.0f}/cpu-s"
            f" {cost.rows / cost.seconds:>6.0f}/s {cost.rate / beside.rate:>5.1f} times"
            f"  {cost.megabytes:.0f} MB of memory"
        )
    theirs = megabytes_on_disk(naive) / found["LlamaIndex"].rows
    for name, place, cost in (
        ("ours, no tokens", ours, found["ours"]),
        ("LlamaIndex", naive, found["LlamaIndex"]),
        ("Chroma, no documents", bare, found["Chroma, no documents"]),
    ):
        size = megabytes_on_disk(place)
        rows.append(
            f"  {name:<26}{size:>7.1f} MB {size / cost.rows / theirs:>5.2f} of LlamaIndex's"
        )
    return "\n".join(rows)


def _ours(folder: Path, file: Path, stored: Path) -> Cost:
    embedder = Given(numpy.load(stored))
    facts = {"embedder": embedder.name, "chunking": f"{_CHUNK_TOKENS} tokens"}
    spans(LONG, tokens.encode, _CHUNK_TOKENS)
    with costs() as cost:
        library = Library.open_or_create(folder, facts, 10.0, sys.exit)
        with library.writing():
            counts = ingest.take_in(library, files.read(file))
            ingest.index(library, embedder, tokens.encode, _CHUNK_TOKENS, _BATCH_PAPERS, False)
        cost.rows = library.catalog.count_chunks()
        library.close()
    cost.told = f"{counts.new} papers"
    return cost


def _ours_given(folder: Path, made: Path) -> Cost:
    """Store what another library holds: papers, chunks and vectors."""
    other = Library.open_as_it_is(made, 10.0, sys.exit)
    papers = other.catalog.papers()
    vectors = dict(_rows(other))
    by_paper: dict[str, list[Chunk]] = {}
    for chunk in other.catalog.chunks_of([paper.id for paper in papers]):
        by_paper.setdefault(chunk.paper_id, []).append(chunk)
    other.close()
    with costs() as cost:
        library = Library.open_or_create(folder, {}, 10.0, sys.exit)
        with library.writing():
            ingest.take_in(library, (Record(paper, "given", 1) for paper in papers))
            for start in range(0, len(papers), _BATCH_PAPERS):
                part = papers[start : start + _BATCH_PAPERS]
                chunks = [chunk for paper in part for chunk in by_paper[paper.id]]
                library.store(part, chunks, numpy.stack([vectors[one.id] for one in chunks]))
        library.close()
    cost.rows = len(vectors)
    return cost


def _pipeline(folder: Path, file: Path, stored: Path, split: bool) -> Cost:
    """Run LlamaIndex's pipeline into Chroma, from documents or from nodes that are split."""
    given = GivenVectors(numpy.load(stored))
    papers = _papers(file)
    splitter = SentenceSplitter(chunk_size=_CHUNK_TOKENS, chunk_overlap=0, tokenizer=tokens.encode)
    nodes: list[Any] = [_document(one) for one in papers]
    if not split:
        nodes = list(given([TextNode(**_fields(one)) for one in splitter(nodes)]))
    with costs() as cost:
        store = ChromaVectorStore(chroma_collection=_collection(folder))
        pipeline = IngestionPipeline(
            transformations=[splitter, given] if split else [], vector_store=store
        )
        part = _CALL // 4 if split else _CALL
        for start in range(0, len(nodes), part):
            pipeline.run(nodes=nodes[start : start + part])
        cost.rows = store.client.count()
    return cost


def _bare(folder: Path, file: Path, stored: Path) -> Cost:
    """Add as many vectors to Chroma, with nothing but an id."""
    vectors = numpy.load(stored)
    splitter = SentenceSplitter(chunk_size=_CHUNK_TOKENS, chunk_overlap=0, tokenizer=tokens.encode)
    rows = sum(len(splitter.split_text(one.abstract)) for one in _papers(file))
    with costs() as cost:
        collection = _collection(folder)
        for start in range(0, rows, 1000):
            places = range(start, min(start + 1000, rows))
            collection.add(
                ids=[str(place) for place in places],
                embeddings=vectors[numpy.array(places) % len(vectors)],
            )
    cost.rows = rows
    return cost


def _collection(folder: Path) -> chromadb.Collection:
    client = chromadb.PersistentClient(
        str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    return client.create_collection(
        "chunks", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )


def _papers(file: Path) -> list[Paper]:
    return [one.paper for one in files.read(file) if isinstance(one, Record)]


def _document(paper: Paper) -> Document:
    known = {
        "title": paper.title, "authors": "; ".join(paper.authors), "year": paper.year,
        "venue": paper.venue, "doi": paper.doi, "arxiv_id": paper.arxiv_id, "url": paper.url,
    }  # fmt: skip
    metadata = {name: value for name, value in known.items() if value}
    # Kept, but no part of what is embedded: else the splitter counts it in every chunk.
    return Document(
        doc_id=paper.id,
        text=paper.abstract,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        excluded_llm_metadata_keys=list(metadata),
    )


def _fields(node: BaseNode) -> dict[str, Any]:
    return {"id_": node.node_id, "text": node.get_content(), "metadata": node.metadata}


def _rows(library: Library) -> list[tuple[str, Any]]:
    return [
        (chunk.id, row)
        for chunks, vectors in library.catalog.embedded.batches(_CALL)
        for chunk, row in zip(chunks, vectors, strict=True)
    ]


def _vectors(library: Path) -> Vectors:
    opened = App(settings.load(None, {"library.path": str(library)}, {}), lambda _: None)
    with opened.library() as found:
        return numpy.stack([row for _, row in _rows(found)])
