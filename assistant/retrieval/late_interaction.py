"""How well texts match a topic token by token (late interaction).

Each telling token of the topic is matched with the token of a text that is most like it, and the
likenesses are averaged (MaxSim; Khattab and Zaharia, ColBERT, SIGIR 2020).  The packaged model was
not trained for it; on the corpus its mean with the fused score still ranks better than either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from assistant.models.local_embedding import LocalEmbedder, TokenVectors, word_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.types import Vectors


@dataclass(frozen=True, slots=True)
class Interaction:
    """How texts match a topic: by token and as a whole, shape (texts,); and their vectors.

    `vectors` has shape (texts, dimension), rows of unit length.
    """

    similarities: NDArray[numpy.float32]
    cosines: NDArray[numpy.float32]
    vectors: Vectors


def interact(
    embedder: LocalEmbedder,
    topic: str,
    texts: Sequence[str],
    tells: Callable[[str], bool],
    progress: Callable[[int, int], object] | None = None,
) -> Interaction:
    """Return how each text matches the topic; `tells` says which words of the topic count."""
    ((_, asked),) = embedder.embed_tokens([topic])
    telling = [place for place, span in enumerate(asked.spans) if tells(word_at(topic, span))]
    query = asked.vectors[telling] if telling else asked.vectors
    similarities = numpy.zeros(len(texts), dtype=numpy.float32)
    vectors = numpy.zeros((len(texts), embedder.dimension), dtype=numpy.float32)
    for done, (place, text) in enumerate(embedder.embed_tokens(texts), 1):
        similarities[place] = _best_matches(query, text)
        vectors[place] = text.pooled
        if progress:
            progress(done, len(texts))
    return Interaction(similarities, vectors @ asked.pooled, vectors)


def _best_matches(query: Vectors, text: TokenVectors) -> float:
    if not len(text.vectors) or not len(query):
        return 0.0
    return float((query @ text.vectors.T).max(axis=1).mean())
