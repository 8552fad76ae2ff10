"""Finds a quote in an abstract: character by character, but for spacing and typography.

Exact tier: case, words, numbers and punctuation must agree; runs of white space count as one
blank, and typographic quotes, dashes and ligatures as their plain forms.
"""

from __future__ import annotations

import unicodedata

_PLAIN = str.maketrans("‘’‚“”„«»‐‑‒–—−", '\'\'\'"""""------')


def locate(quote: str, abstract: str) -> tuple[int, int] | None:
    """Return (start, end) of the first place where the abstract says the quote, or None."""
    wanted, _ = _folded(quote.strip())
    if not wanted:
        return None
    text, places = _folded(abstract)
    found = text.find(wanted)
    while found >= 0:
        end = found + len(wanted)
        if _whole(text, found, end):
            return places[found], places[end - 1] + 1
        found = text.find(wanted, found + 1)
    return None


def _whole(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch begins and ends at borders of words: "9%" is not said by "19%"."""
    left = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    right = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    decimal = (
        start > 1
        and text[start].isdigit()
        and text[start - 1] in ".,-"
        and text[start - 2].isdigit()
    )
    cut_off = (
        end + 1 < len(text)
        and text[end - 1].isdigit()
        and text[end] in ".,"
        and text[end + 1].isdigit()
    )
    return left and right and not decimal and not cut_off


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text in plain form, and for each of its characters the place it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else unicodedata.normalize("NFKC", letter.translate(_PLAIN))
        if plain == " " and (not letters or letters[-1] == " "):
            continue
        for part in plain:
            letters.append(part)
            places.append(place)
    return "".join(letters), places
