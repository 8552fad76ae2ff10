"""The part of a text that a claim is read against: its sentences that share most with the claim.

The model reads few tokens, so that training and checking are fast; what it reads is chosen by the
words in common, rare ones first, and given in the order of the text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"\d[\d.,]*\d|\w+")
_SIGNS = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "’": "'", "‘": "'",
                        "“": '"', "”": '"', "\u00a0": " "})  # fmt: skip
_COMMON = frozenset(
    "a about after all also an and any are as at be been before being between both but by can "
    "could did do does during each for from further had has have having he her here his how "
    "i if in into is it its itself may me might more most much must my no nor not of off on one "
    "only or other our out over own same she should so some such than that the their them then "
    "there these they this those through to too under until up upon us was we were what when "
    "where whether which while who whom whose why will with within without would you your".split()
)
_STEM = 6  # letters: "improves" and "improvement" share them


def tidy(text: str) -> str:
    """Return a text with plain signs and single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split())


def stems(text: str) -> frozenset[str]:
    """Return the beginnings of the words that carry meaning."""
    found = (word for word in _WORD.findall(text.casefold()) if word not in _COMMON)
    return frozenset(word if word[0].isdigit() else _stem(word) for word in found)


def _stem(word: str) -> str:
    for ending in ("ies", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            word = word[: -len(ending)]
            break
    return word[:_STEM]


def chosen(claim: str, sentences: Sequence[str], lengths: Sequence[int], budget: int) -> list[int]:
    """Return the places of the sentences to read, in order; `lengths` and `budget` are tokens.

    Greedy: each next sentence is the one with the most weight of the claim's stems that none has
    had yet, and a third of the weight of those that one had; at least one sentence is chosen.
    """
    held = [stems(sentence) for sentence in sentences]
    frequency = Counter(stem for one in held for stem in one)
    weight = {
        stem: math.log(1 + len(sentences) / frequency[stem])
        for stem in stems(claim)
        if stem in frequency
    }
    left = set(range(len(sentences)))
    covered: set[str] = set()
    places: list[int] = []
    room = budget

    def gain(place: int) -> tuple[float, int]:
        shared = held[place] & weight.keys()
        total = sum(weight[stem] * (1 / 3 if stem in covered else 1) for stem in shared)
        return total / math.sqrt(lengths[place] + 10), -place

    while left:
        best = max(left, key=gain)
        left.remove(best)
        if places and lengths[best] > room:
            continue
        places.append(best)
        covered |= held[best] & weight.keys()
        room -= lengths[best]
        if room < 8:
            break
    return sorted(places)
