"""The chunks of papers with their vectors, and what is kept of their tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.database import Database
from assistant.library.remembered import Remembered
from assistant.library.rows import decoded, encoded
from assistant.types import Chunk

if TYPE_CHECKING:
    from assistant.types import Vector, Vectors

# The papers of a search or two hundred, some 7 kB each.
_REMEMBERED = 4_000
_SETS_REMEMBERED = 4  # those of filters that admit few, some 10 MB each
# Those of a paper that has changed since are of another abstract.
_ROWS = (
    "SELECT chunks.id, paper_id, start, end, chunks.vector, tokens.vectors"
    " FROM chunks LEFT JOIN tokens ON chunk_id = chunks.id"
    " WHERE paper_id NOT IN (SELECT id FROM papers WHERE indexed = 0) AND paper_id"
)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A chunk, its vector, and what the embedding model keeps of its tokens, None where nothing."""

    chunk: Chunk
    vector: Vector
    tokens: bytes | None


class EmbeddedChunks:
    """The embedded chunks of a library; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._papers = Remembered(database, self._read, _REMEMBERED)
        self._vectors = Remembered(database, self._read_vectors, _SETS_REMEMBERED)

    def of_papers(self, paper_ids: Sequence[str]) -> dict[str, tuple[Embedded, ...]]:
        """Return the chunks of each of these papers that has any, by offset."""
        return self._papers.get(paper_ids)

    def vectors(self, paper_ids: frozenset[str]) -> tuple[list[str], Vectors]:
        """Return the chunk ids and vectors of these papers; the sets asked for last are kept."""
        return self._vectors.get([paper_ids])[paper_ids]

    def vectors_by_chunk(self, ids: Sequence[str]) -> dict[str, Vector]:
        """Return the vectors of the chunks that exist among these ids."""
        rows = self._database.rows_in("SELECT id, vector FROM chunks WHERE id", ids)
        return {row[0]: decoded([row[1]])[0] for row in rows}

    def replace(
        self, paper_ids: Sequence[str], chunks: Sequence[Chunk], vectors: Vectors
    ) -> list[str]:
        """Give papers new chunks and mark them indexed; return the ids that exist no longer."""
        before = self._database.rows_in("SELECT id FROM chunks WHERE paper_id", paper_ids)
        papers = [(id,) for id in paper_ids]
        rows = [
            (chunk.id, chunk.paper_id, chunk.start, chunk.end, encoded(vector))
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        with self._database.transaction() as connection:
            connection.executemany("DELETE FROM chunks WHERE paper_id = ?", papers)
            connection.executemany("INSERT INTO chunks VALUES (?, ?, ?, ?, ?)", rows)
            connection.executemany("UPDATE papers SET indexed = 1 WHERE id = ?", papers)
        return sorted({id for (id,) in before} - {chunk.id for chunk in chunks})

    def batches(self, size: int) -> Iterator[tuple[list[Chunk], Vectors]]:
        """Yield all chunks with their vectors, in batches."""
        last = ""
        while rows := self._database.rows(
            "SELECT id, paper_id, start, end, vector FROM chunks WHERE id > ? ORDER BY id LIMIT ?",
            (last, size),
        ):
            yield [Chunk(*row[:4]) for row in rows], decoded(row[4] for row in rows)
            last = rows[-1][0]

    def _read_vectors(
        self, asked: Sequence[frozenset[str]]
    ) -> dict[frozenset[str], tuple[list[str], Vectors]]:
        found = {}
        for paper_ids in asked:
            rows = self._database.rows_in(
                "SELECT id, vector FROM chunks WHERE paper_id", sorted(paper_ids)
            )
            found[paper_ids] = [row[0] for row in rows], decoded(row[1] for row in rows)
        return found

    def _read(self, paper_ids: Sequence[str]) -> dict[str, tuple[Embedded, ...]]:
        rows = sorted(self._database.rows_in(_ROWS, paper_ids), key=lambda row: (row[1], row[2]))
        found: dict[str, list[Embedded]] = {}
        for row, vector in zip(rows, decoded(row[4] for row in rows), strict=True):
            one = Embedded(Chunk(*row[:4]), vector, row[5])
            found.setdefault(one.chunk.paper_id, []).append(one)
        return {paper_id: tuple(chunks) for paper_id, chunks in found.items()}
