"""Suites that change the question and nothing else: other words, typing errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from eval.datasets.files import rows
from eval.robustness.findings import Verdict
from eval.robustness.subject import Inapplicable, Subject, compared
from eval.robustness.typos import mistyped
from eval.types import Case

_PARAPHRASES = {"demo": Path(__file__).parent.parent / "data" / "demo" / "paraphrases.jsonl"}


def paraphrases(name: str) -> Mapping[str, str]:
    """Return the questions of a set in other words, by id.

    Raises:
        Inapplicable: nobody has put the questions of this set in other words.
    """
    path = _PARAPHRASES.get(name)
    if path is None:
        raise Inapplicable(f"the questions of {name} are not at hand in other words")
    return {fields["id"]: fields["question"] for _, fields in rows(path)}


def paraphrase(subject: Subject) -> list[Verdict]:
    """Return what becomes of questions that are asked in other words."""
    known = paraphrases(subject.data.name)
    return _reworded(subject, lambda case: known.get(case.id))


def typo(subject: Subject) -> list[Verdict]:
    """Return what becomes of questions with typing errors."""
    return _reworded(subject, lambda case: mistyped(case.question))


def _reworded(subject: Subject, wording: Callable[[Case], str | None]) -> list[Verdict]:
    worded = [(case, text) for case in subject.cases if (text := wording(case)) is not None]
    return compared(
        subject.ask([case for case, _ in worded]),
        subject.ask([replace(case, question=text) for case, text in worded]),
    )
