"""The first papers of a search in a better order: token by token, and by likeness to the best.

Two things are added to the fused score.  One is late interaction (MaxSim; Khattab and Zaharia,
ColBERT, SIGIR 2020): each token of the question is matched with the token of the paper most like
it, telling tokens counting more.  The other is pseudo-relevance feedback (Rocchio 1971): likeness
to the mean of the papers that stand first.  What is kept of the papers' tokens was made when the
papers came, the vectors of the question's come with its own, so that no model runs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

import numpy

from assistant.library.embedded import Embedded
from assistant.library.library import Library
from assistant.models.local_embedding import LocalEmbedder, word_at
from assistant.retrieval.asking import Asked
from assistant.retrieval.reranking.vectors import paper_vectors
from assistant.types import Hit

if TYPE_CHECKING:
    from assistant.types import Vectors

# More find little more (SciFact, nDCG@10: 10 .748, 15 .750, 20 .751) and cost time.
_DEPTH = 20
# Beside the fused score, in which a cosine counts 1.2.  Flat from half to twice these values.
_TOKENS_WEIGHT = 0.75
_FEEDBACK_WEIGHT = 0.15
_FEEDBACK_PAPERS = 5


class ByToken:
    """Puts hits in order by their fused score, the match of tokens and likeness to the best.

    Where tokens are lacking, as of papers that an older version read, hits stay as they are.
    """

    depth = _DEPTH

    def __init__(self, library: Library, embedder: LocalEmbedder) -> None:
        self._library = library
        self._embedder = embedder

    def rerank(self, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits, the first of them in a better order and with the scores that say so."""
        first, rest = hits[: self.depth], hits[self.depth :]
        ids = [hit.paper.id for hit in first]
        found = self._library.catalog.embedded.of_papers(ids)
        papers = [found.get(id, ()) for id in ids]
        if asked.tokens is None or len(ids) < 2 or not all(map(_has_tokens, papers)):
            return list(hits)
        scores = numpy.array([hit.score for hit in first], dtype=numpy.float32)
        gained = _TOKENS_WEIGHT * self._matches(asked, papers)
        gained += _FEEDBACK_WEIGHT * _likeness(paper_vectors(papers), scores)
        # From the least gain: no paper falls behind those that were not looked at.
        scores += gained - gained.min()
        order = numpy.argsort(-scores, kind="stable")
        return [replace(first[place], score=float(scores[place])) for place in order] + list(rest)

    def _matches(self, asked: Asked, papers: Sequence[Sequence[Embedded]]) -> Vectors:
        if asked.tokens is None or not len(asked.tokens.spans):
            return numpy.zeros(len(papers), dtype=numpy.float32)
        shares = self._shares(asked.text, asked.tokens.spans)
        kept = [b"".join(one.tokens or b"" for one in chunks) for chunks in papers]
        query = asked.tokens.vectors[shares > 0]
        likenesses = self._embedder.likenesses(query, b"".join(kept))
        counts = numpy.array([self._embedder.tokens_in(one) for one in kept])
        has = counts > 0  # a paper of other signs than letters has none
        matches: Vectors = numpy.zeros(len(papers), dtype=numpy.float32)
        if has.any():
            starts = (counts.cumsum() - counts)[has]
            matches[has] = shares[shares > 0] @ numpy.maximum.reduceat(likenesses, starts, axis=1)
        return matches

    def _shares(self, text: str, spans: Sequence[tuple[int, int]]) -> Vectors:
        """Return how much each token tells: the root of its word's inverse document frequency."""
        index = self._library.words
        stems = [index.terms(word_at(text, span)) for span in spans]
        weights = index.weights(stem for found in stems for stem in found)
        telling = [max((sqrt(weights[stem]) for stem in found), default=0.0) for found in stems]
        shares: Vectors = numpy.array(
            telling if any(telling) else [1.0] * len(spans), dtype=numpy.float32
        )
        shares /= shares.sum()
        return shares


def _has_tokens(chunks: Sequence[Embedded]) -> bool:
    return any(one.tokens is not None for one in chunks)


def _likeness(vectors: Vectors, scores: Vectors) -> Vectors:
    best = numpy.argsort(-scores, kind="stable")[:_FEEDBACK_PAPERS]
    centre = numpy.maximum(scores[best], 0) @ vectors[best]
    likeness: Vectors = vectors @ (centre / max(float(numpy.linalg.norm(centre)), 1e-9))
    return likeness
