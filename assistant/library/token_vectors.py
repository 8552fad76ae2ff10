"""The vectors of the tokens of chunks; kept in the catalog, they go where the chunk goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy
from numpy.typing import NDArray

from assistant.library.database import Database

if TYPE_CHECKING:
    from assistant.types import Vectors

TokenCodes = NDArray[numpy.int8]
"""The vectors of a text's tokens, a signed byte a number, shape (tokens, numbers)."""


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedding model that gives the vectors of tokens, too, of so many numbers each."""

    @property
    def token_numbers(self) -> int:
        """How many numbers the vector of a token has."""

    def embed_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenCodes]]:
        """Return one row a text as `embed` does, and the vectors of each one's tokens."""


class TokenVectors:
    """The token vectors of all chunks of a library; safe to share between threads.

    Each is an array of int8, shape (tokens, numbers); `numbers` is that of the model.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, codes: Mapping[str, TokenCodes]) -> None:
        """Keep the token vectors of chunks that the catalog holds, by the ids of the chunks."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO tokens VALUES (?, ?)",
                [(id, one.tobytes()) for id, one in codes.items()],
            )

    def by_chunk(self, ids: Sequence[str], numbers: int) -> dict[str, TokenCodes]:
        """Return the token vectors that are there of these chunks."""
        rows = self._database.rows_in("SELECT chunk_id, vectors FROM tokens WHERE chunk_id", ids)
        return {id: _decoded(blob, numbers) for id, blob in rows}

    def of_papers(self, paper_ids: Sequence[str], numbers: int) -> dict[str, list[TokenCodes]]:
        """Return for each of these papers that has any the token vectors of its chunks."""
        rows = self._database.rows_in(
            "SELECT paper_id, vectors FROM chunks JOIN tokens ON chunk_id = id WHERE paper_id",
            paper_ids,
        )
        found: dict[str, list[TokenCodes]] = {}
        for paper_id, blob in rows:
            found.setdefault(paper_id, []).append(_decoded(blob, numbers))
        return found


def _decoded(blob: bytes, numbers: int) -> TokenCodes:
    return numpy.frombuffer(blob, dtype=numpy.int8).reshape(-1, numbers)
