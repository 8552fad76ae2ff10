"""A searcher that holds nothing but what an evidence pack does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy

from assistant.answering import reranking
from assistant.errors import NotRecorded
from assistant.library.saved import filters_of
from assistant.library.words import stems
from assistant.retrieval.search import Words
from assistant.types import EVERYTHING, Document, Embedder, Filters, Hit, Paper, Passage, Reply

if TYPE_CHECKING:
    from assistant.types import Vectors


class ReplayingSearch:
    """Gives again what was taken from the library; anything else was not recorded.

    `embedder` is used where the pack holds no vectors.
    """

    def __init__(self, pack: Document, embedder: Embedder) -> None:
        taken = pack["retrieval"]
        self._papers = {one["id"]: paper_of(one) for one in pack["papers"]}
        self._searches: list[dict[str, Any]] = taken["searches"]
        self._searched: Counter[tuple[str, int]] = Counter()
        self._background: list[str] = taken["background"]
        self._named: dict[str, str] = taken["named"]
        # Packs of earlier versions have none: topics were searched for as they were typed.
        self._spelled_out: dict[str, str] = taken.get("spelled_out", {})
        self.held: int = pack["library"]["papers"]
        self.dense_weight: float = taken["dense_weight"]
        self.words: Words = _ReplayingWords(taken["known"], taken["weights"])
        self.embedder: Embedder = (
            _ReplayingEmbedder(embedder, taken["vectors"]) if taken["vectors"] else embedder
        )

    def search(self, question: str, papers: int, filters: Filters = EVERYTHING) -> list[Hit]:
        """Return what was found then.

        Raises:
            NotRecorded: it was not searched for then.
        """
        asked = (question, papers, filters)
        found = [
            one
            for one in self._searches
            if (one["question"], one["papers"], filters_of(one["filters"])) == asked
        ]
        if not found:
            raise NotRecorded(f"the library is now searched for what it was not then: “{question}”")
        self._tell_replies(question, papers, found)
        return [self._hit(hit) for hit in found[0]["hits"]]

    def papers(
        self,
        ids: Sequence[str],
        filters: Filters = EVERYTHING,  # noqa: ARG002 - those admitted then are in the pack
    ) -> dict[str, Paper]:
        """Return the papers that were read then."""
        return {id: self._papers[id] for id in ids if id in self._papers}

    def background(self, most: int) -> list[Paper]:
        """Return the papers that were taken then."""
        return [self._papers[id] for id in self._background[:most]]

    def spelled_out(self, text: str) -> str:
        """Return what a text was in full then."""
        return self._spelled_out.get(text, text)

    def paper(
        self,
        name: str,
        parts: bool = True,  # noqa: ARG002 - what it named then is in the pack
    ) -> Paper:
        """Return the paper that a name named then.

        Raises:
            NotRecorded: it was not asked for then.
        """
        if name not in self._named:
            raise NotRecorded(f"the library is now asked for a paper that it was not then: {name}")
        return self._papers[self._named[name]]

    def _tell_replies(self, question: str, papers: int, found: Sequence[dict[str, Any]]) -> None:
        """Tell what the model that put hits in order replied then, once for each search."""
        before = self._searched[question, papers]
        self._searched[question, papers] += 1
        if before < len(found):
            # Packs of earlier versions have none.
            for reply in found[before].get("replies", ()):
                reranking.tell(Reply(**reply))

    def _hit(self, one: Mapping[str, Any]) -> Hit:
        paper = self._papers[one["paper_id"]]
        passages = tuple(
            Passage(p["start"], p["end"], paper.abstract[p["start"] : p["end"]], p["score"])
            for p in one["passages"]
        )
        return Hit(one["rank"], paper, one["score"], one["dense"], one["lexical"], passages)


def paper_of(fields: Mapping[str, Any]) -> Paper:
    """Return a paper of a pack."""
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in fields.items()
        if key != "abstract_hash"
    }
    return Paper(**given)


class _ReplayingWords:
    def __init__(self, known: Mapping[str, bool], weights: Mapping[str, float]) -> None:
        self._known = known
        self._weights = weights

    def knows(self, name: str) -> bool:
        if name not in self._known:
            raise NotRecorded(f"it is now asked whether {name!r} is known, which it was not then")
        return self._known[name]

    def terms(self, text: str) -> list[str]:
        return stems(text)

    def weights(self, terms: Iterable[str]) -> dict[str, float]:
        wanted = set(terms)
        if unknown := wanted - self._weights.keys():
            raise NotRecorded(f"the weight of {min(unknown)!r} is now asked for, it was not then")
        return {term: self._weights[term] for term in wanted}


class _ReplayingEmbedder:
    def __init__(self, inner: Embedder, vectors: Mapping[str, Sequence[float]]) -> None:
        self._inner = inner
        self._vectors = vectors

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def dimension(self) -> int:
        return len(next(iter(self._vectors.values())))

    def embed(self, texts: Sequence[str]) -> Vectors:
        unknown = next((text for text in texts if text not in self._vectors), None)
        if unknown is not None:
            raise NotRecorded(f"a vector is now asked for that was not then: “{unknown[:80]} …”")
        return numpy.array([self._vectors[text] for text in texts], dtype=numpy.float32)
