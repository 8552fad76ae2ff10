"""Question sets: papers to search, questions with gold papers; found in the checkout or in --data.

The demo set travels with the repository.  Others are looked up in the folder given by --data or
LITASSIST_EVAL_DATA; where that is not set or lacks the set, `MissingData` says so: absent data is
skipped with a reason, never counted as passed.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import resources
from assistant.types import Turn

VARIABLE = "LITASSIST_EVAL_DATA"
DEMO = Path(__file__).parent / "data" / "demo"


class MissingData(Exception):
    """Raised when a data set is not on this machine; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the titles that should be found for it, and those that may be cited too."""

    id: str
    type: str
    question: str
    history: tuple[Turn, ...]
    gold_titles: frozenset[str]
    ok_titles: frozenset[str]

    @property
    def answerable(self) -> bool:
        """Whether the papers hold an answer."""
        return self.type != "unanswerable"


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over the papers in some files."""

    name: str
    papers: Path
    cases: tuple[Case, ...]


def load(name: str, data: Path | None = None) -> QuestionSet:
    """Return the question set "demo" or "gold".

    Raises:
        MissingData: the set is not on this machine.
    """
    if name == "demo":
        return QuestionSet(name, resources.DEMO_LIBRARY, _cases(DEMO / "questions.jsonl"))
    folder = data or Path(os.environ.get(VARIABLE, ""))
    questions = folder / name / "questions.jsonl"
    if str(folder) == "." or not questions.is_file():
        where = folder if str(folder) != "." else f"no folder: give --data or set {VARIABLE}"
        raise MissingData(f"question set {name} is not here ({where})")
    return QuestionSet(name, folder / "corpus", _cases(questions))


def _cases(path: Path) -> tuple[Case, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_case(json.loads(line)) for line in lines if line.strip())


def _case(fields: dict[str, Any]) -> Case:
    return Case(
        id=fields["id"],
        type=fields["type"],
        question=fields["question"],
        history=tuple(Turn(turn["role"], turn["content"]) for turn in fields.get("history", ())),
        gold_titles=frozenset(fields["gold_titles"]),
        ok_titles=frozenset(fields["ok_titles"]),
    )
