"""The rankings of several searches -> one, by the weighted mean of their scores.

Fox and Shaw, "Combination of Multiple Searches", TREC-2, 1994.  Reciprocal rank fusion (Cormack,
Clarke, Büttcher, SIGIR 2009; RAG-Fusion, Rackauckas 2024) forgets how much better the first paper
is than the second: README, design notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.types import Hit

OWN_WEIGHT = 2.0  # of the question as it was asked, beside 1 for each search that a model has added


def fused(own: Sequence[Hit], others: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Return the papers of the question's own search and of others, best first.

    A paper that a search has not found counts there as the last one that it has.  Similarity and
    coverage, by which questions are declined, are those of the first search that found it.
    """
    weighed = [(own, OWN_WEIGHT), *((one, 1.0) for one in others)]
    rankings = [
        ({hit.paper.id: hit.score for hit in hits}, weight) for hits, weight in weighed if hits
    ]
    total = sum(weight for _, weight in rankings)
    papers: dict[str, Hit] = {}
    for hits in (own, *others):
        for hit in hits:
            papers.setdefault(hit.paper.id, hit)
    scores = {
        id: sum(w * scores.get(id, min(scores.values())) for scores, w in rankings) / total
        for id in papers
    }
    order = sorted(papers, key=scores.__getitem__, reverse=True)
    return [replace(papers[id], rank=rank, score=scores[id]) for rank, id in enumerate(order, 1)]
