"""An order in which each paper says something new (maximal marginal relevance).

Carbonell and Goldstein, The use of MMR, SIGIR 1998.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy

from assistant.library.library import Library
from assistant.retrieval.asking import Asked
from assistant.retrieval.reranking.vectors import paper_vectors
from assistant.types import Hit

_DEPTH = 30
# Of novelty against relevance: a paper quite like one before it falls behind some ten others.
_NOVELTY = 0.3


class Diverse:
    """Puts hits in order by relevance and by how little they are like those before them."""

    depth = _DEPTH

    def __init__(self, library: Library) -> None:
        self._library = library

    def rerank(self, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits, the most relevant first, then each time the one that adds most."""
        del asked  # hits tell how relevant they are
        if not hits:
            return []
        chunks = self._library.catalog.embedded.of_papers([hit.paper.id for hit in hits])
        vectors = paper_vectors([chunks.get(hit.paper.id, ()) for hit in hits])
        scores = numpy.array([hit.score for hit in hits])
        order = [0]
        while len(order) < len(hits):
            likeness = (vectors @ vectors[order].T).max(axis=1)
            gained = (1 - _NOVELTY) * scores - _NOVELTY * likeness
            gained[order] = -numpy.inf
            order.append(int(gained.argmax()))
        return [hits[place] for place in order]
