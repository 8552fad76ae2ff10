"""Sentences of abstracts that a review may quote, with what speaks for each.

A review is read from beginning to end, so a sentence must stand without the one before it: those
that open with "however" or "this" are left aside.  One that opens with "we" is clear once its paper
is named in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy

from assistant.answering.reviewing import signs
from assistant.answering.reviewing.short_names import short_name
from assistant.grounding import instructions, sentences
from assistant.types import Embedder, Paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.types import Vector, Vectors

_FEWEST_WORDS, _MOST_WORDS = 6, 70
_LONG_WORDS = 45


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A sentence with the number of its paper, what kind it is, and how much speaks for it.

    `topical` is its likeness to the topic, `score` that and what else makes a note of a paper.
    """

    number: int
    start: int
    text: str
    vector: Vector
    topical: float
    score: float
    names_own: bool = False
    """Whether it names what its paper is known by: "MindSearch", of the paper of that name."""
    opening: bool = False
    """Whether it is one of the first two sentences of its abstract."""

    @property
    def words(self) -> int:
        """The number of its words."""
        return len(self.text.split())

    @property
    def own(self) -> bool:
        """Whether it tells of its paper itself: "We propose", "This survey"."""
        return bool(signs.WE.search(self.text) or signs.OWN_PAPER.match(self.text))

    @property
    def finding(self) -> bool:
        """Whether it tells what was found."""
        return bool(signs.FINDING.search(self.text))

    @property
    def limit(self) -> bool:
        """Whether it tells what does not hold, or not always."""
        return bool(signs.LIMIT.search(self.text))

    @property
    def at_large(self) -> bool:
        """Whether it tells of the topic at large, as abstracts open, not of its paper's part."""
        if self.own or self.gap or self.names_own:
            return False
        return self.start == 0 or (not self.finding and (self.opening or self.defines))

    @property
    def defines(self) -> bool:
        """Whether it tells what something is, or is for."""
        return bool(signs.DEFINITION.search(self.text))

    @property
    def clear(self) -> bool:
        """Whether it points at nothing that was said before it: "this issue"."""
        return not signs.POINTING_BACK.search(self.text)

    @property
    def gap(self) -> bool:
        """Whether it tells what is not known yet."""
        return bool(signs.GAP.search(self.text))


def stands_alone(sentence: str) -> bool:
    """Tell whether a sentence can be read without the one before it."""
    if signs.OWN_PAPER.match(sentence):
        return True
    return not signs.LEANING.match(sentence)


def collect(
    papers: Sequence[Paper],
    topic: str,
    embedder: Embedder,
    terms: Callable[[str], list[str]],
    weights: Callable[[Sequence[str]], Mapping[str, float]],
) -> list[Candidate]:
    """Return the sentences that may be quoted; papers are numbered from 1.

    `terms` gives the stems of a text, `weights` their inverse document frequencies.
    """
    found = [
        (number, start, paper.abstract[start:end])
        for number, paper in enumerate(papers, 1)
        for start, end in _quotable(paper.abstract)
    ]
    names = [_own_name(paper) for paper in papers]
    bodies = [_after_opening(paper.abstract) for paper in papers]
    if not found:
        return []
    vectors = embedder.embed([topic, *(text for _, _, text in found)])
    asked = set(terms(topic))
    weight = weights(sorted(asked))
    topical = vectors[1:] @ vectors[0] + 0.5 * _covered(
        (text for _, _, text in found), asked, weight, terms
    )
    central = _likeness_to_own_paper([number for number, _, _ in found], vectors[1:])
    return [
        Candidate(
            number,
            start,
            text,
            vectors[place],
            float(topical[place - 1]),
            float(topical[place - 1] + 0.5 * central[place - 1]) + _merit(text, start),
            names_own=bool(names[number - 1].search(text)),
            opening=start < bodies[number - 1],
        )
        for place, (number, start, text) in enumerate(found, 1)
    ]


def _quotable(abstract: str) -> list[tuple[int, int]]:
    """Return the spans of sentences that can be quoted; of poor ones the best there are."""
    spans = [
        (start, end)
        for start, end in sentences.spans(abstract)
        if abstract[start:end].endswith((".", "!", "?", ")", "”", '"'))
        and _FEWEST_WORDS <= len(abstract[start:end].split()) <= _MOST_WORDS
        and not instructions.is_order(abstract[start:end])
    ]
    good = [
        (start, end)
        for start, end in spans
        if stands_alone(abstract[start:end])
        and not signs.NOTICE.search(abstract[start:end])
        and not signs.FRAGMENT.search(abstract[start:end])
    ]
    return good or spans


def _own_name(paper: Paper) -> re.Pattern[str]:
    """Return what finds the name of a paper's method or data set, where its title has one."""
    name = short_name(paper)
    named = paper.title.startswith(name) and name != paper.title
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)" if named else r"(?!)", re.IGNORECASE)


def _after_opening(abstract: str) -> int:
    """Return where the third sentence of an abstract starts."""
    starts = [start for start, _ in sentences.spans(abstract)]
    return starts[2] if len(starts) > 2 else len(abstract)


def _merit(text: str, start: int) -> float:
    """Return what speaks for a sentence as a note of its paper, whatever the topic.

    The paper's own part speaks for it; the first sentence of an abstract tells what others did.
    """
    contribution = bool(signs.CONTRIBUTION.search(text))
    return (
        0.6 * contribution
        + 0.15 * bool(signs.FINDING.search(text))
        - 0.3 * bool(signs.POINTING_BACK.search(text))
        - 0.4 * (not contribution and (start == 0 or bool(signs.BACKGROUND.match(text))))
        - 0.2 * (len(text.split()) > _LONG_WORDS)
    )


def _covered(
    texts: Iterable[str],
    asked: set[str],
    weight: Mapping[str, float],
    terms: Callable[[str], list[str]],
) -> NDArray[numpy.float32]:
    """Return the share of the topic's information that the words of each text hold."""
    total = sum(weight.values()) or 1.0
    shares = [sum(weight[stem] for stem in asked & set(terms(text))) / total for text in texts]
    return numpy.array(shares, dtype=numpy.float32)


def _likeness_to_own_paper(numbers: Sequence[int], vectors: Vectors) -> NDArray[numpy.float32]:
    """Return how central each sentence is among those of its paper."""
    numbers_ = numpy.array(numbers)
    likeness = numpy.zeros(len(numbers), dtype=numpy.float32)
    for number in numpy.unique(numbers_):
        own = numbers_ == number
        centre = vectors[own].mean(axis=0)
        likeness[own] = vectors[own] @ (centre / max(float(numpy.linalg.norm(centre)), 1e-12))
    return likeness
