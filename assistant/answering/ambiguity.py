"""Finds short forms in a question that the papers found spell out in different ways.

"How does MAP work?" means mean average precision or maximum a posteriori: where the papers found do
not agree which, the reader is asked instead of being answered with a mixture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.corpus import short_forms
from assistant.types import Paper

# Two to six capitals, perhaps with a small s for the plural: RAG, LLMs.
_SHORT = re.compile(r"(?<![\w-])([A-Z]{2,6})s?(?![\w-])")
_WORD = re.compile(r"[^\W_]+")
# Who asks what the short form stands for wants all readings.
_ASKED_FOR = re.compile(
    r"\b(abbreviat\w*|acronyms?|stands? for|meanings?|short for|which ones)\b", re.IGNORECASE
)
# One reading this much more frequent than the rest is what is meant.
_DOMINANT = 0.8


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A short form and what it may stand for, the most frequent first."""

    short: str
    readings: tuple[str, ...]

    @property
    def message(self) -> str:
        """What the reader is asked."""
        listed = ", ".join(f"“{reading}”" for reading in self.readings)
        return (
            f"{self.short} stands for different things in the papers found: {listed}. "
            "Which one do you mean? Ask again with its full name."
        )


def find(question: str, papers: Sequence[Paper]) -> Ambiguity | None:
    """Return the first short form of the question that the papers spell out differently, or None.

    A short form that the question itself spells out is not in doubt, nor one whose readings it asks
    for.
    """
    if _ASKED_FOR.search(question):
        return None
    for short in dict.fromkeys(_SHORT.findall(question)):
        readings: Counter[str] = Counter()
        for paper in papers:
            readings.update(set(spelled_out(short, f"{paper.title}. {paper.abstract}")))
        told = any(_plain(reading) in _plain(question) for reading in readings)
        if len(readings) < 2 or told:
            continue
        if readings.most_common(1)[0][1] < _DOMINANT * readings.total():
            return Ambiguity(short, tuple(reading for reading, _ in readings.most_common()))
    return None


def spelled_out(short: str, text: str) -> list[str]:
    """Return the words that a text gives a short form for: "mean average precision (MAP)".

    In small letters, hyphens as blanks, in the singular.
    """
    wanted = short_forms.key(short)
    return [
        short_forms.spelled(long)
        for form, long in short_forms.pairs(text)
        if short_forms.key(form) == wanted
    ]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
