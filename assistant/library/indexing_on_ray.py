"""Papers embedded by the workers of a Ray cluster and stored here; needs the extra `scale`.

A worker is a process with an embedding model of its own.  Blocks of papers go out, their chunks and
vectors come back in whatever order and are stored as they come, so that a kill costs only blocks
that were out.  Catalog and words stay with this process, which alone writes.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy

from assistant.errors import InputError, ModelError
from assistant.library.chunking import Tokenizer
from assistant.library.ingest import Progress, chunked, embed
from assistant.library.library import Library
from assistant.library.storing_behind import storing_behind
from assistant.types import Chunk, Embedder, Paper

if TYPE_CHECKING:
    from assistant.types import Vectors

# So many papers are sent at once, some 100 MB: the catalog is read here, no worker sees it.
_SENT_PAPERS = 50_000
# Else it reports to its maker, and tells of its inner life; what goes wrong is an exception.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal"}


@dataclass(frozen=True, slots=True)
class _Block:
    """Papers, and which of their chunks have vectors already."""

    papers: Sequence[Paper]
    known: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Embedded:
    """Papers with all their chunks; vectors and tokens of those that had none, in their order."""

    papers: Sequence[Paper]
    chunks: Sequence[Chunk]
    new: Sequence[str]
    vectors: Vectors
    tokens: Sequence[bytes]


def index(
    library: Library,
    make_embedder: Callable[[], Embedder],
    tokenizer: Tokenizer,
    chunk_tokens: int,
    batch_papers: int,
    keep_tokens: bool,
    address: str,
    progress: Progress | None = None,
) -> int:
    """Do as `ingest.index` does, on the cluster that is there ("auto") or one started ("local").

    Call it while holding the library for writing.

    Raises:
        InputError: Ray is not installed, or no cluster is found.
        ModelError: the cluster failed.
    """
    total, done = library.catalog.count_to_index(), 0
    worker = (make_embedder, tokenizer, chunk_tokens, keep_tokens)
    with _connected(address), storing_behind(library) as storing:
        while papers := library.catalog.papers_to_index(_SENT_PAPERS):
            for made in _mapped(_blocks(library, papers, batch_papers), worker):
                storing.store(made.papers, made.chunks, *_together(library, made, keep_tokens))
                done += len(made.papers)
                if progress:
                    progress(done, total)
            storing.wait()
    return done


def _blocks(library: Library, papers: Sequence[Paper], size: int) -> list[_Block]:
    parts = [papers[start : start + size] for start in range(0, len(papers), size)]
    return [_Block(part, _known(library, part)) for part in parts]


def _known(library: Library, papers: Sequence[Paper]) -> frozenset[str]:
    chunks = library.catalog.chunks_of([paper.id for paper in papers])
    return frozenset(chunk.id for chunk in chunks)


def _together(
    library: Library, made: _Embedded, keep_tokens: bool
) -> tuple[Vectors, dict[str, bytes]]:
    """Return the vectors and tokens of all chunks, those that came and those that were there."""
    ids = [chunk.id for chunk in made.chunks]
    vectors = library.catalog.embedded.vectors_by_chunk(ids)
    vectors |= zip(made.new, made.vectors, strict=True)
    tokens = library.catalog.tokens.by_chunk(ids) if keep_tokens else {}
    tokens |= zip(made.new, made.tokens, strict=False)
    return numpy.stack([vectors[id] for id in ids]), tokens


class _Worker:
    """What runs on the cluster: the packaged functions, over one block after the other."""

    def __init__(
        self,
        make_embedder: Callable[[], Embedder],
        tokenizer: Tokenizer,
        chunk_tokens: int,
        keep_tokens: bool,
    ) -> None:
        self._embedder = make_embedder()
        self._tokenizer = tokenizer
        self._chunk_tokens = chunk_tokens
        self._keep_tokens = keep_tokens

    def __call__(self, row: dict[str, _Block]) -> dict[str, _Embedded]:
        block = row["item"]
        chunks, texts = chunked(block.papers, self._tokenizer, self._chunk_tokens)
        pairs = zip(chunks, texts, strict=True)
        new = {chunk.id: text for chunk, text in pairs if chunk.id not in block.known}
        vectors, tokens = embed(self._embedder, list(new.values()), self._keep_tokens)
        return {"item": _Embedded(block.papers, chunks, list(new), vectors, tokens)}


def _mapped(blocks: Sequence[_Block], worker: tuple[Any, ...]) -> Iterator[_Embedded]:
    """Yield blocks as workers have done them, one worker a processor of the cluster at most."""
    import ray.data

    sent = ray.data.from_items(list(blocks), override_num_blocks=len(blocks))
    most = min(len(blocks), max(1, int(ray.cluster_resources().get("CPU", 1))))
    pool = ray.data.ActorPoolStrategy(min_size=1, max_size=most)
    done = sent.map(_Worker, fn_constructor_args=worker, compute=pool, num_cpus=1)
    try:
        for row in done.iter_rows():
            yield row["item"]
    except ray.exceptions.RayTaskError:
        raise  # no matter of the cluster: the functions are at fault
    except ray.exceptions.RayError as error:
        raise ModelError(
            f"the Ray cluster failed ({type(error).__name__}); see /tmp/ray/session_latest/logs; "
            "what is stored stays, `litassist reindex` goes on"
        ) from error


@contextmanager
def _connected(address: str) -> Iterator[None]:
    """Connect to a cluster, or start one, and leave or end it after a `with` block."""
    try:
        import ray.data
    except ImportError as error:
        raise InputError(
            "embedding.ray needs Ray; install it with: "
            'pip install "literature-assistant[scale]", or set embedding.ray to ""'
        ) from error
    level = logging.ERROR
    os.environ.update(_QUIET)
    try:
        ray.init(address, include_dashboard=False, log_to_driver=False, logging_level=level)
    except ConnectionError as error:
        raise InputError(
            "no Ray cluster is found; start one with `ray start --head`, or set embedding.ray "
            'to "local"'
        ) from error
    try:
        logging.getLogger("ray.data").setLevel(level)
        ray.data.DataContext.get_current().enable_progress_bars = False
        yield
    finally:
        ray.shutdown()
