"""Short forms and what texts spell them out as: "retrieval-augmented generation (RAG)".

The algorithm is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text", PSB 2003: the letters of the short form are looked for in the words
before the parenthesis from the last to the first, and its first letter must begin a word.  Where
initials spell it, they win: the second P of PPO is that of "policy", not of "optimization".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus.identity import normalised_title

_PARENTHESIS = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"[A-Za-z][\w&/+.-]{1,9}")
_CAPITAL = re.compile(r"[A-Z]")
_WORD = re.compile(r"\S+")
_PART = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.;:?!]\s+(?=\S)|[()\[\]]")
_MOST_WORDS_MORE = 5
_SMALL_WORD = 3  # letters of words that may be left out: "of", "and"
_QUOTES = " \"'“”‘’*_`,"
_INFLECTED = ("ss", "us", "is")


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each short form that a text spells out with what it stands for, both as they stand.

    A paper's title and abstract are best given apart.
    """
    for mark in _PARENTHESIS.finditer(text):
        inner = re.split(r"[,;]", mark[1], maxsplit=1)[0].strip()
        before = _SENTENCE_END.split(text[: mark.start()])[-1]
        if is_short(inner):
            found = _spelled_out(inner.removesuffix("s") if _plural(inner) else inner, before)
            if found:
                yield inner, found
            continue
        # "RAG (retrieval-augmented generation)": the other way round.
        last = before.split()[-1:] if before else []
        if last and is_short(last[0]) and len(inner.split()) > 1:
            found = _spelled_out(last[0], inner)
            if found == inner:
                yield last[0], inner


def is_short(text: str) -> bool:
    """Tell whether a text is of the kind that short forms are: one word with two capitals."""
    return bool(_SHORT.fullmatch(text)) and len(_CAPITAL.findall(text)) > 1


def key(short: str) -> str:
    """Return a short form as it is compared: without case, plural and signs."""
    bare = short.removesuffix("s") if _plural(short) else short
    return re.sub(r"[^\w]", "", bare).casefold()


def spelled(long: str) -> str:
    """Return what a short form stands for as it is compared: small, hyphens as blanks, singular."""
    return singular(normalised_title(long))


def singular(plain: str) -> str:
    """Return words that are normalised already with the last one in the singular."""
    words = plain.split()
    if words and words[-1].endswith("s") and not words[-1].endswith(_INFLECTED):
        words[-1] = words[-1][:-1]
    return " ".join(words)


def _plural(short: str) -> bool:
    return short.endswith("s") and short[:-1].isupper()


def _spelled_out(short: str, before: str) -> str | None:
    """Return the words at the end of a text that hold the letters of a short form, or None."""
    by_initials = _by_initials(short, before)
    if by_initials is not None:
        return before[by_initials:].strip(_QUOTES)
    words = [found.start() for found in _WORD.finditer(before)]
    most = min(len(short) + _MOST_WORDS_MORE, 2 * len(short))
    begin = words[-most] if len(words) > most else 0
    start = _matched(short, before[begin:])
    if start is None:
        return None
    long = before[begin + start :].strip(_QUOTES)
    short_again = any(word.casefold() == short.casefold() for word in re.split(r"[\s-]", long))
    if len(long) <= len(short) or short_again or not _takes_words(short, long):
        return None
    return long


def _by_initials(short: str, before: str) -> int | None:
    """Return where the words begin whose initials spell a short form, small words left out."""
    letters = [one.lower() for one in short if one.isalnum()]
    start = None
    for found in reversed(list(_PART.finditer(before))):
        if not letters:
            break
        if found[0][0].lower() == letters[-1]:
            letters.pop()
            start = found.start()
        elif len(found[0]) > _SMALL_WORD or start is None:
            return None
    # A word tied on by a hyphen belongs to them: "self-supervised prompt optimization (SPO)".
    return None if letters or start is None else before.rfind(" ", 0, start) + 1


def _matched(short: str, text: str) -> int | None:
    """Return where the words begin whose letters, read from the end, are those of a short form."""
    place = len(text) - 1
    for index in range(len(short) - 1, -1, -1):
        letter = short[index].lower()
        if not letter.isalnum():
            continue
        while place >= 0 and not (
            text[place].lower() == letter
            and not (index == 0 and place > 0 and text[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
        place -= 1
    return max(text.rfind(" ", 0, place + 1) + 1, 0)


def _takes_words(short: str, long: str) -> bool:
    """Tell whether each word but small ones gives a letter: chance finds letters anywhere."""
    words = [word for word in re.split(r"[\s/-]+", long) if word]
    letters = [one.lower() for one in short if one.isalnum()]
    telling = [word for word in words if len(word) > _SMALL_WORD]
    begun = sum(word[0].lower() in letters for word in telling)
    return bool(telling) and begun >= len(telling) - (len(telling) > 3)
