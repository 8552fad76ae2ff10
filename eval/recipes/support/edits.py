"""Edits for training pairs that change what a sentence says.

Each takes a sentence and a source of chance and gives the edited one, or None where it does not
apply.  `OPPOSED` edits make two sentences that exclude each other, so that either may be in the
evidence; `STRONGER` ones make a sentence that says more: the first follows from it, not it from
the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from eval.recipes.support.opposites import DETAILS, OPPOSITES, STRONGER

Edit = Callable[[str, Random], str | None]

_NUMBER = re.compile(r"(?<![\w.,@/-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
_WORDED = "two three four five six seven eight nine ten twelve twenty thirty fifty".split()
_FIGURES = "2 3 4 5 6 7 8 9 10 12 20 30 50".split()
NUMERALS = tuple(zip(_WORDED, _FIGURES, strict=True))
_IS = re.compile(r"\b(is|are|was|were|can|could|will|would|should|has|have|does|do|did)\b(?! not)")
_NOT = re.compile(r"\b(is|are|was|were|can|could|will|would|should|has|have|does|do|did) not\b")
_VERB = re.compile(
    r"\b(we|it|they|this|authors|method|model|results|approach) "
    r"(show|find|achieve|improve|use|outperform|provide|require|allow|propose|depend)(s?)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[A-Z][a-z]+(?: [A-Z][a-z]+)+)(?![\w-])")


def _pick(pattern: re.Pattern[str], text: str, chance: Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return chance.choice(found) if found else None


def _put(text: str, match: re.Match[str], new: str) -> str:
    if match.group()[:1].isupper() and new[:1].islower():
        new = new[0].upper() + new[1:]
    return text[: match.start()] + new + text[match.end() :]


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words, the longest first."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE
    )


_OPPOSITE = any_of(list(OPPOSITES))
_STRONGER = [(re.compile(old, re.IGNORECASE), new) for old, new in STRONGER]


# Edits that exclude what was said


def number(text: str, chance: Random) -> str | None:
    """Change a figure to another of its format, near or far."""
    match = _pick(_NUMBER, text, chance)
    if not match:
        return worded_number(text, chance)
    old = match.group()
    digits = [place for place, sign in enumerate(old) if sign.isdigit()]
    new = old
    while new == old:
        kind = chance.random()
        if kind < 0.5:
            place = chance.choice(digits)
            low = "1" if place == 0 else "0"
            new = (
                old[:place]
                + chance.choice([d for d in "0123456789" if d >= low])
                + old[place + 1 :]
            )
        elif kind < 0.75 and "," not in old:
            factor = chance.choice((0.1, 0.5, 1.2, 1.5, 2, 10, 100))
            places = len(old.partition(".")[2])
            new = f"{float(old) * factor:.{places}f}"
        elif len(digits) > 1:
            one, other = chance.sample(digits, 2)
            signs = list(old)
            signs[one], signs[other] = signs[other], signs[one]
            new = "".join(signs) if signs[0] != "0" else old
    return _put(text, match, new)


def worded_number(text: str, chance: Random) -> str | None:
    """Change a number written in words."""
    match = _pick(
        any_of([*_WORDED, "first", "second", "third", "half", "twice", "both"]), text, chance
    )
    if not match:
        return None
    old = match.group().lower()
    if old in _WORDED:
        return _put(text, match, chance.choice([word for word in _WORDED if word != old]))
    other = {"first": "second", "second": "third", "third": "first", "half": "a tenth",
             "twice": "ten times", "both": "neither"}  # fmt: skip
    return _put(text, match, other[old])


def swapped_numbers(text: str, chance: Random) -> str | None:
    """Let two figures of the sentence change places."""
    found = list(_NUMBER.finditer(text))
    if len(found) < 2:
        return None
    first, second = sorted(chance.sample(found, 2), key=lambda match: match.start())
    if first.group() == second.group():
        return None
    between = text[first.end() : second.start()]
    if re.fullmatch(r",? ?(?:and|or|,) ?", between) and "respectively" not in text:
        return None
    return text[: first.start()] + second.group() + between + first.group() + text[second.end() :]


_UNITS: Mapping[str, tuple[str, ...]] = {
    "%": ("-fold", " points per year", " times"), "percent": ("per mille", "percentage points"),
    "million": ("thousand", "billion"), "billion": ("million",), "thousand": ("million",),
    "hours": ("minutes", "days"), "minutes": ("hours", "seconds"), "seconds": ("minutes",),
    "days": ("weeks", "hours"), "weeks": ("months", "days"), "months": ("weeks", "years"),
    "years": ("months", "decades", "days"), "ms": ("s",), "mg": ("g",), "km": ("m",),
    "times": ("percent",), "GB": ("MB",), "languages": ("dialects", "tasks"),
    "datasets": ("models", "languages"), "patients": ("hospitals", "mice"),
    "sentences": ("documents",), "documents": ("words",), "tasks": ("languages",),
}  # fmt: skip
_UNIT = re.compile(
    rf"(?<=\d)%|(?<![\w-])(?:{'|'.join(unit for unit in _UNITS if unit != '%')})(?![\w-])"
)


def unit(text: str, chance: Random) -> str | None:
    """Change what is counted or measured."""
    match = _pick(_UNIT, text, chance)
    return match and _put(text, match, chance.choice(_UNITS[match.group()]))


def negation(text: str, chance: Random) -> str | None:
    """Deny what was asserted, or assert what was denied."""
    denied = _pick(_NOT, text, chance) or _pick(re.compile(r"\bcannot\b"), text, chance)
    if denied:
        return _put(text, denied, denied.group().removesuffix(" not").replace("cannot", "can"))
    without = _pick(re.compile(r"\b(without|no|fails? to|lacks?) "), text, chance)
    if without and chance.random() < 0.6:
        new = {
            "without": "with",
            "no": "a",
            "fail": "manage",
            "fails": "manages",
            "lack": "have",
            "lacks": "has",
        }
        word = without.group().split()[0]
        return _put(text, without, new[word] + without.group()[len(word) :])
    verb = _pick(_VERB, text, chance)
    if verb and chance.random() < 0.5:
        who, does, ending = verb.groups()
        denial = chance.choice(
            (("do", "does", "not"), ("never", "never", ""), ("fail to", "fails to", ""))
        )
        word = denial[1] if ending else denial[0]
        return _put(text, verb, " ".join(f"{who} {word} {denial[2]} {does}".split()))
    match = _pick(_IS, text, chance)
    if not match:
        return (
            _put(text, verb, f"{verb.group(1)} never {verb.group(2)}{verb.group(3)}")
            if verb
            else None
        )
    word = match.group(1)
    return _put(
        text,
        match,
        chance.choice((f"{word} not", f"{word} not", f"{word} never", f"{word} by no means")),
    )


def direction(text: str, chance: Random) -> str | None:
    """Put an opposite in the place of a word."""
    match = _pick(_OPPOSITE, text, chance)
    return match and _put(text, match, chance.choice(OPPOSITES[match.group().lower()]))


_VERSUS = re.compile(
    r"(?P<a>\b[A-Z][\w-]+(?: [A-Z][\w-]+)*|\b[a-z-]+ [a-z]+s) "
    r"(?P<v>outperforms?|is better than|are better than|than|over|rather than|instead of|versus"
    r"|compared (?:to|with)|is superior to|exceeds?|surpass(?:es)?|from|into) "
    r"(?P<b>[A-Z][\w-]+(?: [A-Z][\w-]+)*|[a-z-]+ [a-z]+s\b)"
)


def swapped_roles(text: str, chance: Random) -> str | None:
    """Let what is compared change places."""
    match = _pick(_VERSUS, text, chance)
    if not match or match.group("a").lower() == match.group("b").lower():
        return None
    new = f"{match.group('b')} {match.group('v')} {match.group('a')}"
    return text[: match.start()] + new + text[match.end() :]


def names(text: str) -> list[str]:
    """Return the names in a text: acronyms, mixed case, two capitalised words."""
    return [match.group() for match in _NAME.finditer(text)]


def entity(text: str, others: Sequence[str], chance: Random) -> str | None:
    """Put one of the other names in the place of a name."""
    match = _pick(_NAME, text, chance)
    rest = [name for name in others if name not in text]
    return _put(text, match, chance.choice(rest)) if match and rest else None


# Edits that say more than was said


def stronger(text: str, chance: Random) -> str | None:
    """Make certain, general or causal what was cautious, partial or mere coincidence."""
    found = [(match, new) for old, new in _STRONGER for match in old.finditer(text)]
    if not found:
        return None
    match, new = chance.choice(found)
    return _put(text, match, new)


def detail(text: str, words: Sequence[str], chance: Random) -> str | None:
    """Add a clause that was not there."""
    if not text.endswith(".") or not words:
        return None
    clause = chance.choice(DETAILS).format(n=chance.randint(2, 90), w=chance.choice(words))
    return f"{text[:-1]}, {clause}."


OPPOSED: Mapping[str, tuple[Edit, float]] = {
    "number": (number, 12.0),
    "swapped_numbers": (swapped_numbers, 8.0),
    "unit": (unit, 4.0),
    "negation": (negation, 2.5),
    "direction": (direction, 3.5),
    "swapped_roles": (swapped_roles, 2.0),
}
