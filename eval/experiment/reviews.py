"""Reviews of the synthesis questions of a set, measured: which papers, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy

from assistant.answering.reviewing.reviewer import Reviewer
from assistant.models.local_embedding import LocalEmbedder, TokenVectors
from assistant.review import Review
from assistant.settings import Settings
from eval.experiment.libraries import Shelf
from eval.metrics import texts
from eval.statistics.intervals import Interval, cluster_bootstrap
from eval.types import Case, Progress

if TYPE_CHECKING:
    from assistant.types import Vectors

TYPE = "synthesis"
MEASURES = ("coverage", "precision", "redundancy", "support")
_ALIKE = 0.9


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What one review scores; None where a measure does not apply, as to an abstention."""

    case: str
    relevance: float
    references: int
    coverage: float | None
    precision: float | None
    redundancy: float | None
    support: float | None


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a measure over those questions that it applies to, with its 95% interval."""

    value: float | None
    interval: Interval | None


@contextmanager
def reviewing(shelf: Shelf, settings: Settings) -> Iterator[Reviewer]:
    """Open a reviewer over the library of a set that reads no text twice."""
    chosen = settings.embedding
    app = shelf.app
    app.local_embedder = _Remembering(chosen.max_tokens, chosen.batch_tokens, chosen.threads)
    with app.searcher() as searcher:
        yield app.reviewer_over(searcher)


def measure(
    reviewer: Reviewer,
    cases: Sequence[Case],
    relevances: Sequence[float],
    progress: Progress | None = None,
) -> list[Reviewed]:
    """Return the scores of a review of each synthesis question at each line of relevance."""
    asked = [case for case in cases if case.type == TYPE]
    found = []
    for done, case in enumerate(asked, 1):
        for relevance in relevances:
            settings = reviewer.settings.model_copy(update={"relevance": relevance})
            drawn = replace(reviewer, settings=settings)
            review = drawn.review(drawn.outline(case.question))
            found.append(_scored(case, relevance, review, reviewer))
        if progress:
            progress(done, len(asked))
    return found


def mean(measure: str, reviews: Sequence[Reviewed]) -> Mean:
    """Return the mean of a measure, questions resampled."""
    pairs = [
        (float(value), one.case) for one in reviews if (value := getattr(one, measure)) is not None
    ]
    if not pairs:
        return Mean(None, None)
    values, cases = zip(*pairs, strict=True)
    return Mean(float(numpy.mean(values)), cluster_bootstrap(values, cases))


def _scored(case: Case, relevance: float, review: Review, reviewer: Reviewer) -> Reviewed:
    cited = [one.paper.id for one in review.references]
    said = [one.statement for one in review.sentences]
    vectors = reviewer.searcher.embedder.embed([one.text for one in said])
    return Reviewed(
        case.id,
        relevance,
        len(cited),
        texts.reference_coverage(cited, case.gold),
        texts.gold_precision(cited, case.gold, case.acceptable),
        texts.alike_pairs(vectors, _ALIKE),
        float(numpy.mean([one.verdict == "verbatim" for one in said])) if said else None,
    )


class _Remembering(LocalEmbedder):
    """The packaged model with a memory: the same papers are read for each question."""

    def __init__(self, max_tokens: int, batch_tokens: int, threads: int) -> None:
        super().__init__(max_tokens, batch_tokens, threads)
        self._texts: dict[str, Vectors] = {}
        self._tokens: dict[str, TokenVectors] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._texts]
        self._texts.update(zip(new, super().embed(new), strict=True))
        return numpy.array([self._texts[text] for text in texts]).reshape(len(texts), -1)

    def embed_tokens(self, texts: Sequence[str]) -> Iterator[tuple[int, TokenVectors]]:
        """Yield each text's place and the vectors of its tokens, in order."""
        new = [text for text in dict.fromkeys(texts) if text not in self._tokens]
        self._tokens.update((new[place], read) for place, read in super().embed_tokens(new))
        yield from ((place, self._tokens[text]) for place, text in enumerate(texts))
