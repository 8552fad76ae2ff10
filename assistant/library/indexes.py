"""The two indexes that are derived from the catalog, side by side in one folder."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from assistant.errors import IndexBroken
from assistant.library.vector_server import VectorServer
from assistant.library.words import WordIndex

if TYPE_CHECKING:
    from assistant.library.catalog import Catalog
    from assistant.library.vectors import VectorIndex

_BATCH = 1000
_COLLECTION = "collection"  # a file that names the one of a server


class Indexes:
    """The word index and the vector index of one folder, each opened when first used.

    With a `server` the vectors are in a collection there, and the folder holds its name.
    `generation` is the one that they are at or beyond; `opening_seconds` what opening them took.
    """

    def __init__(
        self, folder: Path, generation: int = 0, server: VectorServer | None = None
    ) -> None:
        self.folder = folder
        self._server = server
        self.generation = generation
        self.opening_seconds = 0.0
        self._opened_at = monotonic()
        self._lock = threading.RLock()
        self._words: WordIndex | None = None
        self._vectors: VectorIndex | None = None

    @classmethod
    def create(cls, folder: Path, server: VectorServer | None = None) -> Indexes:
        """Make both indexes, empty, in a new folder."""
        made = cls(folder, server=server)
        made._words = WordIndex(folder / "words", create=True)
        made._vectors = made._opened_vectors(create=True)
        return made

    def discard(self) -> None:
        """Remove the folder, and what the server keeps for it."""
        self.close()
        named = self.folder / _COLLECTION
        if self._server and named.is_file():
            from assistant.library.served_vectors import ServedVectorIndex

            ServedVectorIndex.discard(self._server, named.read_text(encoding="ascii"))
        shutil.rmtree(self.folder, ignore_errors=True)

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
                with self._timed():
                    self._vectors = self._opened_vectors(create=False)
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

    def _opened_vectors(self, create: bool) -> VectorIndex:
        # Either loads Chroma, a second's work.
        if self._server is None:
            from assistant.library.vectors import VectorIndex

            return VectorIndex(self.folder / "vectors", create)
        from assistant.library.served_vectors import ServedVectorIndex, new_name

        named = self.folder / _COLLECTION
        if create:  # the name first: a collection that a kill leaves is found by it
            named.write_text(new_name(), encoding="ascii")
        elif not named.is_file():
            raise IndexBroken(
                "the vectors are not in the Chroma server yet; "
                "run `litassist reindex` to send them there"
            )
        return ServedVectorIndex(self._server, named.read_text(encoding="ascii"), create)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        begun = monotonic()
        yield
        self._opened_at = monotonic()
        self.opening_seconds += self._opened_at - begun
