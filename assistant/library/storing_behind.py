"""Storing in a thread of its own, while what comes next is being embedded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.library.library import Library
from assistant.types import Chunk, Paper

if TYPE_CHECKING:
    from assistant.types import Vectors


class StoringBehind:
    """Stores one batch at a time; what goes wrong with one is raised by the next wait."""

    def __init__(self, library: Library, pool: ThreadPoolExecutor) -> None:
        self._library = library
        self._pool = pool
        self._last: Future[None] | None = None

    def wait(self) -> None:
        """Wait until the last batch is stored."""
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def store(
        self,
        papers: Sequence[Paper],
        chunks: Sequence[Chunk],
        vectors: Vectors,
        tokens: Mapping[str, bytes],
    ) -> None:
        """Wait, then begin to store as `Library.store` does."""
        self.wait()
        self._last = self._pool.submit(self._library.store, papers, chunks, vectors, tokens)


@contextmanager
def storing_behind(library: Library) -> Iterator[StoringBehind]:
    """Give what stores batches; at the end, however it comes, the last one is stored.

    Call it while holding the library for writing.
    """
    # A repair needs the lock that this thread holds: the other could not do it.
    _, _ = library.words, library.vectors
    with ThreadPoolExecutor(1, thread_name_prefix="storing") as pool:
        try:
            storing = StoringBehind(library, pool)
            yield storing
            storing.wait()
        finally:
            pool.submit(library.catalog.leave)
