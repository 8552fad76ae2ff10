"""Fills the cells of one paper without a model: the stretch of its abstract that suits each column.

A known column goes by its signs, by the label of the section, by likeness to its description and by
the place in the abstract; any other by the words and the likeness of its name.  A cell whose best
stretch does not reach what its column asks for stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.answering.comparing import quotable
from assistant.answering.comparing.known_columns import Column, beginning
from assistant.answering.comparing.quotable import Quotable
from assistant.review import Cell

if TYPE_CHECKING:
    from assistant.types import Embedder, Vectors

EMPTY = Cell()
_PLACE_WEIGHT = 1.0
_LABELLED = 1.5
_REFUSED = -9.0
_BEFORE = -0.9  # what stands before the paper first speaks of itself
_REPEATED = -0.5  # what another cell of the row quotes already
_LEANING = -0.25  # what leans on the sentence before
_LEAST_WORDS = 3
_LONG_WORDS = 40
_LONG = -0.2
# An unknown column wants its name in the text and some likeness to it, or much likeness alone.
_NAMED = 0.45
_ALIKE = 0.6

_WORDS = re.compile(r"\w+")
_LEANS = re.compile(
    r"(?:it|its|they|their|this(?!\s+(?:paper|work|study|article|survey|review))|these|those|such|"
    r"however|moreover|furthermore|in addition|additionally|therefore|thus|hence|instead|also|both|"
    r"the former|the latter|first,|second,|third,|if|which|who|whereas|but|then|compounding)\b",
    re.IGNORECASE,
)


def fill(
    abstract: str, wanted: Sequence[Column], asked: Vectors, embedder: Embedder
) -> tuple[Cell, ...]:
    """Return a cell for each column; `asked` are the vectors of their descriptions, a row each."""
    found = [one for one in quotable.find(abstract) if len(one.text.split()) >= _LEAST_WORDS]
    if not found:
        return tuple(EMPTY for _ in wanted)
    vectors = embedder.embed([one.text for one in found])
    scores = numpy.array(
        [
            _scores(column, found, vectors @ description)
            for column, description in zip(wanted, asked, strict=True)
        ]
    )
    return _assign(scores, found)


def _scores(column: Column, found: Sequence[Quotable], likeness: Vectors) -> Vectors:
    """Return how far each stretch is above what the column asks for."""
    scores = numpy.array([_reading(one) for one in found]) + likeness
    if not column.known:
        named = numpy.array([_names(column.name, one.text) for one in found])
        return numpy.asarray(scores + _NAMED * named - _ALIKE)
    scores = scores + numpy.array([_said(column, one) for one in found]) - column.least
    if column.place is not None:
        places = numpy.array([one.place for one in found])
        scores = scores - _PLACE_WEIGHT * abs(places - column.place)
    if column.own:
        scores = scores + _BEFORE * _background(found)
    return numpy.asarray(scores)


def _said(column: Column, one: Quotable) -> float:
    """Return what signs and labels say for a stretch; where none speaks for it, it is refused."""
    weights = [weight for weight, sign in column.signs if sign.search(one.text)]
    labelled = bool(one.sections & column.sections)
    if not labelled and not any(weight > 0 for weight in weights):
        return _REFUSED
    return sum(weights) + (_LABELLED if labelled else column.elsewhere if one.sections else 0.0)


def _names(name: str, text: str) -> bool:
    """Tell whether a text has all words of a name, each as it is, or in the singular or plural."""
    words = {_singular(word) for word in _WORDS.findall(text.casefold())}
    return all(_singular(word) in words for word in _WORDS.findall(name.casefold()))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _background(found: Sequence[Quotable]) -> Vectors:
    """Return 1 for what stands before the paper speaks of itself, 0 for the rest."""
    first = beginning(found)
    return numpy.array([one.start < first and not one.sections for one in found], dtype=float)


def _reading(one: Quotable) -> float:
    """Return what is taken off for reading badly alone."""
    leaning = _LEANING if _LEANS.match(one.text) else 0.0
    return leaning + (_LONG if len(one.text.split()) > _LONG_WORDS else 0.0)


def _assign(scores: Vectors, found: Sequence[Quotable]) -> tuple[Cell, ...]:
    """Give each column its best stretch, the surest first; what is taken counts less for others.

    Less, so that another that does as well is preferred; where there is none, it is quoted twice.
    """
    cells = [EMPTY] * len(scores)
    waiting = {row for row in range(len(scores)) if scores[row].max() > 0}
    wanted = numpy.where(scores > 0, scores, _REFUSED)
    while waiting:
        row = max(waiting, key=lambda one: (wanted[one].max(), -one))
        waiting.remove(row)
        taken = found[int(wanted[row].argmax())]
        cells[row] = Cell(taken.text, taken.start, taken.end)
        overlapping = [one.start < taken.end and taken.start < one.end for one in found]
        wanted[:, overlapping] += _REPEATED
    return tuple(cells)
