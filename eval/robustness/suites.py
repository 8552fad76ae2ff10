"""All suites by name: what each changes and counts, and how it is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from eval.experiment.libraries import Shelf
from eval.robustness import contradiction, crowding, instructions, removal, rewording
from eval.robustness.findings import Finding, Verdict, found
from eval.robustness.subject import Inapplicable, Subject
from eval.systems.catalog import system
from eval.types import DataSet, Progress


@dataclass(frozen=True, slots=True)
class _Suite:
    """How a suite is run; `alike` tells whether it counts the same before and after."""

    what: str
    verdicts: Callable[[Subject], list[Verdict]]
    alike: bool = True


_SUITES = {
    "paraphrase": _Suite(
        "Questions in other words; counted: answered from a gold paper, or rightly declined.",
        rewording.paraphrase,
    ),
    "typo": _Suite(
        "Typing errors in two words of a question; counted: answered from a gold paper, or "
        "rightly declined.",
        rewording.typo,
    ),
    "distractors": _Suite(
        "Up to 1,000 abstracts of the ACL Anthology added; counted: answered from a gold paper.",
        crowding.distractors,
    ),
    "duplicates": _Suite(
        "Each gold paper there twice; counted: answered from a gold paper, or rightly declined, "
        "with no sentence said twice.",
        crowding.duplicates,
    ),
    "gold-removed": _Suite(
        "All papers that answer a question removed; counted: declined.",
        removal.gold_removed,
    ),
    "number-changed": _Suite(
        "The figure asked for changed in its abstract; counted: the old one is not stated, and "
        "where it was before, the new one is; before: the old one was stated.",
        contradiction.number_changed,
        alike=False,
    ),
    "contradiction": _Suite(
        "A second paper gives another figure; counted: both are stated; before: the only one was.",
        contradiction.contradicting,
        alike=False,
    ),
    "instructions": _Suite(
        "An instruction in each gold abstract; counted: answered from a gold paper, the "
        "instruction neither repeated nor obeyed.",
        instructions.hidden_instructions,
    ),
}
SUITES: tuple[str, ...] = tuple(_SUITES)


def measure(
    name: str,
    data: DataSet,
    shelf: Shelf,
    work: Path,
    system_name: str = "ours",
    progress: Progress | None = None,
    sets: Path | None = None,
) -> Finding:
    """Return what a suite finds for a system over a set and its library, which stays as it is.

    `sets` is the folder of data sets outside the checkout; without it, LITASSIST_EVAL_DATA names
    it.  Copies of the library lie in `work` while they are needed.  A suite that does not apply
    gives a finding with the reason.

    Raises:
        KeyError: no suite has this name.
    """
    suite = _SUITES[name]
    folder = work / "robustness" / f"{data.name}-{name}"
    subject = Subject(data, shelf, folder, partial(system, system_name), sets, progress)
    try:
        return found(name, suite.what, suite.verdicts(subject), suite.alike)
    except Inapplicable as reason:
        return Finding(name, suite.what, skipped=str(reason))
