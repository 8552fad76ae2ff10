"""Where answers are lost on the way from the question to a supported sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.report.findings import cited, found
from eval.types import Item


@dataclass(frozen=True, slots=True)
class Step:
    """A step and the questions that pass it, do not, or may: those had passed all steps before."""

    words: str
    passed: tuple[Item, ...]
    lost: tuple[Item, ...] = ()
    open: tuple[Item, ...] = ()


def steps(items: Sequence[Item]) -> list[Step]:
    """Return the steps that answerable questions with gold papers take, beginning with all.

    Where only rankings were asked for, there are no steps behind the search.
    """
    asked = tuple(item for item in items if item.case.answerable and item.case.gold)
    answers = any(item.outcome.answered is not None for item in asked)
    taken = [Step("answerable questions", asked)]
    for words, passes in _STEPS if answers else _STEPS[:2]:
        taken.append(_step(words, taken[-1].passed, passes))
    return [step for step in taken if step.words != _REPLIED or step.lost]


def _step(words: str, before: Sequence[Item], passes: Callable[[Item], bool | None]) -> Step:
    told = [(item, passes(item)) for item in before]
    return Step(
        words,
        passed=tuple(item for item, passed in told if passed),
        lost=tuple(item for item, passed in told if passed is False),
        open=tuple(item for item, passed in told if passed is None),
    )


def _replied(item: Item) -> bool:
    return item.outcome.error is None


def _answered(item: Item) -> bool:
    return item.outcome.answered is True


def _supported(item: Item) -> bool | None:
    """Return whether all sentences that cite are supported; None where the judge leaves it open."""
    judged = [one.union for one in item.judged if one.sentence.cites]
    if any(support in ("none", "partial") for support in judged):
        return False
    return None if "unjudged" in judged else True


_REPLIED = "reply without an error"
_STEPS: tuple[tuple[str, Callable[[Item], bool | None]], ...] = (
    (_REPLIED, _replied),
    ("gold paper among the first ten", found),
    ("answered, not declined", _answered),
    ("gold paper cited", cited),
    ("every sentence with a citation supported by it", _supported),
)
