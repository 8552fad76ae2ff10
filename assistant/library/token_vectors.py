"""What is kept of the tokens of chunks, for matching a question with them one by one.

To the catalog it is bytes that the embedding model made; they go where the chunk goes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from assistant.library.database import Database

if TYPE_CHECKING:
    from assistant.types import Vectors


@runtime_checkable
class TokenEmbedder(Protocol):
    """An embedding model that gives something to keep of tokens, too."""

    def embed_with_tokens(
        self, texts: Sequence[str], tells: Callable[[str], bool]
    ) -> tuple[Vectors, list[bytes]]:
        """Return one row a text as `embed` does, and what is kept of its telling words' tokens."""


class TokenVectors:
    """What is kept of the tokens of all chunks of a library; safe to share between threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, kept: Mapping[str, bytes]) -> None:
        """Keep it of chunks that the catalog holds, by the ids of the chunks."""
        with self._database.transaction() as connection:
            connection.executemany("INSERT OR REPLACE INTO tokens VALUES (?, ?)", kept.items())

    def by_chunk(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return what there is of these chunks."""
        return dict(
            self._database.rows_in("SELECT chunk_id, vectors FROM tokens WHERE chunk_id", ids)
        )
