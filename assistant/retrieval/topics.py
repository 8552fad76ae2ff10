"""A topic -> the papers of the library that bear on it, and where the line is drawn.

A question wants the best few papers; a review wants all that are relevant and no others.  Three
scores are put on one scale, on which 0 is what papers of the library taken at random have, and 1
what the best two have: the fused score of the search, the match token by token, and the likeness
to the papers that match best (pseudo-relevance feedback; Rocchio 1971).  A paper is relevant that
reaches a given share of the best.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from assistant.library.words import stems
from assistant.models.local_embedding import LocalEmbedder
from assistant.retrieval.late_interaction import interact
from assistant.retrieval.search import PaperSearch
from assistant.types import EVERYTHING, Filters, Hit, Paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.types import Vector, Vectors

    Scores = NDArray[numpy.float32]

# Fused score, match by token, likeness to the best.  Flat around these values on the synthesis
# questions of the demo and gold sets (README, design notes).
_WEIGHTS = (0.4, 0.4, 0.2)
_FEEDBACK_PAPERS = 5
_BACKGROUND_PAPERS = 24
_BEST = 2  # papers whose mean is the end of the scale
# Ten topics that the gold library holds have one or the other; of nine that it does not ("tax law",
# "quantum computing"), six have neither.
_NEAR = 0.35
_NEAR_BY_TOKEN = 0.65
# Where the best hardly stand out from papers taken at random, as in a small library that is all
# about the topic, the scale is not stretched further.  The least on the sets' questions is .12, by
# token; their means of coverage and precision are the same with a bound of .1.
_LEAST_SPREAD = 0.15
# Of those looked at.  Of 100 of the gold library's 317, one in 14 topics ("language models") had a
# relevant paper among the last tenth; looking at all found more for it, and for one other.
_NOT_LAST = 0.9
# Papers below the line that a reader may want to judge, at most so many: down to this share of it.
_MOST_NEAR = 5
_NARROWLY = 0.85
# "Which papers use Minecraft, and for what?": the second half asks about the papers, it does not
# say which ones.
_SECOND_QUESTION = re.compile(
    r",?\s+and\s+(?:(?:for|in|by|with|on|to)\s+)?(?:what|how|why|when|where|which|who)\b.*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Relevant:
    """A paper that bears on a topic: how much, where 1 is as much as the best, and its vector."""

    paper: Paper
    relevance: float
    vector: Vector


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a topic: all papers looked at, best first, and how many are relevant.

    `near` of those that follow are narrowly below the line.
    """

    hits: tuple[Hit, ...]
    ranked: tuple[Relevant, ...]
    relevant: int
    near: int = 0

    @property
    def open_ended(self) -> bool:
        """Whether more may be relevant further down: most are so far, or some of the last."""
        relevant = {one.paper.id for one in self.ranked[: self.relevant]}
        last = self.hits[int(_NOT_LAST * len(self.hits)) :]
        return 2 * self.relevant > len(self.hits) or any(hit.paper.id in relevant for hit in last)


def subject(topic: str) -> str:
    """Return the part of a topic that says which papers are meant."""
    return _SECOND_QUESTION.sub("", topic.strip().rstrip("?")).strip() or topic.strip()


def find(
    searcher: PaperSearch,
    embedder: LocalEmbedder,
    topic: str,
    line: float,
    candidates: int,
    filters: Filters = EVERYTHING,
    progress: Callable[[int, int], object] | None = None,
) -> Found:
    """Return the papers found for a topic, those above the line first.

    None is relevant where even the best is far from the topic, as a whole and word by word.
    """
    asked = searcher.spelled_out(subject(topic))
    hits = searcher.search(asked, candidates, filters)
    if not hits:
        return Found((), (), 0)
    found = [hit.paper for hit in hits]
    background = searcher.background(_BACKGROUND_PAPERS)
    matched = interact(
        embedder, asked, [text(paper) for paper in (*found, *background)], _tells, progress
    )
    chance = slice(len(found), None)
    similar = _scaled(_column(hit.dense for hit in hits), float(matched.cosines[chance].mean()))
    words = _column(hit.lexical for hit in hits)
    fused = _scaled(searcher.dense_weight * similar + (1 - searcher.dense_weight) * words, 0.0)
    by_token = _scaled(
        matched.similarities[: len(found)], float(matched.similarities[chance].mean())
    )
    best = numpy.argsort(-(fused + by_token), kind="stable")[:_FEEDBACK_PAPERS]
    likeness = matched.vectors @ _unit(matched.vectors[best].mean(axis=0))
    by_feedback = _scaled(likeness[: len(found)], float(likeness[chance].mean()))
    scores = numpy.stack([fused, by_token, by_feedback]).T @ numpy.array(_WEIGHTS)
    order = numpy.argsort(-scores, kind="stable")
    ranked = tuple(
        Relevant(found[place], float(scores[place]), matched.vectors[place]) for place in order
    )
    alike = max(hit.dense for hit in hits) >= _NEAR
    if not alike and float(matched.similarities[: len(found)].max()) < _NEAR_BY_TOKEN:
        return Found(tuple(hits), ranked, 0)
    top = float(numpy.mean([one.relevance for one in ranked[:_BEST]]))
    relevant = max(1, sum(one.relevance >= line * top for one in ranked))
    below = ranked[relevant : relevant + _MOST_NEAR]
    near = sum(one.relevance >= _NARROWLY * line * top for one in below)
    return Found(tuple(hits), ranked, relevant, near)


def text(paper: Paper) -> str:
    """Return what the vector of a paper is made of."""
    return f"{paper.title}\n{paper.abstract}"


def _tells(word: str) -> bool:
    return bool(stems(word))


def _column(values: Iterable[float]) -> Scores:
    return numpy.fromiter(values, dtype=numpy.float32)


def _scaled(scores: Scores, chance: float) -> Scores:
    """Return scores on a scale where 0 is chance and 1 the mean of the best two."""
    best = float(numpy.sort(scores)[::-1][:_BEST].mean())
    return 1 + (scores - best) / max(best - chance, _LEAST_SPREAD)


def _unit(vector: Vectors) -> Vector:
    return vector / max(float(numpy.linalg.norm(vector)), 1e-12)
