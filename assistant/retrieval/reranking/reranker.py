"""What a reranker is: something that puts the first papers of a search in another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.retrieval.asking import Asked
from assistant.types import Hit


class Reranker(Protocol):
    """Puts hits in order for a question."""

    @property
    def depth(self) -> int:
        """How many of the first hits it wants to see."""

    def rerank(self, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
        """Return the same hits, best first; their ranks are set by who asks."""
