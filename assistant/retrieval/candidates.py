"""The candidates of a question: by words, by vectors, and both in one ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.library import Library
from assistant.retrieval.fusion import Fused, coverage, fuse
from assistant.retrieval.wording import Wording
from assistant.types import Chunk, Hit, Paper, Passage

if TYPE_CHECKING:
    from assistant.types import Vector


@dataclass(frozen=True, slots=True)
class Candidates:
    """What either search found, best first, and all of it in one ranking.

    `words` are papers with their BM25, `nearest` chunks with their cosine; `passages` are the
    chunks of papers that words alone found, too.
    """

    words: list[tuple[str, float]]
    nearest: list[tuple[Chunk, float]]
    passages: dict[str, list[tuple[Chunk, float]]]
    fused: list[Fused]

    def hits(self, library: Library, papers: int) -> list[Hit]:
        """Return at most so many papers of the ranking with their passages."""
        best = self.fused[:papers]
        known = library.catalog.papers_by_id([one.paper_id for one in best])
        return [
            Hit(
                rank=rank,
                paper=known[one.paper_id],
                score=one.score,
                dense=one.dense,
                lexical=one.lexical,
                passages=_passages(known[one.paper_id], self.passages[one.paper_id]),
            )
            for rank, one in enumerate((one for one in best if one.paper_id in known), 1)
        ]


def gathered(
    library: Library,
    asked: Wording,
    words: list[tuple[str, float]],
    nearest: list[tuple[Chunk, float]],
    vector: Vector,
    named: Sequence[str],
    dense_weight: float,
) -> Candidates:
    """Return what was found by words and by vectors in one ranking; papers named come first."""
    passages: dict[str, list[tuple[Chunk, float]]] = defaultdict(list)
    for chunk, cosine in nearest:
        passages[chunk.paper_id].append((chunk, cosine))
    # A paper found by its words alone gets its exact similarity, not the worst one.
    unseen = [id for id in dict.fromkeys((*named, *(id for id, _ in words))) if id not in passages]
    for chunks in library.catalog.embedded.of_papers(unseen).values():
        for one in chunks:
            passages[one.chunk.paper_id].append((one.chunk, float(one.vector @ vector)))
    index = library.words
    terms = index.terms(asked.text)
    weights = index.weights(terms)
    telling = [weights[term] for term in terms]
    fused = fuse(
        {id: max(cosine for _, cosine in found) for id, found in passages.items()},
        {id: coverage(score, telling) for id, score in words},
        dense_weight,
    )
    fused.sort(key=lambda one: one.paper_id not in named)
    return Candidates(words, nearest, passages, fused)


def _passages(paper: Paper, found: list[tuple[Chunk, float]]) -> tuple[Passage, ...]:
    best_first = sorted(found, key=lambda pair: -pair[1])
    return tuple(
        Passage(chunk.start, chunk.end, paper.abstract[chunk.start : chunk.end], cosine)
        for chunk, cosine in best_first
    )
