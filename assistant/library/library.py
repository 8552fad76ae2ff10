"""A library: a folder with the catalog, the indexes derived from it, and a writer's lock.

    catalog.sqlite          the truth
    index-000001/vectors/   Chroma
    index-000001/words/     tantivy
    writer.lock             held by the one process that writes

The catalog's fact `index` names the index folder in use.  How they are kept open, whole and
up to date is told in `current.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import filelock
import numpy

from assistant.errors import (
    LibraryError,
    LibraryMismatch,
    LibraryMissing,
    PaperNotFound,
)
from assistant.library import sifting
from assistant.library import words as word_index
from assistant.library.admission import Admission
from assistant.library.catalog import SCHEMA_VERSION, Catalog
from assistant.library.current import CurrentIndexes, Report
from assistant.library.database import storage_errors
from assistant.library.indexes import Indexes
from assistant.library.locking import held
from assistant.library.vector_server import VectorServer
from assistant.library.words import EVERY_PAPER, WordIndex
from assistant.types import Chunk, Filters, Paper

if TYPE_CHECKING:
    from assistant.library.vectors import VectorIndex
    from assistant.types import Vector, Vectors

_CATALOG = "catalog.sqlite"
_WRITER_LOCK = "writer.lock"
_FIRST_INDEX = "index-000001"
_NAMES_SHOWN = 5
_MOST_PASSED_OVER = 2_000


class Library:
    """An open library.  Reading creates nothing; indexes are opened, and mended, when first used.

    Safe to share between threads.
    """

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        wait_seconds: float,
        report: Report,
        server: VectorServer | None = None,
    ) -> None:
        self.folder = folder
        self.catalog = catalog
        self._lock = filelock.FileLock(folder / _WRITER_LOCK)
        self._wait_seconds = wait_seconds
        self._report = report
        self._current = CurrentIndexes(folder, catalog, self._lock, wait_seconds, report, server)

    @classmethod
    def open(
        cls,
        folder: Path,
        facts: dict[str, str],
        wait_seconds: float,
        report: Report,
        server: VectorServer | None = None,
    ) -> Library:
        """Open an existing library.

        `facts` are the embedder and chunking that the settings ask for; `report` is told of
        repairs; the `server` keeps the vectors, where they are not in the folder.

        Raises:
            LibraryMissing: there is none in that folder.
            LibraryMismatch: it was built with other facts.
        """
        library = cls.open_as_it_is(folder, wait_seconds, report, server)
        known = library.catalog.facts()
        for key, value in facts.items():
            if known.get(key) != value:
                raise LibraryMismatch(
                    f"the library in {folder} has {key} {known.get(key)}, "
                    f"the settings ask for {value}; change the setting back, "
                    "or run `litassist reindex` to embed all papers anew"
                )
        return library

    @classmethod
    def open_or_create(
        cls,
        folder: Path,
        facts: dict[str, str],
        wait_seconds: float,
        report: Report,
        server: VectorServer | None = None,
    ) -> Library:
        """Open the library, or create an empty one where there is none."""
        with storage_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with held(filelock.FileLock(folder / _WRITER_LOCK), folder, wait_seconds, report):
                if not (folder / _CATALOG).exists():
                    Indexes(folder / _FIRST_INDEX, server=server).discard()
                    Indexes.create(folder / _FIRST_INDEX, server).close()
                    state = {"index": _FIRST_INDEX, "writing": "", "words": word_index.VERSION}
                    Catalog.create(folder / _CATALOG, {**facts, **state})
        return cls.open(folder, facts, wait_seconds, report, server)

    @classmethod
    def open_as_it_is(
        cls,
        folder: Path,
        wait_seconds: float,
        report: Report,
        server: VectorServer | None = None,
    ) -> Library:
        """Open a library whatever embedder and chunking it was built with."""
        if not (folder / _CATALOG).is_file():
            raise LibraryMissing(
                f"no library in {folder}; make one with `litassist ingest FILE…`, "
                "name another with --library, or try `litassist demo`"
            )
        catalog = Catalog(folder / _CATALOG)
        version = catalog.facts().get("schema_version", "")
        if version.isdecimal() and int(version) < int(SCHEMA_VERSION):
            catalog.migrate()
            version = SCHEMA_VERSION
        if version != SCHEMA_VERSION:
            raise LibraryError(
                f"the library in {folder} has format {version}, "
                f"this program reads {SCHEMA_VERSION}; install the litassist version that wrote it"
            )
        return cls(folder, catalog, wait_seconds, report, server)

    def close(self) -> None:
        """Let go of all files."""
        self._current.close()
        self.catalog.close()

    # Reading

    @property
    def words(self) -> WordIndex:
        """The word index, whole and up to date."""
        return self._current.words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index, whole and up to date."""
        return self._current.vectors

    def admission(self, filters: Filters) -> Admission:
        """Return which papers filters leave."""
        words = self.words if filters.titles or filters.phrases or filters.without else None
        only = self.catalog.admitted(filters)
        held = [] if only is None else [only]
        excluded: frozenset[str] = frozenset()
        if words is not None:
            held += [words.holding(one) for one in filters.phrases]
            if filters.titles:
                titles = (words.holding(one, True) for one in filters.titles)
                held.append(frozenset().union(*titles))
            excluded = frozenset().union(*(words.holding(one) for one in filters.without))
        return Admission(frozenset.intersection(*held) if held else None, excluded)

    def nearest_chunks(
        self, vector: Vector, most: int, admission: Admission = EVERY_PAPER
    ) -> list[tuple[Chunk, float]]:
        """Return the chunks nearest to a vector with their cosines, best first.

        Where few papers are admitted the search is exact over their vectors.  Where many are it
        goes through the index, for so many more that as many admitted ones are among them: they
        are the nearest of all, as far as the index finds the nearest.

        Raises:
            LibraryMismatch: the vector has another dimension than those of the library.
        """
        self._require_dimension(vector)
        if admission.only is None:
            # As many more as may be passed over; of a word of half the library not all.
            more = min(len(admission.excluded), _MOST_PASSED_OVER)
            return self._admitted_nearest(vector, most + more, admission)[:most]
        only = admission.only - admission.excluded if admission.excluded else admission.only
        for asked in sifting.depths(most, len(only), self.words.count()):
            found = self._admitted_nearest(vector, asked, admission)
            if len(found) >= most:
                return found[:most]
        return self.compare_chunks(vector, most, only)

    def compare_chunks(
        self, vector: Vector, most: int, paper_ids: frozenset[str]
    ) -> list[tuple[Chunk, float]]:
        """Return of these papers the chunks nearest to a vector with their cosines, best first.

        Each is looked at.
        """
        ids, vectors = self.catalog.embedded.vectors(paper_ids)
        if not ids:
            return []
        cosines = vectors @ vector
        best = numpy.argsort(-cosines)[:most].tolist()
        chunks = self.catalog.chunks([ids[place] for place in best])
        return [
            (chunks[ids[place]], float(cosines[place])) for place in best if ids[place] in chunks
        ]

    def _require_dimension(self, vector: Vector) -> None:
        dimension = self.catalog.facts().get("dimension", str(len(vector)))
        if dimension != str(len(vector)):
            raise LibraryMismatch(
                f"the library in {self.folder} holds vectors of {dimension} numbers, the embedding "
                f"model now gives {len(vector)}; run `litassist reindex` to embed all papers anew"
            )

    def _admitted_nearest(
        self, vector: Vector, asked: int, admission: Admission
    ) -> list[tuple[Chunk, float]]:
        """Return of so many chunks that the index finds nearest those of admitted papers."""
        found = self._current.nearest(vector, asked)
        chunks = self.catalog.chunks([id for id, _ in found])
        return [
            (chunks[id], cosine)
            for id, cosine in found
            if id in chunks and admission.admits(chunks[id].paper_id)
        ]

    def paper(self, name: str, parts: bool = True, finder: str = "litassist search") -> Paper:
        """Return the one paper that an id, identifier, title or part of a title names.

        Raises:
            PaperNotFound: none does, or several do; it names the `finder` of the user's side.
        """
        found = self.catalog.papers_named(name, parts, _NAMES_SHOWN + 1)
        if not found:
            whole = "" if parts else "give an id or a whole title; "
            raise PaperNotFound(
                f"no paper {name!r} in the library; {whole}find its id with `{finder} {name!r}`"
            )
        if len(found) > 1:
            ids = ", ".join(paper.id for paper in found[:_NAMES_SHOWN])
            raise PaperNotFound(f"{name!r} names several papers; give one id of: {ids} …")
        return found[0]

    def problem(self) -> str | None:
        """Return what is wrong with the indexes, or None; looks at counts and asks one probe."""
        return self._current.problem()

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the library for writing; other writers wait, readers do not.

        Raises:
            LibraryBusy: another process has held it for longer than the setting allows.
        """
        with (
            storage_errors(self.folder),
            held(self._lock, self.folder, self._wait_seconds, self._report),
        ):
            self._current.mend_after_a_dead_writer()
            self._current.clear()
            yield

    def store(
        self,
        papers: Sequence[Paper],
        chunks: Sequence[Chunk],
        vectors: Vectors,
        tokens: Mapping[str, bytes] = {},
    ) -> None:
        """Give papers their chunks, in the catalog first and then in both indexes.

        `tokens` is what is kept of the tokens of chunks, where the model gives it.  Call it while
        holding the library for writing, as all methods below.
        """
        with self._current.changing() as indexes:
            with self.catalog.transaction():
                stale = self.catalog.embedded.replace([one.id for one in papers], chunks, vectors)
                self.catalog.tokens.put(tokens)
            indexes.vectors.remove(stale)
            indexes.vectors.add(chunks, vectors)
            indexes.words.add(papers)

    def remove(self, paper_ids: Sequence[str]) -> None:
        """Remove papers from the catalog and both indexes."""
        with self.removing(paper_ids):
            pass

    @contextmanager
    def removing(self, paper_ids: Sequence[str]) -> Iterator[None]:
        """Remove papers after a `with` block; what that changes in the catalog happens with it."""
        with self._current.changing() as indexes:
            with self.catalog.transaction():
                yield
                chunk_ids = self.catalog.remove(paper_ids)
            indexes.vectors.remove(chunk_ids)
            indexes.words.remove(paper_ids)

    def rebuild(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Build both indexes anew from the catalog, in a new folder, without embedding."""
        self._current.rebuild(progress)
