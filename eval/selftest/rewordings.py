"""Edits that keep what a sentence says: a checker that minds them raises a false alarm.

Each takes a sentence and returns the edited one, or None where it does not apply.
"""

from __future__ import annotations

import re

from eval.selftest.phrases import by_phrase, table
from eval.wording import continued, draw

_TYPOGRAPHY = str.maketrans({"'": "’", "-": "\N{NON-BREAKING HYPHEN}"})
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
_UNITS += "fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = _UNITS.split() + [
    ten + (f"-{unit}" if unit != "zero" else "") for ten in _TENS for unit in _UNITS.split()[:10]
]
# "One" is a pronoun more often than a number, and "1" its rare figure.
_WORD_OF = {str(number): word for number, word in enumerate(_NUMBERS) if number > 1}
_FIGURE_OF = {word: figure for figure, word in _WORD_OF.items()}
_ANY = "|".join(sorted([*_WORD_OF, *_FIGURE_OF], key=len, reverse=True))
_NUMBER = re.compile(rf"(?<![\w.,@/±-])(?<![A-Z] )(?:{_ANY})(?![\w%-]|[.,]\d)")
_SYNONYMS = table(
    "uses: employs, shows: demonstrates, demonstrates: shows, obtains: achieves, "
    "attains: achieves, requires: needs, larger: bigger, largest: biggest, many: numerous, "
    "frequently: often, often: frequently, beats: outperforms, outperforms: beats, "
    "nearly: almost, examines: investigates, introduces: presents, particularly: especially, "
    "consequently: therefore, therefore: consequently, built: constructed, builds: constructs, "
    "difficult: hard, considerably: substantially, seldom: rarely"
)
_OPENINGS = ("In short, ", "According to the abstract, ", "As the authors report, ")


def spacing(sentence: str) -> str | None:
    """Double the blanks."""
    return sentence.replace(" ", "  ") if " " in sentence else None


def typography(sentence: str) -> str | None:
    """Set apostrophes, quotation marks and hyphens as a printer does."""
    curved = re.sub(r'"([^"]*)"', r"“\1”", sentence).translate(_TYPOGRAPHY)
    return curved if curved != sentence else None


def number_form(sentence: str) -> str | None:
    """Write a small number in words, or in figures: "64" as "sixty-four"."""
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    match = found[draw(sentence) % len(found)]
    new = _WORD_OF.get(match.group()) or _FIGURE_OF[match.group()]
    return sentence[: match.start()] + new + sentence[match.end() :]


def opening(sentence: str) -> str | None:
    """Put a few words before the sentence that add nothing: "In short, "."""
    rest = continued(sentence)
    return None if rest is None else _OPENINGS[draw(sentence) % len(_OPENINGS)] + rest


def no_full_stop(sentence: str) -> str | None:
    """Drop the full stop at the end."""
    return sentence[:-1] if sentence.endswith(".") else None


def synonym(sentence: str) -> str | None:
    """Put another word of the same meaning in the place of one."""
    return by_phrase(sentence, _SYNONYMS)
