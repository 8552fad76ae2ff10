"""The suite that takes the answers out of the library: questions must then be declined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.robustness.changing import changed
from eval.robustness.findings import Verdict
from eval.robustness.subject import Inapplicable, Subject, compared, require_answers
from eval.types import Case, Item

_FOLD = 8  # questions that share a library; more would leave too little of it


def gold_removed(subject: Subject) -> list[Verdict]:
    """Return whether questions are declined whose papers the library has lost.

    Raises:
        Inapplicable: papers are only ranked, or no question leaves half of the library.
    """
    folded = list(folds(subject.answerable, len(subject.shelf.papers)))
    if not folded:
        raise Inapplicable("without the papers of a question, too little of the library is left")
    before = subject.ask([case for fold in folded for case in fold])
    require_answers(before)
    after: list[Item] = []
    for fold in folded:
        gone = {id for case in fold for id in held_by(case)}
        with changed(subject.shelf, subject.folder, without=gone) as rest:
            after += subject.ask(fold, rest)
    return compared(before, after, not_declined)


def folds(cases: Sequence[Case], papers: int) -> Iterator[list[Case]]:
    """Yield the cases in groups whose papers are together no more than half of the library's.

    A case that needs more by itself is left out.
    """
    fold: list[Case] = []
    gone: set[str] = set()
    for case in cases:
        own = held_by(case)
        if 2 * len(own) > papers:
            continue
        if len(fold) == _FOLD or 2 * len(gone | own) > papers:
            yield fold
            fold, gone = [], set()
        fold.append(case)
        gone |= own
    if fold:
        yield fold


def held_by(case: Case) -> set[str]:
    """Return the ids of all papers that are known to say something on a question."""
    return {*case.gold, *case.acceptable}


def not_declined(item: Item) -> str | None:
    """Return the fault of anything but a refusal."""
    if item.outcome.error is not None:
        return f"failed with {item.outcome.error}"
    return "answered" if item.outcome.answered else None
