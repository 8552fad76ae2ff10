"""What is asked of a library, as a whole and token by token, in one pass of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.models.local_embedding import LocalEmbedder, TokenVectors
from assistant.types import Embedder

if TYPE_CHECKING:
    from assistant.types import Vector


# Threads of their own for the model, which lets others run meanwhile; they are made when needed.
_ASIDE = ThreadPoolExecutor(thread_name_prefix="embedding")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its vector, and those of its tokens where the model gives them."""

    text: str
    vector: Vector
    tokens: TokenVectors | None = None


def read(embedder: Embedder, texts: Sequence[str]) -> list[Asked]:
    """Return what is asked by each text."""
    if not texts:
        return []
    if not isinstance(embedder, LocalEmbedder):
        vectors = embedder.embed(texts)
        return [Asked(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    found = dict(embedder.embed_tokens(texts))
    return [Asked(text, found[place].pooled, found[place]) for place, text in enumerate(texts)]


def begun(embedder: Embedder, text: str) -> Callable[[], Asked]:
    """Begin to read what is asked; return what waits for it.

    A remote model is asked when it is waited for: a thread that waits for the network would keep
    the program from ending.
    """
    if isinstance(embedder, LocalEmbedder):
        waiting = _ASIDE.submit(read, embedder, [text])
        return lambda: waiting.result()[0]
    return lambda: read(embedder, [text])[0]
