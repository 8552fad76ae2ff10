"""The candidates of a question: by words, by vectors, and both in one ranking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.library.admission import Admission
from assistant.library.library import Library
from assistant.retrieval.fusion import Fused, coverage, fuse
from assistant.retrieval.wording import Wording
from assistant.types import Chunk, Hit, Paper, Passage

if TYPE_CHECKING:
    from assistant.types import Vector


@dataclass(frozen=True, slots=True)
class Candidates:
    """What either search found, best first, and all of it in one ranking.

    `asked_for` is how many each was asked for; `words` are papers with their BM25, `nearest` chunks
    with their cosine; `passages` are the chunks of papers that words alone found, too.
    """

    asked_for: int
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
    vector: Vector,
    most: int,
    admission: Admission,
    named: Sequence[str],
    dense_weight: float,
) -> Candidates:
    """Return at most so many candidates of either search, fused; papers named come first."""
    index = library.words
    words = index.search(asked.text, most, admission, asked.weighted)
    nearest = library.nearest_chunks(vector, most, admission)
    found = nearest
    # A paper found by its words alone gets its exact similarity, not the worst one.
    unseen = {*(id for id, _ in words), *named} - {chunk.paper_id for chunk, _ in nearest}
    if unseen:
        found = nearest + library.compare_chunks(vector, most, unseen)
    passages: dict[str, list[tuple[Chunk, float]]] = defaultdict(list)
    for chunk, cosine in found:
        passages[chunk.paper_id].append((chunk, cosine))
    terms = index.terms(asked.text)
    weights = index.weights(terms)
    fused = fuse(
        {id: max(cosine for _, cosine in chunks) for id, chunks in passages.items()},
        {id: coverage(score, [weights[term] for term in terms]) for id, score in words},
        dense_weight,
    )
    fused.sort(key=lambda one: one.paper_id not in named)
    return Candidates(most, words, nearest, passages, fused)


def _passages(paper: Paper, found: list[tuple[Chunk, float]]) -> tuple[Passage, ...]:
    best_first = sorted(found, key=lambda pair: -pair[1])
    return tuple(
        Passage(chunk.start, chunk.end, paper.abstract[chunk.start : chunk.end], cosine)
        for chunk, cosine in best_first
    )
