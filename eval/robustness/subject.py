"""What a suite measures: the questions of a set, its library, and a system over any library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant.app import App
from eval.experiment.libraries import Shelf
from eval.experiment.measures import correct
from eval.experiment.run import outcome_of, reply
from eval.robustness.findings import Verdict
from eval.types import Case, DataSet, Item, Progress, System

Fault = Callable[[Item], str | None]
"""Says in a few words what is wrong with an outcome, or None."""


class Inapplicable(Exception):
    """Raised by a suite that cannot measure a set or a system; the message says why."""


@dataclass(frozen=True)
class Subject:
    """A set with its library; `system` opens what is measured, over this library or another.

    `folder` is where copies of the library may lie, `sets` where data sets outside the checkout do.
    """

    data: DataSet
    shelf: Shelf
    folder: Path
    system: Callable[[App], AbstractContextManager[System]]
    sets: Path | None = None
    progress: Progress | None = None

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The questions, with the ids of their papers."""
        return tuple(self.shelf.resolved(case) for case in self.data.cases)

    @cached_property
    def answerable(self) -> tuple[Case, ...]:
        """The questions that the library answers."""
        return tuple(case for case in self.cases if case.answerable)

    def ask(self, cases: Sequence[Case], shelf: Shelf | None = None) -> list[Item]:
        """Return what the system makes of the cases, over the set's own library or another."""
        items = []
        with self.system((shelf or self.shelf).app) as system:
            for done, case in enumerate(cases, 1):
                made = reply(system, case, self.data.asks)
                items.append(Item(case, outcome_of(made)))
                if self.progress:
                    self.progress(done, len(cases))
        return items


def wrong(item: Item) -> str | None:
    """Return what is wrong: declined though it has an answer, answered though not, other papers."""
    if item.outcome.error is not None:
        return f"failed with {item.outcome.error}"
    if not item.case.answerable:
        return "answered" if item.outcome.answered else None
    if item.outcome.answered is False:
        return "declined"
    return None if correct(item) else "rests on other papers"


def compared(before: Iterable[Item], after: Iterable[Item], fault: Fault = wrong) -> list[Verdict]:
    """Return the verdicts on outcomes paired with those of the unchanged condition."""
    return [
        Verdict(late.case, fault(late), fault(early) is None)
        for early, late in zip(before, after, strict=True)
        if late.case.answerable or not _ranks(late)  # a ranking can neither answer nor decline
    ]


def require_answers(items: Iterable[Item]) -> None:
    """Raise Inapplicable where papers were only ranked, which is no answer."""
    if any(_ranks(item) for item in items):
        raise Inapplicable("papers are only ranked here; this needs answers")


def _ranks(item: Item) -> bool:
    return item.outcome.answered is None and item.outcome.error is None
