"""The vector index: a Chroma collection in a folder.  It and `served_vectors.py` alone know Chroma.

Chroma holds ids, vectors and the paper's id; texts stay in the catalog, since storing them in
Chroma makes an add three times slower and a row five times larger (its trigram index).
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import chromadb
import filelock
import numpy
from chromadb.api import ServerAPI
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import ChromaError

from assistant.errors import IndexBroken
from assistant.library import sizes
from assistant.library.database import storage_errors
from assistant.library.locking import held
from assistant.types import Chunk

if TYPE_CHECKING:
    from chromadb.api.client import Client

    from assistant.types import Vector, Vectors

COLLECTION = "chunks"
CONFIGURATION: CreateCollectionConfiguration = {"hnsw": {"space": "cosine"}}
# One call writes a batch at most; this long nothing takes that is alive.
_LONGEST_CHANGE_SECONDS = 60.0
# Far below Chroma's limit of 5,461 rows a call: a call stalls every thread of the process.
BATCH = 500


class VectorIndex:
    """Chunk vectors, searched by cosine."""

    def __init__(self, folder: Path, create: bool = False) -> None:
        """Open an index, or with `create` make an empty one where there is none.

        What other processes write later is not seen.  The files are let go of when nobody holds
        the index any more, so that no search under way is disturbed by a newer opening.

        Raises:
            IndexBroken: it cannot be opened.
            LibraryBusy: another process has been writing to it all the time.
        """
        self._folder = folder
        self._lock = filelock.FileLock(folder / "files.lock")
        with self._errors():
            if create:
                _create(folder)
            if not (folder / "chroma.sqlite3").is_file():
                raise ValueError("it is gone")
            with self._files():
                # Chroma takes a graph that was cut short as it is: it ends the process by a
                # segmentation fault, or passes over the vectors that are lacking.
                if wrong := sizes.changed(folder):
                    raise ValueError(wrong)
                # A system of its own: those of Chroma's clients are shared by path, and while one
                # client has it no other can open the files anew.
                system = System(
                    Settings(
                        persist_directory=str(folder),
                        is_persistent=True,
                        anonymized_telemetry=False,
                    )
                )
                server = system.instance(ServerAPI)  # type: ignore[type-abstract]  # made as set
                system.start()
                self._release = weakref.finalize(self, system.stop)
                self._collection: Collection = Collection(
                    server, server.get_collection(COLLECTION), embedding_function=None
                )
                self._collection.count()  # which reads the vectors: no later query reads the files
                sizes.note(folder)  # a graph below Chroma's threshold is begun anew at each opening

    def count(self) -> int:
        """Return the number of vectors."""
        with self._errors():
            return self._collection.count()

    def add(self, chunks: Sequence[Chunk], vectors: Vectors) -> None:
        """Insert or replace vectors, any number."""
        for start in range(0, len(chunks), BATCH):
            part = chunks[start : start + BATCH]
            with self._changing():
                self._collection.upsert(
                    ids=[chunk.id for chunk in part],
                    embeddings=vectors[start : start + BATCH],
                    metadatas=[{"paper_id": chunk.paper_id} for chunk in part],
                )

    def remove(self, chunk_ids: Sequence[str]) -> None:
        """Remove the vectors that exist among these ids."""
        for start in range(0, len(chunk_ids), BATCH):
            with self._changing():
                self._collection.delete(ids=list(chunk_ids[start : start + BATCH]))

    def search(self, vector: Vector, most: int) -> list[tuple[str, float]]:
        """Return the nearest chunks as (id, cosine), best first."""
        with self._errors():
            found = self._collection.query(
                query_embeddings=vector[numpy.newaxis, :], n_results=most, include=["distances"]
            )
        distances = found["distances"]
        if distances is None:
            raise AssertionError("distances were asked for")
        cosines = [1.0 - distance for distance in distances[0]]
        return list(zip(found["ids"][0], cosines, strict=True))

    def close(self) -> None:
        """Let go of the files, so that the folder can be replaced."""
        self._release()

    def _files(self) -> AbstractContextManager[None]:
        """Keep other processes from opening or changing the files.

        One that opens them while another writes ends in a segmentation fault, of whichever.
        """
        return held(self._lock, self._folder, _LONGEST_CHANGE_SECONDS)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Change the files, alone; how large they are then is noted."""
        with self._errors(), self._files():
            yield
            sizes.note(self._folder)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            with storage_errors(self._folder):
                yield
        except (ChromaError, ValueError) as error:  # ValueError: no tenant in an emptied file
            # After a kill its files may be broken for good while its counts agree.
            raise IndexBroken(
                f"the vector index in {self._folder} does not work ({error}); "
                "run `litassist reindex` to rebuild it from the catalog"
            ) from error


def _create(folder: Path) -> None:
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    client.create_collection(COLLECTION, embedding_function=None, configuration=CONFIGURATION)
    cast("Client", client).close()  # what it is; its declared type cannot be closed
