"""Figures in sentences: where they stand, and another one that could stand there."""

from __future__ import annotations

import re
from collections.abc import Collection

from eval.types import Case
from eval.wording import draw

# One that stands by itself: not within a name (GPT-4) and not with a unit grown to it (16K).
_FIGURE = re.compile(r"(?<![\w.,-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\w|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


def value(figure: str) -> float:
    """Return what a figure says, however it is written: "1,000" is "1000", "0.70" is "0.7"."""
    return float(figure.replace(",", ""))


def values(text: str) -> set[float]:
    """Return what the figures of a text say."""
    return {value(figure) for figure in _FIGURE.findall(text)}


def telling(case: Case, abstract: str) -> str | None:
    """Return the figure of the expected facts that the abstract holds and the question does not.

    Of several, that with the most digits: it is the least likely to stand anywhere by chance.
    """
    said = values(" ".join((case.question, *(turn.content for turn in case.history))))
    held = values(abstract)
    figures = [
        figure
        for nugget in case.nuggets
        for figure in _FIGURE.findall(nugget.text)
        if value(figure) in held - said and not _YEAR.fullmatch(figure)
    ]
    return max(figures, key=lambda figure: sum(map(str.isdigit, figure)), default=None)


def other(figure: str, taken: Collection[float]) -> str | None:
    """Return a figure of the same format with one digit changed, none of those taken.

    The second digit that counts is changed, or the only one, so that it stays plausible.
    """
    digits = [place for place, sign in enumerate(figure) if sign.isdigit()]
    first = next((n for n, place in enumerate(digits) if figure[place] != "0"), 0)
    place = digits[min(first + 1, len(digits) - 1)]
    start = 3 + draw(figure) % 4
    candidates = (
        f"{figure[:place]}{(int(figure[place]) + shift) % 10}{figure[place + 1 :]}"
        for shift in (start, *range(1, 10))
    )
    return next((one for one in candidates if value(one) and value(one) not in taken), None)


def substituted(text: str, old: str, new: str) -> str:
    """Return the text with all occurrences of a figure replaced, however they are written."""
    return _FIGURE.sub(
        lambda match: new if value(match.group()) == value(old) else match.group(), text
    )
