"""Finds the figures of a text: "1,000", "sixty-four", "1.2 million", "three-fold", "50%"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.grounding.vetoes.figures import Figure
from assistant.grounding.vetoes.units import UNIT_OF, unit_at

_FIGURE = re.compile(
    r"(?P<sign>[-+~]?)(?P<currency>US\$|[$€£]?)"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(?P<decimals>\.\d+)?(?P<rest>%|‰|°?[A-Za-zµ]{0,5})"
)
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9}
_SCALES |= {"t": 1e12, "trillion": 1e12, "hundred": 1e2, "thousands": 1e3, "millions": 1e6}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
_ONES += "fifteen sixteen seventeen eighteen nineteen"
_WORDS = {word: float(value) for value, word in enumerate(_ONES.split())}
_WORDS |= {
    word: 10.0 * tens
    for tens, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_WORDS["dozen"] = 12.0
_MULTIPLES = {"twofold": 2.0, "threefold": 3.0, "fourfold": 4.0, "fivefold": 5.0}
_MULTIPLES |= {"sixfold": 6.0, "eightfold": 8.0, "tenfold": 10.0}
_BARE = {"half": 0.5, "twice": 2.0, "hundred": 1e2, "hundreds": 1e2}
_BARE |= {word: _SCALES[word] for word in ("thousand", "million", "billion", "trillion")}
_BARE |= {f"{word}s": scale for word, scale in _BARE.items() if scale >= 1e3}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS |= {f"{part}s": parts for part, parts in _PARTS.items() if part[-1] != "s"}
_BEGINNINGS = frozenset((*_WORDS, *_MULTIPLES, *_BARE, "a"))
_LONGEST = 5  # words of a number


def first(chunks: Sequence[str], place: int) -> tuple[Figure, int] | None:
    """Return the figure that begins at a place, and how many chunks write it; None if none does."""
    found = _in_digits(chunks, place) or _in_words(chunks, place)
    if not found:
        return None
    figure, length = found
    if not figure.unit:
        unit, more = unit_at(chunks, place + length)
        if unit:
            written = " ".join([figure.written, *chunks[place + length : place + length + more]])
            figure, length = replace(figure, unit=unit, written=written), length + more
    return figure, length


def _in_digits(chunks: Sequence[str], place: int) -> tuple[Figure, int] | None:
    written = chunks[place]
    match = _FIGURE.fullmatch(written)
    if not match:
        return None
    rest, length = match["rest"], 1
    digits = match["digits"].replace(",", "")
    value = float(digits + (match["decimals"] or ""))
    step = 10.0 ** -(len(match["decimals"]) - 1) if match["decimals"] else 1.0
    if not match["decimals"] and value >= 100:
        step = 10.0 ** min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
    unit = UNIT_OF.get(match["currency"].lower(), "") if rest not in ("%", "‰") else ""
    if rest in ("k", "K", "M", "B", "bn", "T"):
        scale = _SCALES[rest.lower()]
    elif rest and rest.lower() not in UNIT_OF:
        return None
    else:
        unit = unit or UNIT_OF.get(rest.lower(), "")
        scale = 1.0
        following = chunks[place + 1].lower() if place + 1 < len(chunks) else ""
        if not rest and following in _SCALES and len(following) > 1:
            scale, length = _SCALES[following], 2
    whole = " ".join(chunks[place : place + length])
    return Figure(value * scale, step * scale, whole, unit), length


def _in_words(chunks: Sequence[str], place: int) -> tuple[Figure, int] | None:
    if chunks[place].lower() not in _BEGINNINGS:
        return None
    lower = [chunk.lower() for chunk in chunks[place : place + _LONGEST]]
    if lower[0] in _MULTIPLES:
        return Figure(_MULTIPLES[lower[0]], 1.0, chunks[place], "times"), 1
    loose = _BARE.get(lower[0]) or _part(lower)
    if loose:
        length = 1 if lower[0] in _BARE else 2
        return Figure(loose, loose / 5, " ".join(chunks[place : place + length]), "", True), length
    value, step, length = _counted(lower)
    if not length or lower[:length] in (["one"], ["zero"]):  # more often no number at all
        return None
    return Figure(value, step, " ".join(chunks[place : place + length])), length


def _part(words: Sequence[str]) -> float | None:
    """Return the share that words begin with: "two thirds", "a quarter of"."""
    parts = _PARTS.get(words[1]) if len(words) > 1 else None
    if parts and words[0] == "a" and words[2:3] == ["of"]:
        return 1 / parts
    return _WORDS[words[0]] / parts if parts and words[0] in ("one", "two", "three") else None


def _counted(words: Sequence[str]) -> tuple[float, float, int]:
    """Return the number that words begin with, its step, and how many words write it."""
    total, value, step, length = 0.0, 0.0, 1.0, 0
    for word in words:
        if word in _WORDS and _goes_on(value, _WORDS[word]):
            value += _WORDS[word]
        elif word in _SCALES and len(word) > 2 and length:
            step = _SCALES[word]
            total, value = (total, value * 100) if step == 100 else (total + value * step, 0.0)
        else:
            break
        length += 1
    return total + value, step, length


def _goes_on(value: float, more: float) -> bool:
    """Tell whether a number goes on with a word: "sixty" with "four", "two hundred" with any."""
    return not value or value % 100 == 0 or (value % 10 == 0 and value % 100 >= 20 and more < 10)
