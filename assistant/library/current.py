"""The indexes in use of a library: kept open, whole, and up to date with all who write to it.

The catalog's facts tell of them:

    index        the folder in use.  A rebuild fills a new one and then changes this one fact, so
                 that a kill at any moment leaves a whole index in use.
    writing      set while the indexes lag behind the catalog.  Who finds it set with nobody
                 writing knows that a writer died, and rebuilds them: Chroma's files may be broken
                 by that although its counts agree.  Meanwhile it is "mending": who has opened no
                 indexes yet waits for it.
    generation   how often the indexes have been written to.  Who finds another one than it opened
                 them at opens them anew: Chroma shows a process nothing that others wrote since,
                 and a process that wrote to such an index could crash.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.errors import IndexBroken, LibraryBusy
from assistant.library import words as word_index
from assistant.library.database import storage_errors
from assistant.library.indexes import Indexes
from assistant.library.locking import held
from assistant.library.vector_server import VectorServer
from assistant.library.words import WordIndex

if TYPE_CHECKING:
    import filelock

    from assistant.library.catalog import Catalog
    from assistant.library.vectors import VectorIndex
    from assistant.types import Vector

Report = Callable[[str], None]
_Index = TypeVar("_Index", "WordIndex", "VectorIndex")
# While another process writes, opening anew after each of its batches is to take no more than one
# part in so many of the time; after its last one they are opened anew at the next look.
_PATIENCE = 10
_MENDING = "mending"


class CurrentIndexes:
    """Opens and mends the indexes when they are used; safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        lock: filelock.BaseFileLock,
        wait_seconds: float,
        report: Report,
        server: VectorServer | None,
    ) -> None:
        self._folder = folder
        self._catalog = catalog
        self._lock = lock
        self._wait_seconds = wait_seconds
        self._report = report
        self._server = server
        self._opening = threading.RLock()
        self._indexes: Indexes | None = None
        self._found_whole: set[tuple[str, str]] = set()
        self._looked_at: tuple[int, dict[str, str], Indexes] | None = None

    @property
    def words(self) -> WordIndex:
        """The word index, whole."""
        return self._whole("words", lambda indexes: indexes.words, self._catalog.count_stored)

    @property
    def vectors(self) -> VectorIndex:
        """The vector index, whole."""
        return self._whole("vectors", lambda indexes: indexes.vectors, self._catalog.count_chunks)

    def nearest(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Return the nearest chunks as (id, cosine), best first."""
        facts = self._catalog.facts()
        try:
            return self.vectors.search(vector, most)
        except IndexBroken:
            self._repair(facts, "the index of vectors is damaged", self._wait_seconds)
            self._let_go()
            return self.vectors.search(vector, most)

    @contextmanager
    def changing(self) -> Iterator[Indexes]:
        """Give the indexes for a change; a death on the way leaves the mark that they lag.

        Call it while holding the library for writing.
        """
        # Both are opened and found whole before the mark is set, which would call for a repair.
        _, _ = self.words, self.vectors
        _, indexes = self._current()
        self._catalog.remember(writing="yes")
        yield indexes
        # Chroma shows a process what it wrote itself: no reader here need open anything anew.
        with self._opening:
            indexes.generation += 1
            self._catalog.remember(writing="", generation=str(indexes.generation))

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Build both indexes anew from the catalog, in a new folder, without embedding.

        Call it while holding the library for writing.
        """
        before = self._catalog.facts()["index"]
        name = f"index-{int(before.rpartition('-')[2]) + 1:06d}"
        self._at(name).discard()
        try:
            Indexes.create(self._folder / name, self._server).fill(self._catalog, progress).close()
        except BaseException:
            self._at(name).discard()  # the disk may be full of it
            raise
        self._catalog.remember(index=name, writing="", words=word_index.VERSION)
        self._let_go()
        self.clear()

    def clear(self) -> None:
        """Remove what a rebuild left behind that was killed; call it as `rebuild`."""
        name = self._catalog.facts()["index"]
        for other in self._folder.glob("index-*"):
            if other.name != name:
                self._at(other.name).discard()

    def mend_after_a_dead_writer(self) -> None:
        """Rebuild indexes that a writer left half written, or that an older version made.

        Raises:
            LibraryBusy: the writer is alive.
        """
        facts = self._catalog.facts()
        if facts["writing"]:
            self._repair(facts, "an earlier command was cut short")
        elif facts["words"] != word_index.VERSION:
            self._repair(facts, "the index of words is of an older kind")

    def problem(self) -> str | None:
        """Return what is wrong with the indexes, or None; looks at counts and asks one probe."""
        facts = self._catalog.facts()
        if facts["writing"]:
            return "an earlier command was cut short"
        indexes = self._at(facts["index"])
        try:
            papers, stored = indexes.words.count(), self._catalog.count_stored()
            rows, chunks = indexes.vectors.count(), self._catalog.count_chunks()
            if papers != stored:
                return f"the word index holds {papers} of {stored} papers"
            if rows != chunks:
                return f"the vector index holds {rows} of {chunks} chunks"
            for _, vectors in self._catalog.embedded.batches(1):
                indexes.vectors.search(vectors[0], 1)
                break
        except IndexBroken as error:
            return str(error)
        finally:
            indexes.close()
        return None

    def close(self) -> None:
        """Let go of all files."""
        with self._opening:
            if self._indexes is not None:
                self._indexes.close()
            self._indexes = self._looked_at = None

    def _whole(
        self, name: str, opened: Callable[[Indexes], _Index], expected: Callable[[], int]
    ) -> _Index:
        """Return an index that opens and holds as much as the catalog says, rebuilt if need be."""
        facts, indexes = self._current()
        key = (str(indexes.folder), name)
        try:
            index = opened(indexes)
            whole = key in self._found_whole or index.count() == expected()
        except IndexBroken:
            self._repair(facts, f"the index of {name} is damaged", self._wait_seconds)
        else:
            if whole:
                self._found_whole.add(key)
                return index
            with contextlib.suppress(LibraryBusy):  # then it is being written to, and can be read
                self._repair(facts, f"the index of {name} is incomplete")
        _, indexes = self._current()
        return opened(indexes)

    def _current(self) -> tuple[dict[str, str], Indexes]:
        """Return the indexes in use, opened anew where another process has changed them.

        With them come the facts that were read before: the indexes are no older.
        """
        with self._opening, storage_errors(self._folder):
            state = self._catalog.state()
            if self._looked_at and self._looked_at[0] == state:
                return self._looked_at[1:]
            try:
                self.mend_after_a_dead_writer()
            except LibraryBusy:
                # A writer that is alive is no case for repair: what it has stored can be read.
                if self._indexes is None:
                    self._wait_for_a_mender()
            facts = self._catalog.facts()
            folder, generation = self._folder / facts["index"], int(facts.get("generation", "0"))
            if (
                self._indexes is None
                or self._indexes.folder != folder
                or (self._indexes.generation != generation and self._is_due(self._indexes))
            ):
                # The old ones are closed when the last search that uses them has ended.
                self._indexes = Indexes(folder, generation, self._server)
            if self._indexes.generation == generation and not facts["writing"]:
                self._looked_at = state, facts, self._indexes
            return facts, self._indexes

    def _at(self, name: str) -> Indexes:
        return Indexes(self._folder / name, server=self._server)

    def _is_due(self, indexes: Indexes) -> bool:
        """Tell whether to open anew now, or as well after a few more batches of another process."""
        if indexes.age() > _PATIENCE * indexes.opening_seconds:
            return True
        try:
            with held(self._lock, self._folder, 0):
                return True
        except LibraryBusy:
            return False

    def _let_go(self) -> None:
        with self._opening:
            self._indexes = self._looked_at = None

    def _wait_for_a_mender(self) -> None:
        if self._catalog.facts()["writing"] == _MENDING:
            self._report("another process is rebuilding the indexes; waiting for it")
            with held(self._lock, self._folder, self._wait_seconds):
                self.mend_after_a_dead_writer()  # if it died, too

    def _repair(self, facts: dict[str, str], why: str, seconds: float = 0) -> None:
        """Rebuild the indexes, unless another process has changed them since `facts`.

        Raises:
            LibraryBusy: another process has been writing for so many seconds.
        """
        if self._catalog.facts()["index"] != facts["index"]:
            return  # whatever is written to those that are in use now
        with storage_errors(self._folder), held(self._lock, self._folder, seconds):
            if self._catalog.facts() == facts:
                self._report(f"{why}; rebuilding the indexes from the catalog")
                self._catalog.remember(writing=_MENDING)
                self.rebuild()
