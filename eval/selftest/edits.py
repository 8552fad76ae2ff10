"""Edits that make a true sentence say something else, one for each kind of error.

Each takes a sentence and returns the edited one, or None where it does not apply.  The kinds
follow the errors of claim verification and summarisation sets: FactCC (Kryscinski et al. 2020),
FRANK (Pagnoni et al. 2021), and the negations of SciFact (Wadden et al. 2020).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from eval.selftest import phrases
from eval.selftest.names import Names, places
from eval.selftest.phrases import by_phrase, by_rule
from eval.wording import draw

Edit = Callable[[str], str | None]

# A figure that stands by itself, not within a name (GPT-4, MRR@10, 7B).
_FIGURE = re.compile(r"(?<![\w.,@/-])\d[\d,]*(?:\.\d+)?(?![\w-]|[.,]\d)")
# What stands before a figure that another one could replace without harm or not at all: bounds and
# rough figures ("more than 60%"), shares ("11 of 15"), versions ("SQuAD 1.1").
_BOUND = (
    r"\b(?:than|least|most|below|under|over|above|up to|about|roughly|nearly|around|almost|some)"
)
_FIXED_BEFORE = re.compile(rf"(?:{_BOUND}|\d of|[A-Z]\w*[A-Z]\w*|(?<=\w )[A-Z]\w*) $")
_FIXED_AFTER = re.compile(r" of \d| or (?:more|fewer|less)\b")
_BOUNDED = re.compile(rf"{_BOUND} (?:about )?\d", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNSURE = re.compile(
    r"\b(?:no|not|never|neither|nor|nothing|none|cannot|without|whether|if|unless|some|sometimes"
    r"|often|usually|may|might|only|few|seldom)\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b[Aa]n? $")
# Clauses that no abstract holds; the second kind goes with figures.
_DETAILS = (
    "as a survey of 212 readers confirmed",
    "a point first raised at a workshop in Lisbon",
    "as the appendix shows for seven further languages",
    "which two later replications could not reproduce",
    "a view that the editors of the journal share",
)
_DETAILS_OF_RESULTS = (
    "measured on eight GPUs",
    "with p < 0.001 in a paired test",
    "at a total cost of 3,100 dollars",
    "as the mean of five random seeds",
    "after nine days of training",
)


def number(sentence: str) -> str | None:
    """Change one figure to a near one of the same format; years and names keep theirs."""
    found = [
        match
        for match in _FIGURE.finditer(sentence)
        if not _FIXED_BEFORE.search(sentence[: match.start()])
        and not _FIXED_AFTER.match(sentence, match.end())
        and not _YEAR.fullmatch(match.group())
    ]
    if not found:
        return None
    match = found[draw(sentence) % len(found)]
    return (
        sentence[: match.start()] + _other_figure(match.group(), sentence) + sentence[match.end() :]
    )


def unit(sentence: str) -> str | None:
    """Change what a figure counts: "%" to "per mille", "million" to "thousand".

    Bounds are left alone: more than 60% is more than 60 per mille, too.
    """
    return None if _BOUNDED.search(sentence) else by_rule(sentence, phrases.UNITS)


def negation(sentence: str) -> str | None:
    """Take a "not" away, or put one where the sentence is plain enough to be denied by it."""
    if _UNSURE.search(sentence):
        denials = re.findall(r"\b(?:not|cannot)\b", sentence)
        return by_rule(sentence, phrases.DENIALS) if len(denials) == 1 else None
    return by_rule(sentence, phrases.ASSERTIONS)


def direction(sentence: str) -> str | None:
    """Turn a comparison or a change round: "higher" to "lower"."""
    if "not necessarily" in sentence:
        return None  # what is not necessarily better may be worse
    return by_rule(sentence, phrases.COUNTS) or by_phrase(sentence, phrases.DIRECTIONS)


def overclaim(sentence: str) -> str | None:
    """Make a cautious sentence certain: "may" to "will always"."""
    return by_phrase(sentence, phrases.CAUTION) or by_rule(sentence, phrases.CAUTION_RULES)


def scope(sentence: str) -> str | None:
    """Say of all what was said of some: "on four datasets" to "on all datasets"."""
    return by_rule(sentence, phrases.SCOPES)


def causal(sentence: str) -> str | None:
    """Make a cause of what only goes together, or comes before, or stands against."""
    return by_rule(sentence, phrases.CAUSES)


def entity(sentence: str, pool: Names, own: Collection[str] = ()) -> str | None:
    """Put another method or data set in the place of one that the sentence names.

    The other is one of the pool, of the same sort, and none of the paper's `own`.
    """
    found = [
        match.group()
        for match in places(sentence)
        if not _ARTICLE.search(sentence[: match.start()])
    ]
    if not found:
        return None
    old = found[draw(sentence) % len(found)]
    alike = pool.sets if old in pool.sets else pool.methods
    others = [name for name in alike if name != old and name not in own]
    if not others:
        return None
    new = others[draw(sentence) % len(others)]
    return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, sentence)


def fabricated_detail(sentence: str) -> str | None:
    """Append a clause that reads like the rest and that no abstract holds."""
    if not sentence.endswith("."):
        return None
    details = _DETAILS_OF_RESULTS if re.search(r"\d", sentence) else _DETAILS
    return f"{sentence[:-1]}, {details[draw(sentence) % len(details)]}."


def _other_figure(figure: str, sentence: str) -> str:
    """Return a figure with one of its digits changed: the second that counts, or the only one."""
    digits = [place for place, sign in enumerate(figure) if sign.isdigit()]
    first = next((n for n, place in enumerate(digits) if figure[place] != "0"), 0)
    place = digits[min(first + 1, len(digits) - 1)]
    # From 1 to 9, and never the old digit: a lone 0 would read as none at all.
    digit = 1 + (int(figure[place]) - 1 + 3 + draw(sentence) % 4) % 9
    return f"{figure[:place]}{digit}{figure[place + 1 :]}"
