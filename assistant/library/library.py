"""A library: a folder with the catalog, the two indexes derived from it, and a writer's lock.

    catalog.sqlite          the truth
    index-000001/vectors/   Chroma
    index-000001/words/     tantivy
    writer.lock             held by the one process that writes

The catalog's fact `index` names the index folder in use.  A rebuild fills a new folder and then
changes that one fact, so that a kill at any moment leaves a whole index in use.  The fact
`writing` is set while indexes lag behind the catalog; finding it set with nobody writing means
that a writer died, and the indexes are rebuilt: Chroma's files may be broken by that although its
counts agree.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from assistant.errors import (
    IndexBroken,
    LibraryBusy,
    LibraryError,
    LibraryMismatch,
    LibraryMissing,
)
from assistant.library.catalog import SCHEMA_VERSION, Catalog
from assistant.library.database import storage_errors
from assistant.library.words import WordIndex
from assistant.types import Chunk, Paper

if TYPE_CHECKING:
    from assistant.library.vectors import VectorIndex
    from assistant.types import Vector, Vectors

_CATALOG = "catalog.sqlite"
_REBUILD_BATCH = 1000
Report = Callable[[str], None]


class Library:
    """An open library.  Indexes are opened when first used; reading creates nothing."""

    def __init__(self, folder: Path, catalog: Catalog, wait_seconds: float, report: Report) -> None:
        self.folder = folder
        self.catalog = catalog
        self._lock = filelock.FileLock(folder / "writer.lock")
        self._wait_seconds = wait_seconds
        self._report = report
        self._words: WordIndex | None = None
        self._vectors: VectorIndex | None = None

    @classmethod
    def open(
        cls, folder: Path, facts: dict[str, str], wait_seconds: float, report: Report
    ) -> Library:
        """Open an existing library, mending its indexes where a writer died.

        `facts` are the embedder and chunking that the settings ask for; `report` is told of
        repairs.

        Raises:
            LibraryMissing: there is none in that folder.
            LibraryMismatch: it was built with other facts.
        """
        library = cls._open(folder, wait_seconds, report)
        known = library.catalog.facts()
        for key, value in facts.items():
            if known.get(key) != value:
                raise LibraryMismatch(
                    f"the library in {folder} has {key} {known.get(key)}, "
                    f"the settings ask for {value}; change the setting back, "
                    "or run `litassist reindex` to embed all papers anew"
                )
        library.repair_if_needed()
        return library

    @classmethod
    def open_or_create(
        cls, folder: Path, facts: dict[str, str], wait_seconds: float, report: Report
    ) -> Library:
        """Open the library, or create an empty one where there is none."""
        with storage_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with cls._held(filelock.FileLock(folder / "writer.lock"), folder, wait_seconds):
                if not (folder / _CATALOG).exists():
                    Catalog.create(folder / _CATALOG, {**facts, "index": "", "writing": ""}).close()
        return cls.open(folder, facts, wait_seconds, report)

    @classmethod
    def open_for_reindex(cls, folder: Path, wait_seconds: float, report: Report) -> Library:
        """Open a library whatever it was built with and whatever state its indexes are in."""
        return cls._open(folder, wait_seconds, report)

    @classmethod
    def _open(cls, folder: Path, wait_seconds: float, report: Report) -> Library:
        if not (folder / _CATALOG).is_file():
            raise LibraryMissing(
                f"no library in {folder}; make one with `litassist ingest FILE…`, "
                "name another with --library, or try `litassist demo`"
            )
        catalog = Catalog(folder / _CATALOG)
        version = catalog.facts().get("schema_version")
        if version != SCHEMA_VERSION:
            raise LibraryError(
                f"the library in {folder} has format {version}, "
                f"this program reads {SCHEMA_VERSION}; install the litassist version that wrote it"
            )
        return cls(folder, catalog, wait_seconds, report)

    # Reading

    @property
    def words(self) -> WordIndex:
        """The word index."""
        if self._words is None:
            with storage_errors(self.folder):
                self._words = WordIndex(self._index_folder() / "words")
        return self._words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index."""
        if self._vectors is None:
            from assistant.library.vectors import VectorIndex  # loads Chroma, a second's work

            with storage_errors(self.folder):
                self._vectors = VectorIndex(self._index_folder() / "vectors")
        return self._vectors

    def nearest_chunks(
        self, vector: Vector, most: int, admitted: set[str] | None = None
    ) -> list[tuple[Chunk, float]]:
        """Return the chunks nearest to a vector with their cosines, best first.

        With `admitted` the search is exact over the vectors of those papers: Chroma's own filter
        takes 150-290 ms at 100,000 rows, whatever it admits.

        Raises:
            LibraryMismatch: the vector has another dimension than those of the library.
        """
        dimension = self.catalog.facts().get("dimension", str(len(vector)))
        if dimension != str(len(vector)):
            raise LibraryMismatch(
                f"the library in {self.folder} holds vectors of {dimension} numbers, the embedding "
                f"model now gives {len(vector)}; run `litassist reindex` to embed all papers anew"
            )
        if admitted is None:
            found = self._search_vectors(vector, most)
        else:
            ids, vectors = self.catalog.vectors_of(sorted(admitted))
            cosines = (vectors @ vector).tolist() if ids else []
            ranked = sorted(zip(ids, cosines, strict=True), key=lambda pair: -pair[1])
            found = ranked[:most]
        chunks = self.catalog.chunks([id for id, _ in found])
        return [(chunks[id], cosine) for id, cosine in found if id in chunks]

    def problem(self) -> str | None:
        """Return what is wrong with the indexes, or None; a cheap look, one probe query."""
        if not self.catalog.facts()["index"]:
            return None if self.catalog.count_chunks() == 0 else "it has no index"
        indexed = self.catalog.count_papers() - self.catalog.count_to_index()
        if not self._index_folder().is_dir():
            return "its index folder is gone"
        try:
            papers, chunks = self.words.count(), self.vectors.count()
            if papers != indexed:
                return f"the word index holds {papers} of {indexed} papers"
            if chunks != self.catalog.count_chunks():
                return f"the vector index holds {chunks} of {self.catalog.count_chunks()} chunks"
            probe = next(self.catalog.vector_batches(1), None)
            if probe:
                self.vectors.search(probe[1][0], 1)
        except Exception as error:  # noqa: BLE001 - whatever an index raises on open, it is broken
            return f"an index cannot be opened ({type(error).__name__}: {error})"
        return None

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing; other writers wait, readers do not.

        Raises:
            LibraryBusy: another process has held it for longer than the setting allows.
        """
        with self._held(self._lock, self.folder, self._wait_seconds), storage_errors(self.folder):
            if not self.catalog.facts()["index"]:
                self.catalog.remember(index=_index_name(1))
            self.catalog.remember(writing="yes")
            yield
            self.catalog.remember(writing="")

    def store(self, papers: Sequence[Paper], chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Give papers their chunks, in the catalog first and then in both indexes."""
        stale = self.catalog.replace_chunks([paper.id for paper in papers], chunks, vectors)
        if stale:
            self.vectors.remove(stale)
        self.vectors.add(chunks, vectors)
        self.words.add(papers)

    def remove(self, paper_ids: Sequence[str]) -> None:
        """Remove papers from the catalog and both indexes."""
        with self.writing():
            chunk_ids = self.catalog.remove(paper_ids)
            self.vectors.remove(chunk_ids)
            self.words.remove(paper_ids)

    def repair_if_needed(self) -> None:
        """Rebuild the indexes when they are incomplete and nobody is at work on them."""
        facts = self.catalog.facts()
        died = bool(facts["writing"])
        gone = bool(facts["index"]) and not self._index_folder().is_dir()
        if not (died or gone):
            return
        with contextlib.suppress(LibraryBusy):
            # A writer that is alive is no case for repair: what it has committed can be read.
            self._repair(facts, "an earlier command was cut short")

    def _search_vectors(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        facts = self.catalog.facts()
        try:
            return self.vectors.search(vector, most)
        except IndexBroken:
            self._repair(facts, "the vector index is damaged")
            return self.vectors.search(vector, most)

    def _repair(self, facts: dict[str, str], why: str) -> None:
        """Rebuild the indexes, unless another process has changed them since `facts`."""
        with self._held(self._lock, self.folder, 0), storage_errors(self.folder):
            if self.catalog.facts() == facts:
                self._report(f"{why}; rebuilding the indexes from the catalog")
                self.rebuild()
                self.catalog.remember(writing="")

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Build both indexes anew from the catalog, in a new folder, without embedding.

        Call it while holding the library for writing.
        """
        from assistant.library.vectors import VectorIndex

        name = _index_name(int(self.catalog.facts()["index"].rpartition("-")[2] or 0) + 1)
        self._forget_indexes()
        shutil.rmtree(self.folder / name, ignore_errors=True)
        vectors = VectorIndex(self.folder / name / "vectors")
        total, done = self.catalog.count_chunks(), 0
        for chunks, rows in self.catalog.vector_batches(_REBUILD_BATCH):
            vectors.add(chunks, rows)
            done += len(chunks)
            if progress:
                progress(done, total)
        words = WordIndex(self.folder / name / "words")
        words.add(self.catalog.papers_indexed())
        self.catalog.remember(index=name)
        self._vectors, self._words = vectors, words
        for old in self.folder.glob("index-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Let go of all files."""
        self._forget_indexes()
        self.catalog.close()

    def _forget_indexes(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
        self._vectors = self._words = None

    def _index_folder(self) -> Path:
        return self.folder / (self.catalog.facts()["index"] or _index_name(1))

    @staticmethod
    @contextmanager
    def _held(lock: filelock.BaseFileLock, folder: Path, seconds: float) -> Iterator[None]:
        try:
            lock.acquire(timeout=seconds)
        except filelock.Timeout:
            raise LibraryBusy(
                f"another process is writing to the library in {folder}; wait for it to end and "
                "run the command again"
            ) from None
        try:
            yield
        finally:
            lock.release()


def _index_name(number: int) -> str:
    return f"index-{number:06d}"
