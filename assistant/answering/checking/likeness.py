"""Which sentence of an abstract is most like a claim: by the words shared, the rare ones most."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.checking.drafts import Quote
from assistant.grounding import sentences
from assistant.retrieval.search import Words
from assistant.types import Paper


class Likeness:
    """Compares claims with sentences of abstracts by the stems of a library."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: dict[str, list[tuple[int, int, frozenset[str]]]] = {}

    def nearest(self, claim: str, papers: Sequence[Paper]) -> Quote | None:
        """Return the sentence of these abstracts that shares most with a claim, None if none."""
        wanted = set(self._words.terms(claim))
        weights = self._words.weights(wanted)
        best: tuple[float, Quote] | None = None
        for paper in papers:
            for start, end, terms in self._sentences(paper):
                shared = sum(weights[term] for term in wanted & terms)
                # Of two that share as much, the shorter one says less beside it.
                likeness = shared / (1 + 0.02 * len(terms))
                if shared and (best is None or likeness > best[0]):
                    best = likeness, Quote(paper, start, end)
        return best[1] if best else None

    def shares(self, claim: str, paper: Paper) -> float:
        """Return the share of a claim's stems that a paper's abstract holds."""
        wanted = set(self._words.terms(claim))
        held = frozenset[str]().union(*(terms for _, _, terms in self._sentences(paper)))
        return len(wanted & held) / len(wanted) if wanted else 0.0

    def _sentences(self, paper: Paper) -> list[tuple[int, int, frozenset[str]]]:
        known = self._known.get(paper.id)
        if known is None:
            known = self._known[paper.id] = [
                (start, end, frozenset(self._words.terms(paper.abstract[start:end])))
                for start, end in sentences.spans(paper.abstract)
            ]
        return known
