"""Typing errors as people make them: a letter left out, doubled, or swapped with the next."""

from __future__ import annotations

import re

from eval.wording import content_words, draw

_WORD = re.compile(r"(?<![\w@./'’-])[a-z]{5,}(?![\w@/'’-])")  # no capital, no figure: no name
_MOST = 2


def mistyped(question: str) -> str | None:
    """Return the question with an error in two of its longer content words, or in the only one.

    Names keep their letters, first letters stay.  The same question always gets the same errors.
    None where no word is fit.
    """
    meaning = content_words(question)
    fit = [match for match in _WORD.finditer(question) if match.group() in meaning]
    chosen = sorted(fit, key=lambda match: draw(f"{question} {match.start()}"))[:_MOST]
    for match in sorted(chosen, key=lambda match: -match.start()):
        word = _misspelt(match.group(), draw(question + match.group()))
        question = question[: match.start()] + word + question[match.end() :]
    return question if chosen else None


def _misspelt(word: str, number: int) -> str:
    kind, number = number % 3, number // 3
    swaps = [place for place in range(1, len(word) - 1) if word[place] != word[place + 1]]
    if kind == 0 and swaps:
        place = swaps[number % len(swaps)]
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    place = 1 + number % (len(word) - 1)
    return word[:place] + word[place] * (0 if kind == 1 else 2) + word[place + 1 :]
