"""Why a search finds a paper or does not: at which stage and rank it is found or lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from assistant.errors import InputError
from assistant.library.admission import Admission
from assistant.library.words import plain_words
from assistant.retrieval import depth, query
from assistant.retrieval.candidates import Candidates
from assistant.retrieval.filters import FIELDS, described
from assistant.retrieval.search import Searcher, Trace
from assistant.retrieval.wording import Wording
from assistant.settings import AnswerSettings, RetrievalSettings
from assistant.types import EVERYTHING, Filters, Paper

_EACH_MUST_HOLD = ("phrases", "without")
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Stage:
    """What became of a paper at one stage: `rank` from 1 among `of`, in words, and what would help.

    `before` is the rank that the stage before gave it.
    """

    name: str
    passed: bool
    said: str
    help: str = ""
    rank: int | None = None
    of: int | None = None
    score: float | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """How a question was understood, and what became of a paper at each stage of its search.

    `held` and `lacked` are the question's words that the paper has and has not.
    """

    question: str
    paper: Paper
    wording: Wording
    filters: Filters
    held: tuple[str, ...]
    lacked: tuple[str, ...]
    stages: tuple[Stage, ...]

    @property
    def found(self) -> bool:
        """Whether the paper is among those that the search shows."""
        passed = {stage.name: stage.passed for stage in self.stages}
        return passed["filter"] and passed["shown"]


def explain(
    searcher: Searcher,
    typed: str,
    paper: Paper,
    retrieval: RetrievalSettings,
    answer: AnswerSettings,
    filters: Filters = EVERYTHING,
) -> Why:
    """Return what becomes of a paper when a query is searched.

    Where a filter excludes it, the further stages are those of a search without that filter.

    Raises:
        InputError: an operator is given what it cannot take, or there is nothing beside operators.
    """
    asked = query.parsed(typed, filters, strict=True)
    if not asked.text:
        raise InputError(f"{typed.strip()!r} has no words to search for; add what you look for")
    parts = [(part, searcher.library.admission(part)) for part in _parts(asked.filters)]
    excluding = [part for part, admission in parts if not admission.admits(paper.id)]
    left = [part for part, admission in parts if admission.admits(paper.id)]
    admission = searcher.library.admission(reduce(query.both, left, EVERYTHING))
    trace = searcher.trace(asked.text, max(retrieval.papers, answer.papers), admission)
    told = _Telling(searcher, paper, trace, admission, retrieval, answer)
    return Why(
        typed,
        paper,
        trace.wording,
        asked.filters,
        *told.words_apart(),
        (_filter(asked.filters, excluding), *told.stages()),
    )


def _parts(filters: Filters) -> Iterator[Filters]:
    """Yield what of filters a paper can fail alone."""
    if filters.year_from is not None or filters.year_to is not None:
        yield Filters(filters.year_from, filters.year_to)
    for field in FIELDS.values():
        values = getattr(filters, field)
        for some in [(one,) for one in values] if field in _EACH_MUST_HOLD else [values]:
            if some:
                names: dict[str, Any] = {field: some}
                yield Filters(**names)


def _filter(filters: Filters, excluding: list[Filters]) -> Stage:
    if not excluding:
        said = f"passes {described(filters)}" if described(filters) else "none is set"
        return Stage("filter", True, said)
    named = ", ".join(map(described, excluding))
    return Stage(
        "filter", False, f"excluded by {named}", f"leave {named} out, as the stages below do"
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """One paper on its way through one search."""

    searcher: Searcher
    paper: Paper
    trace: Trace
    admission: Admission
    retrieval: RetrievalSettings
    answer: AnswerSettings

    def words_apart(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the words of the question that the paper holds, and those that it lacks."""
        index = self.searcher.words
        own = index.stems_of(self.paper)
        words = dict.fromkeys(plain_words(self.trace.wording.text))
        telling = {word: index.terms(word) for word in words if index.terms(word)}
        held = tuple(word for word, stems in telling.items() if own.issuperset(stems))
        return held, tuple(word for word in telling if word not in held)

    def stages(self) -> Iterator[Stage]:
        """Yield what became of the paper at each stage behind the filters."""
        words, vectors = self._words(), self._vectors()
        fused = self._fused([one.rank for one in (words, vectors) if one.rank])
        rerank = self._rerank(fused)
        rank = rerank.rank if fused.passed else None
        shown = self._shown(rank)
        yield from (words, vectors, fused, rerank, shown, self._read(shown.rank))

    def _words(self) -> Stage:
        wording, found = self.trace.wording, self.trace.candidates.words
        held, lacked = self.words_apart()
        lacking = f"it lacks {_quoted(lacked)}" if lacked else ""
        has = f"holds {_quoted(held)}" if held else "holds none of the words"
        ranks = {id: (rank, score) for rank, (id, score) in enumerate(found, 1)}
        if self.paper.id in ranks:
            rank, score = ranks[self.paper.id]
            said = f"rank {rank} of {len(found)} candidates, BM25 {score:.2f}; {has}"
            return Stage("words", True, said, lacking, rank, len(found), score)
        index = self.searcher.words
        everything = index.search(
            wording.text, max(index.count(), 1), self.admission, wording.weighted
        )
        said = f"not among the {len(found)} candidates; {has}"
        for rank, (id, score) in enumerate(everything, 1):
            if id == self.paper.id:
                said = f"{said}; rank {rank} of all {len(everything)}, BM25 {score:.2f}"
                return Stage("words", False, said, lacking, rank, len(everything), score)
        return Stage("words", False, said, lacking)

    def _vectors(self) -> Stage:
        library, vector = self.searcher.library, self.trace.asked.vector
        nearest = self.trace.candidates.nearest
        own = library.nearest_chunks(vector, 1, Admission(frozenset({self.paper.id})))
        if not own:
            return Stage("vectors", False, "it is not indexed", "`litassist reindex` goes on")
        cosine = own[0][1]
        for rank, (chunk, _) in enumerate(nearest, 1):
            if chunk.paper_id == self.paper.id:
                said = f"rank {rank} of {len(nearest)} passages, cosine {cosine:.3f}"
                return Stage("vectors", True, said, "", rank, len(nearest), cosine)
        rank, total = 1, 0
        for chunks, vectors in library.catalog.embedded.batches(_BATCH):
            for chunk, other in zip(chunks, vectors @ vector, strict=True):
                if self.admission.admits(chunk.paper_id):
                    total += 1
                    rank += chunk.paper_id != self.paper.id and bool(other > cosine)
        said = f"not among the {len(nearest)} candidates; rank {rank} of all {total} passages"
        said += f", cosine {cosine:.3f}"
        return Stage("vectors", False, said, "ask in words nearer to its own", rank, total, cosine)

    def _fused(self, ranks: list[int]) -> Stage:
        found = self.trace.candidates
        if place := self._place(found):
            rank, score = place
            said = f"rank {rank} of {len(found.fused)}, score {score:.3f}"
            return Stage("fused", True, said, "", rank, len(found.fused), score)
        said = f"not among the {len(found.fused)} candidates"
        if not ranks:
            return Stage("fused", False, said, "neither words nor vectors reach it")
        needed = min(ranks)
        trace = self.trace
        _, more = self.searcher.candidates(
            trace.wording, lambda: trace.asked, needed, self.admission, trace.named
        )
        if place := self._place(more):
            said += f"; with {needed} of either search rank {place[0]} of {len(more.fused)}"
        return Stage("fused", False, said, f"raise retrieval.candidates to at least {needed}")

    def _place(self, found: Candidates) -> tuple[int, float] | None:
        for rank, one in enumerate(found.fused, 1):
            if one.paper_id == self.paper.id:
                return rank, one.score
        return None

    def _rerank(self, fused: Stage) -> Stage:
        how, seen = self.retrieval.rerank, len(self.trace.reranked)
        if not fused.passed:
            return Stage("rerank", False, f"not among the {seen} papers put in order")
        if how == "none":
            return Stage("rerank", True, "is off", "", fused.rank, fused.of)
        for rank, hit in enumerate(self.trace.reranked, 1):
            if hit.paper.id == self.paper.id:
                said = f"rank {fused.rank} before, {rank} of {seen} after ({how})"
                return Stage("rerank", True, said, "", rank, seen, hit.score, fused.rank)
        said = f"not among the first {seen}, which alone are put in another order ({how})"
        return Stage("rerank", False, said, "", fused.rank, fused.of, None, fused.rank)

    def _shown(self, rank: int | None) -> Stage:
        most, hits = self.retrieval.papers, self.trace.hits
        named = self.paper.id in self.trace.named
        for hit in hits:
            if hit.paper.id == self.paper.id:
                named |= rank is not None and hit.rank < rank
                rank = hit.rank
        if rank is None:
            return Stage("shown", False, f"not among the {min(most, len(hits))} papers shown")
        if rank <= most:
            why = ", as the question names it" if named else ""
            said = f"rank {rank} of {min(most, len(hits))} papers{why}"
            return Stage("shown", True, said, "", rank, min(most, len(hits)))
        said = f"rank {rank}, behind the {most} papers shown"
        return Stage("shown", False, said, f"raise retrieval.papers to at least {rank}", rank, most)

    def _read(self, rank: int | None) -> Stage:
        hits, chosen = self.trace.hits, self.answer
        read = depth.worth_reading(hits, chosen)
        for place, hit in enumerate(read, 1):
            if hit.paper.id == self.paper.id:
                said = f"rank {place} of {len(read)} papers read for an answer"
                return Stage("read", True, said, "", place, len(read))
        said = f"not among the {len(read)} papers read for an answer"
        if rank is None:
            return Stage("read", False, said)
        if rank > chosen.papers:
            return Stage("read", False, said, f"raise answer.papers to at least {rank}", rank)
        hit = hits[rank - 1]
        if not depth.near_the_best(hit, hits, chosen):
            said += f"; score {hit.score:.3f}, below {chosen.paper_share:.0%} of the best"
            return Stage("read", False, said, "lower answer.paper_share", rank)
        return Stage("read", False, said, f"raise answer.tokens above {chosen.tokens}", rank)


def _quoted(words: tuple[str, ...]) -> str:
    return ("the words " if len(words) > 1 else "the word ") + ", ".join(f"“{w}”" for w in words)
