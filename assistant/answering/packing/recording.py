"""A searcher that notes all that is taken from the library on the way to an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy

from assistant.answering import reranking
from assistant.retrieval.search import PaperSearch, Words
from assistant.types import EVERYTHING, Embedder, Filters, Hit, Paper

if TYPE_CHECKING:
    from assistant.types import Vectors


@dataclass(slots=True)
class Log:
    """What was taken: papers by id, searches with their hits, facts on words, vectors."""

    papers: dict[str, Paper] = field(default_factory=dict)
    searches: list[dict[str, Any]] = field(default_factory=list)
    background: list[str] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    spelled_out: dict[str, str] = field(default_factory=dict)
    known: dict[str, bool] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    vectors: dict[str, list[float]] = field(default_factory=dict)

    def read(self, papers: Iterable[Paper]) -> list[str]:
        """Note that papers were read; return their ids."""
        found = {paper.id: paper for paper in papers}
        self.papers |= found
        return list(found)


class RecordingSearch:
    """A searcher, with a log of what it gave.

    Scores are given as they are written, so that a replay computes with the very same.
    `vectors` says whether those of the embedding model are noted: a remote one is not at hand
    when the pack is replayed.
    """

    def __init__(self, inner: PaperSearch, vectors: bool) -> None:
        self._inner = inner
        self.log = Log()
        self.dense_weight = inner.dense_weight
        self.words: Words = _RecordingWords(inner.words, self.log)
        self.embedder: Embedder = (
            _RecordingEmbedder(inner.embedder, self.log) if vectors else inner.embedder
        )

    @property
    def held(self) -> int:
        """The number of papers in the library."""
        return self._inner.held

    def search(self, question: str, papers: int, filters: Filters = EVERYTHING) -> list[Hit]:
        """Return at most so many papers, best first, among those that satisfy the filters."""
        with reranking.replies() as ordering:
            found = self._inner.search(question, papers, filters)
        for reply in ordering:
            reranking.tell(reply)
        hits = [
            replace(
                hit,
                score=float(hit.score),
                dense=float(hit.dense),
                lexical=float(hit.lexical),
                passages=tuple(replace(one, score=float(one.score)) for one in hit.passages),
            )
            for hit in found
        ]
        self.log.read(hit.paper for hit in hits)
        asked = {"question": question, "papers": papers, "filters": asdict(filters)}
        replies = [asdict(reply) for reply in ordering]
        self.log.searches.append({**asked, "hits": [_hit(one) for one in hits], "replies": replies})
        return hits

    def papers(self, ids: Sequence[str], filters: Filters = EVERYTHING) -> dict[str, Paper]:
        """Return the papers among these ids that are in the library and satisfy the filters."""
        found = self._inner.papers(ids, filters)
        self.log.read(found.values())
        return found

    def background(self, most: int) -> list[Paper]:
        """Return papers spread evenly over the library."""
        found = self._inner.background(most)
        self.log.background = self.log.read(found)
        return found

    def spelled_out(self, text: str) -> str:
        """Return a text whose short forms are followed by what the papers mean by them."""
        said = self.log.spelled_out[text] = self._inner.spelled_out(text)
        return said

    def paper(self, name: str, parts: bool = True) -> Paper:
        """Return the one paper that a name names.

        Raises:
            PaperNotFound: none does, or several do.
        """
        found = self._inner.paper(name, parts)
        (self.log.named[name],) = self.log.read([found])
        return found


class _RecordingWords:
    def __init__(self, inner: Words, log: Log) -> None:
        self._inner = inner
        self._log = log

    def knows(self, name: str) -> bool:
        known = self._log.known[name] = self._inner.knows(name)
        return known

    def terms(self, text: str) -> list[str]:
        return self._inner.terms(text)

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        weights = self._inner.weights(terms)
        self._log.weights |= weights
        return weights


class _RecordingEmbedder:
    def __init__(self, inner: Embedder, log: Log) -> None:
        self._inner = inner
        self._log = log

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = self._inner.embed(texts).astype(numpy.float32)
        for text, vector in zip(texts, vectors, strict=True):
            self._log.vectors[text] = vector.tolist()
        return vectors


def _hit(hit: Hit) -> dict[str, Any]:
    passages = [{"start": p.start, "end": p.end, "score": p.score} for p in hit.passages]
    return {
        "rank": hit.rank,
        "paper_id": hit.paper.id,
        "score": hit.score,
        "dense": hit.dense,
        "lexical": hit.lexical,
        "passages": passages,
    }
