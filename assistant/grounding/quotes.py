"""Finds a quote in an abstract: character by character, but for spacing and typography.

Exact tier: case, words, numbers and punctuation must agree; runs of white space count as one
blank, typographic quotes, dashes and ligatures as their plain forms, and hidden characters as none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from assistant.grounding import hidden

_PLAIN = str.maketrans("‘’‚“”„«»‐‑‒–—−", '\'\'\'"""""------')
# What makes figures the rest of a number: "1." before "7", the point of ".05", the minus of "-5".
_NUMBER_BEFORE = re.compile(r"\d[.,-]|\W?[.-]")
_SPACE = re.compile(r"\s")
_SPARE_SPACE = re.compile(r"\A\s|\s\s")


def locate(quote: str, abstract: str) -> tuple[int, int] | None:
    """Return (start, end) of the first place where the abstract says the quote, or None."""
    wanted, _ = _folded(quote.strip())
    if not wanted:
        return None
    text, places = _folded(abstract)
    found = text.find(wanted)
    while found >= 0:
        end = found + len(wanted)
        if _whole(text, found, end) and _uncut(places, found, end):
            return places[found], places[end - 1] + 1
        found = text.find(wanted, found + 1)
    return None


def occurs(quote: str, text: str) -> bool:
    """Tell whether the letters of a quote are in a text, if perhaps in the middle of a word.

    Where they are not, no part of the text can be found to say it; this is quick to know.
    """
    return _folded(quote.strip())[0] in _folded(text)[0]


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch begins and ends at borders of words: "9%" is not said by "19%"."""
    left = start == 0 or not (_in_word(text[start - 1]) and _in_word(text[start]))
    right = end == len(text) or not (_in_word(text[end - 1]) and _in_word(text[end]))
    decimal = text[start].isdigit() and _NUMBER_BEFORE.fullmatch(text[max(0, start - 2) : start])
    cut_off = (
        end + 1 < len(text)
        and text[end - 1].isdigit()
        and text[end] in ".,"
        and text[end + 1].isdigit()
    )
    return left and right and not decimal and not cut_off


def _in_word(letter: str) -> bool:
    """Tell whether it is a letter, a figure or a sign that belongs to the letter before it."""
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def _uncut(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether a stretch takes its first and last character whole: "1" is no part of "½"."""
    left = start == 0 or places[start - 1] != places[start]
    right = end == len(places) or places[end - 1] != places[end]
    return left and right


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain form, and for each of its characters the place it came from."""
    if text.isascii() and not _SPARE_SPACE.search(text):  # most are: nothing moves
        return _SPACE.sub(" ", text), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = _plain(letter)
        if plain == " " and (not letters or letters[-1] == " "):
            continue
        for part in plain:
            letters.append(part)
            places.append(place)
    return "".join(letters), places


def _plain(letter: str) -> str:
    if letter.isspace():
        return " "
    if letter.isascii() and letter.isprintable():
        return letter
    return unicodedata.normalize("NFKC", hidden.removed(letter).translate(_PLAIN))
