"""The two indexes that are derived from the catalog, side by side in one folder."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from assistant.library.words import WordIndex

if TYPE_CHECKING:
    from assistant.library.catalog import Catalog
    from assistant.library.vectors import VectorIndex

_BATCH = 1000


class Indexes:
    """The word index and the vector index of one folder, each opened when first used.

    `generation` is the one that they are at or beyond; `opening_seconds` what opening them took.
    """

    def __init__(self, folder: Path, generation: int = 0) -> None:
        self.folder = folder
        self.generation = generation
        self.opening_seconds = 0.0
        self._opened_at = monotonic()
        self._lock = threading.RLock()
        self._words: WordIndex | None = None
        self._vectors: VectorIndex | None = None

    @classmethod
    def create(cls, folder: Path) -> Indexes:
        """Make both indexes, empty, in a new folder."""
        from assistant.library.vectors import VectorIndex

        made = cls(folder)
        made._words = WordIndex(folder / "words", create=True)
        made._vectors = VectorIndex(folder / "vectors", create=True)
        return made

    def fill(self, catalog: Catalog, progress: Callable[[int, int], None] | None) -> Indexes:
        """Add all that the catalog holds, without embedding; `progress` counts chunks."""
        total, done = catalog.count_chunks(), 0
        for chunks, vectors in catalog.embedded.batches(_BATCH):
            self.vectors.add(chunks, vectors)
            done += len(chunks)
            if progress:
                progress(done, total)
        self.words.add(catalog.papers_stored())
        return self

    @property
    def words(self) -> WordIndex:
        """The word index; raises IndexBroken where it cannot be opened."""
        with self._lock:
            if self._words is None:
                with self._timed():
                    self._words = WordIndex(self.folder / "words")
            return self._words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index; raises IndexBroken where it cannot be opened."""
        with self._lock:
            if self._vectors is None:
                from assistant.library.vectors import VectorIndex  # loads Chroma, a second's work

                with self._timed():
                    self._vectors = VectorIndex(self.folder / "vectors")
            return self._vectors

    def age(self) -> float:
        """Return the seconds since an index was opened last."""
        return monotonic() - self._opened_at

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.close()
            self._words = self._vectors = None

    @contextmanager
    def _timed(self) -> Iterator[None]:
        begun = monotonic()
        yield
        self._opened_at = monotonic()
        self.opening_seconds += self._opened_at - begun
