"""An answer made of exact sentences of the abstracts, without a language model.

Each sentence is scored by its similarity to the question, the share of the question's information
that its words and its title's cover, and the score of its paper; sentences are then taken one by
one, each new one for its score less its likeness to those taken (maximal marginal relevance,
Carbonell and Goldstein, SIGIR 1998).  Sentences that order their readers about are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy

from assistant.grounding import instructions, sentences
from assistant.grounding.marks import MarkedSentence
from assistant.types import Citation, Embedder, Hit

# Weights that keep most of the facts of the expected answers of the demo and gold questions; the
# figure is flat around them.
_COVERAGE_WEIGHT = 0.5
_PAPER_WEIGHT = 1.0
# A sentence that leans on the one before it reads badly alone.
_LEANING_PENALTY = 0.15
# Where code and data can be had is hardly ever the answer, though it names the method.
_NOTICE_PENALTY = 0.3
_NOTICE = re.compile(
    r"https?://|github|\b(code|data|models?|weights)\b[^.]*\b(available|released)\b", re.IGNORECASE
)
_LEANING = re.compile(
    r"(this|these|those|that|it|its|they|their|such|here|however|moreover|furthermore|in addition|"
    r"additionally|therefore|thus|hence|instead|finally|also|both|the former|the latter)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    number: int  # of the paper, as offered
    start: int
    text: str


def choose(
    question: str,
    hits: Sequence[Hit],
    embedder: Embedder,
    terms: Callable[[str], list[str]],
    weights: Callable[[Sequence[str]], Mapping[str, float]],
    most: int,
    relative_score: float,
    diversity: float,
) -> list[MarkedSentence]:
    """Return the sentences that answer best, those of one paper together, best paper first.

    Hits are cited by their place from 1.  `terms` gives the stems of a text, `weights` their
    inverse document frequencies.
    """
    candidates = _candidates(hits)
    if not candidates:
        return []
    vectors = embedder.embed([question, *(candidate.text for candidate in candidates)])
    similarities = vectors[1:] @ vectors[0]
    asked = set(terms(question))
    weight = weights(sorted(asked))
    total = sum(weight.values()) or 1.0
    titles = {number: set(terms(hit.paper.title)) for number, hit in enumerate(hits, 1)}
    scores = numpy.array(
        [
            float(similarity)
            + _COVERAGE_WEIGHT
            * sum(weight[stem] for stem in asked & (set(terms(one.text)) | titles[one.number]))
            / total
            + _PAPER_WEIGHT * hits[one.number - 1].score
            - _penalty(one.text, question)
            for one, similarity in zip(candidates, similarities, strict=True)
        ]
    )
    taken = _take(scores, vectors[1:], most, relative_score, diversity)
    order = list(dict.fromkeys(candidates[place].number for place in taken))
    chosen = sorted(
        (candidates[place] for place in taken), key=lambda one: (order.index(one.number), one.start)
    )
    return [MarkedSentence(one.text, (Citation(one.number, one.text),)) for one in chosen]


def _penalty(sentence: str, question: str) -> float:
    leaning = _LEANING_PENALTY if _LEANING.match(sentence) else 0.0
    notice = _NOTICE.search(sentence) and not re.search(
        r"\b(code|available)\b", question, re.IGNORECASE
    )
    return leaning + (_NOTICE_PENALTY if notice else 0.0)


def _candidates(hits: Sequence[Hit]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    for number, hit in enumerate(hits, 1):
        for start, end in sentences.spans(hit.paper.abstract):
            text = hit.paper.abstract[start:end]
            if instructions.is_order(text):
                continue  # what an abstract tells its readers to do is no answer, and never said
            # Stock phrases ("The findings are encouraging.") recur; the best paper keeps them.
            found.setdefault(text, _Candidate(number, start, text))
    return list(found.values())


def _take(
    scores: numpy.ndarray,
    vectors: numpy.ndarray,
    most: int,
    relative_score: float,
    diversity: float,
) -> list[int]:
    """Return the places of the sentences taken, in the order they were taken."""
    eligible = {int(place) for place in numpy.flatnonzero(scores >= relative_score * scores.max())}
    likeness = numpy.zeros(len(scores))
    taken: list[int] = []
    while eligible and len(taken) < most:
        gain = (1 - diversity) * scores - diversity * likeness
        best = max(eligible, key=lambda place: (gain[place], -place))
        taken.append(best)
        eligible.remove(best)
        likeness = numpy.maximum(likeness, vectors @ vectors[best])
    return taken
