"""Words of a query that no paper holds -> the nearest word that papers hold.

Edits as Norvig counts them ("How to write a spelling corrector", 2007): a letter left out, added,
changed, or swapped with the next.  Names, figures and words of the language are left alone: that
the library does not hold them is an answer, not an error.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

_WORD = re.compile(r"(?<![\w@./+'’])[^\W\d_]+(?![\w@/+'’]|-\d|\.\w)")
_SHORTEST = 5
_SHORTEST_FOR_TWO = 8  # letters of a word in which two errors may be mended
_LETTERS_SURE = 2  # people seldom get the first letters wrong


class Vocabulary(Protocol):
    """The words of a library."""

    def knows(self, name: str) -> bool:
        """Tell whether a name occurs in any record, in any inflexion."""

    def frequency(self, word: str) -> int:
        """Return in how many titles and abstracts a small, unaccented word stands."""

    def beginning(self, letters: str) -> list[str]:
        """Return the words that begin so, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was typed, and as it was searched for."""

    typed: str
    searched: str


def corrected(
    text: str, vocabulary: Vocabulary, is_word: Callable[[str], bool]
) -> tuple[str, tuple[Correction, ...]]:
    """Return a text with its misspelt words mended, and which they were.

    `is_word` tells of a small word whether it is one of the language.
    """
    made: list[Correction] = []
    pieces, place = [], 0
    for found in _WORD.finditer(text):
        word = found[0]
        if len(word) < _SHORTEST or not word.islower():
            continue
        right = is_word(word) or vocabulary.knows(word)
        better = None if right else nearest(word, vocabulary)
        if better:
            made.append(Correction(word, better))
            pieces += [text[place : found.start()], better]
            place = found.end()
    return "".join([*pieces, text[place:]]), tuple(made)


def nearest(word: str, vocabulary: Vocabulary) -> str | None:
    """Return the word of the vocabulary that is nearest to one it lacks, or None."""
    near = _most_frequent(_edited(word), vocabulary)
    if near:
        return near
    for place in range(3, len(word) - 2):
        first, second = word[:place], word[place:]
        apart = vocabulary.frequency(first) and vocabulary.frequency(second)
        if apart and vocabulary.knows(f"{first} {second}"):
            return f"{first} {second}"
    if len(word) < _SHORTEST_FOR_TWO:
        return None
    once, letters = set(_edited(word)), set(word)
    within = _shares_most(word)
    further = (
        one
        for one in vocabulary.beginning(word[:_LETTERS_SURE])
        if abs(len(one) - len(word)) <= 2
        # An edit accounts for two letters that only one of them has.
        and len(letters.symmetric_difference(one)) <= 4
        and one.isalpha()
        and within(one)
        and not once.isdisjoint(_edited(one))
    )
    return next(further, None)  # the most frequent is the first


def _most_frequent(words: Iterable[str], vocabulary: Vocabulary) -> str | None:
    counted = [(vocabulary.frequency(one), one) for one in words]
    best = max(counted, default=(0, ""), key=lambda pair: (pair[0], pair[1]))
    return best[1] if best[0] else None


def _shares_most(word: str) -> Callable[[str], bool]:
    """Return what tells whether a word holds, in order, all letters of this one but two at most.

    Only then may two edits lead from one to the other, and telling so is far quicker than trying.
    The longest common subsequence in bits: Crochemore et al., Information Processing Letters 2001.
    """
    places: dict[str, int] = {}
    for place, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << place
    every = (1 << len(word)) - 1

    def within(other: str) -> bool:
        lacking = every
        for letter in other:
            matched = lacking & places.get(letter, 0)
            lacking = (lacking + matched) | (lacking - matched)
        common = len(word) - (lacking & every).bit_count()
        return common >= max(len(word), len(other)) - 2

    return within


def _edited(word: str) -> Iterator[str]:
    """Yield what a word may be with one edit, the first letter left as it is."""
    for place in range(1, len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in string.ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]
