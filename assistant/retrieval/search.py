"""Hybrid search: vectors and words, each with its candidates, fused into one ranking of papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from assistant.library.admission import Admission
from assistant.library.conversations import Conversations
from assistant.library.library import Library
from assistant.library.words import EVERY_PAPER, WordIndex
from assistant.retrieval import lookup
from assistant.retrieval.asking import Asked, begun, read
from assistant.retrieval.candidates import Candidates, gathered
from assistant.retrieval.reranking.reranker import Reranker
from assistant.retrieval.wording import Wording, worded
from assistant.types import EVERYTHING, Embedder, Filters, Hit, Paper

_CHUNKS = 2  # of most papers
_LOOKED_AT = 20  # of the best papers, for one whose title the question is


class Words(Protocol):
    """What is known about words, as far as answers need it."""

    def knows(self, name: str) -> bool:
        """Tell whether a name occurs in any record."""

    def terms(self, text: str) -> list[str]:
        """Return the stems of a text."""

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        """Return the inverse document frequencies of stems."""


class PaperSearch(Protocol):
    """What answers and reviews need of a library: a searcher, or a recording of one."""

    @property
    def embedder(self) -> Embedder:
        """The model that the papers are searched with."""

    @property
    def dense_weight(self) -> float:
        """The share of similarity in the score of a hit."""

    @property
    def words(self) -> Words:
        """What the library knows about words."""

    @property
    def held(self) -> int:
        """The number of papers in the library."""

    def search(self, question: str, papers: int, filters: Filters = EVERYTHING) -> list[Hit]:
        """Return at most so many papers, best first, among those that satisfy the filters."""

    def papers(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Paper]:
        """Return the papers among these ids that are in the library and satisfy the filters."""

    def background(self, most: int) -> list[Paper]:
        """Return papers spread evenly over the library: the same ones for the same library."""

    def spelled_out(self, text: str) -> str:
        """Return a text whose short forms are followed by what the papers mean by them."""

    def paper(self, name: str, parts: bool = True) -> Paper:
        """Return the one paper that an id, identifier, title or, with `parts`, part of one names.

        Raises:
            PaperNotFound: none does, or several do.
        """


@dataclass(frozen=True, slots=True)
class Trace:
    """A search stage by stage: how it was understood, its candidates, the first in both orders.

    `named` are the papers that the question names by an identifier; `fused` those that were put in
    a better order, `reranked` the same in it, `hits` the first of these as they are shown.
    """

    wording: Wording
    asked: Asked
    named: tuple[str, ...]
    candidates: Candidates
    fused: list[Hit]
    reranked: list[Hit]
    hits: list[Hit]


class Searcher:
    """Ranks the papers of a library for a question."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        candidates: int,
        dense_weight: float,
        reranker: Reranker | None = None,
    ) -> None:
        self._library = library
        self.embedder = embedder
        self._candidates = candidates
        self.dense_weight = dense_weight
        self._reranker = reranker

    @property
    def words(self) -> WordIndex:
        """What the library knows about words."""
        return self._library.words

    @property
    def library(self) -> Library:
        """The library that is searched."""
        return self._library

    @property
    def conversations(self) -> Conversations:
        """The conversations about the library."""
        return self._library.catalog.conversations

    def papers(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Paper]:
        """Return the papers among these ids that are in the library and satisfy the filters."""
        admission = self._library.admission(filters)
        return self._library.catalog.papers_by_id([id for id in ids if admission.admits(id)])

    @property
    def held(self) -> int:
        """The number of papers in the library."""
        return self._library.catalog.count_papers()

    def background(self, most: int) -> list[Paper]:
        """Return papers spread evenly over the library: the same ones for the same library."""
        catalog = self._library.catalog
        return list(catalog.papers_by_id(catalog.spread(most)).values())

    def paper(self, name: str, parts: bool = True) -> Paper:
        """Return the one paper that an id, identifier, title or, with `parts`, part of one names.

        Raises:
            PaperNotFound: none does, or several do.
        """
        return self._library.paper(name, parts)

    def search(self, question: str, papers: int, filters: Filters = EVERYTHING) -> list[Hit]:
        """Return at most so many papers, best first, among those that satisfy the filters.

        A paper that the question names by an identifier, or is the title of, comes first.
        """
        admission = self._library.admission(filters)
        if admission.only is not None and not admission.only:
            return []
        return self.trace(question, papers, admission).hits

    def trace(self, question: str, papers: int, admission: Admission) -> Trace:
        """Return a search for at most so many of the papers admitted, stage by stage."""
        wording = worded(question, self._library)
        waiting = begun(self.embedder, wording.spelled_out)
        named = lookup.identified(question, self._library.catalog)
        trace = self._ranked(
            wording, waiting, papers, admission, [id for id in named if admission.admits(id)]
        )
        titled = lookup.titled(question, (hit.paper for hit in trace.hits[:_LOOKED_AT]))
        return replace(trace, hits=_put_first(trace.hits, [*named, *titled]))

    def candidates(
        self,
        wording: Wording,
        waiting: Callable[[], Asked],
        most: int,
        admission: Admission,
        named: Sequence[str] = (),
    ) -> tuple[Asked, Candidates]:
        """Return what is asked, and at most so many papers that either search found, fused."""
        # The words are searched for while the model reads the question.
        words = self._library.words.search(wording.text, most, admission, wording.weighted)
        asked = waiting()
        nearest = self._library.nearest_chunks(asked.vector, _CHUNKS * most, admission)
        return asked, gathered(
            self._library, wording, words, nearest, asked.vector, named, self.dense_weight
        )

    def spelled_out(self, text: str) -> str:
        """Return a text whose short forms are followed by what the library means by them."""
        return worded(text, self._library).spelled_out

    def search_each(self, texts: Sequence[str], papers: int) -> list[list[Hit]]:
        """Return for each text at most so many papers; the texts are embedded all at once.

        As they stand: they are sentences, not typed by who searches.
        """
        return [
            self._ranked(
                Wording(one.text, (), {}, one.text), partial(_known, one), papers, EVERY_PAPER
            ).hits
            for one in read(self.embedder, texts)
        ]

    def _ranked(
        self,
        wording: Wording,
        waiting: Callable[[], Asked],
        papers: int,
        admission: Admission,
        named: Sequence[str] = (),
    ) -> Trace:
        seen = max(papers, self._reranker.depth) if self._reranker else papers
        most = max(self._candidates, seen)
        asked, found = self.candidates(wording, waiting, most, admission, named)
        fused = found.hits(self._library, seen)
        reranked = self._reranker.rerank(asked, fused) if self._reranker else fused
        reranked = sorted(reranked, key=lambda hit: hit.paper.id not in named)
        hits = [replace(hit, rank=rank) for rank, hit in enumerate(reranked[:papers], 1)]
        return Trace(wording, asked, tuple(named), found, fused, reranked, hits)


def _known(asked: Asked) -> Asked:
    return asked


def _put_first(hits: list[Hit], ids: Sequence[str]) -> list[Hit]:
    """Return hits with these papers in front, with the score of the best."""
    if not any(hit.paper.id in ids for hit in hits):
        return hits
    best = max(hit.score for hit in hits)
    order = sorted(hits, key=lambda hit: hit.paper.id not in ids)
    return [
        replace(hit, rank=rank, score=best if hit.paper.id in ids else hit.score)
        for rank, hit in enumerate(order, 1)
    ]
