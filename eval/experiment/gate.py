"""A scored run against a baseline: whether a change may go in.

A measure passes when the loss that its interval admits is within its margin; it fails when it is
surely worse; else it is inconclusive, as it is when it applies to many questions fewer than before:
what is no longer measured is not as good.  A run that cannot be trusted is invalid, whatever its
figures say.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from eval.experiment.compare import per_question
from eval.experiment.measures import BY_NAME
from eval.statistics.comparison import Comparison, paired
from eval.types import Scored


class Ruling(IntEnum):
    """What a gate says; the numbers are exit statuses."""

    PASS = 0
    FAIL = 1
    INCONCLUSIVE = 2
    INVALID = 3


# How much worse a measure may be and still count as no worse.
MARGINS: Mapping[str, float] = {
    "ndcg_at_10": 0.02,
    "recall_at_5": 0.02,
    "citation_recall": 0.02,
    "citation_precision": 0.02,
    "unflagged_unsupported": 0.01,
    "nugget_recall_partial": 0.03,
    "reference_coverage": 0.03,
    "abstention_recall": 0.05,
    "false_abstention": 0.02,
    "claim_accuracy": 0.02,
    "claim_sensitivity": 0.03,
    "claim_specificity": 0.03,
}
# What admits no loss at all: quotes that are not there and marks that lead nowhere.
EXACT: Mapping[str, float] = {"quote_fidelity": 1.0, "dangling_citations": 0.0}
# The share of the questions it applied to that a measure must still apply to.
STILL_APPLIES = 0.8
# An order of severity: what makes the whole worse than its parts.
_SEVERITY = (Ruling.PASS, Ruling.INCONCLUSIVE, Ruling.FAIL, Ruling.INVALID)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate says of one measure, or of a run as a whole, and why."""

    run: str
    measure: str
    ruling: Ruling
    why: str


class UnfitBaseline(Exception):
    """Raised for a file that is no baseline."""


def gate(scored: Scored, baseline: Mapping[str, Any]) -> list[Finding]:
    """Return the findings on a scored run against its entry in a baseline."""
    run = name(scored)
    doubts = _doubts(scored, baseline.get(run))
    if doubts:
        return [Finding(run, "whole run", Ruling.INVALID, doubt) for doubt in doubts]
    before = baseline[run]["scores"]
    return [
        Finding(run, measure, *_ruled(scored, measure, before[measure]))
        for measure in (*EXACT, *MARGINS)
        if measure in before
    ]


def unfit(scored: Scored) -> str | None:
    """Return why a run must not become a baseline, or None."""
    failed = [item.case.id for item in scored.items if item.outcome.error is not None]
    if failed:
        return f"{len(failed)} questions ended in an error ({_some(failed)})"
    if not entry(scored)["scores"]:
        return "it has no scores to gate on"
    return scored.invalid or scored.ungateable


def verdict(findings: Iterable[Finding]) -> Ruling:
    """Return the gravest of the findings; without any there is nothing to pass on."""
    return max((one.ruling for one in findings), key=_SEVERITY.index, default=Ruling.INCONCLUSIVE)


def name(scored: Scored) -> str:
    """Return what a run is called in a baseline: set, system and writer."""
    return f"{scored.stamp.set} / {scored.stamp.system} / {scored.stamp.writer}"


def entry(scored: Scored) -> dict[str, Any]:
    """Return what a baseline keeps of a run: its stamp and its scores by question, no texts."""
    kept = {measure: _rounded(scored, measure) for measure in (*EXACT, *MARGINS)}
    return {
        "stamp": asdict(scored.stamp),
        "judge": scored.judge,
        "questions": [item.case.id for item in scored.items],
        "scores": {measure: scores for measure, scores in kept.items() if scores},
    }


def read_baseline(path: Path) -> dict[str, Any]:
    """Return a baseline by name of the run.

    Raises:
        UnfitBaseline: the file is not there or holds something else.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != "baseline/1":
            raise ValueError(document["schema"])
        runs: dict[str, Any] = document["runs"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnfitBaseline(
            f"{path} is no baseline; name another, or begin one with --update"
        ) from None
    return runs


def write_baseline(path: Path, runs: Mapping[str, Any]) -> None:
    """Write a baseline."""
    document = {"schema": "baseline/1", "runs": dict(sorted(runs.items()))}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _doubts(scored: Scored, before: Mapping[str, Any] | None) -> list[str]:
    own = unfit(scored)
    if own:
        return [own]
    if before is None:
        return ["the baseline does not know this run; add it with --update"]
    doubts = []
    if before["stamp"]["digest"] != scored.stamp.digest:
        doubts.append("the data set is not that of the baseline; look at it, then --update")
    missing = set(before["questions"]) ^ {item.case.id for item in scored.items}
    if missing:
        doubts.append(f"not the questions of the baseline ({_some(sorted(missing))})")
    if before["judge"] != scored.judge:
        doubts.append(f"the baseline was judged by {before['judge']}, this run by {scored.judge}")
    return doubts


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")


def _rounded(scored: Scored, measure: str) -> dict[str, float]:
    """Return scores by question as a baseline keeps them: short, and alike on every machine."""
    return {id: round(value, 4) for id, value in per_question(scored, measure).items()}


def _ruled(scored: Scored, measure: str, before: Mapping[str, float]) -> tuple[Ruling, str]:
    now = _rounded(scored, measure)
    units = {item.case.id: item.case.unit for item in scored.items}
    kept = len(before.keys() & now.keys())
    ruling, said = (
        _exact(now, EXACT[measure])
        if measure in EXACT
        else _compared(measure, paired(before, now, units))
    )
    if kept < STILL_APPLIES * len(before) and ruling is not Ruling.FAIL:
        return Ruling.INCONCLUSIVE, f"applies to {kept} of the {len(before)} questions it did"
    return ruling, said


def _exact(now: Mapping[str, float], wanted: float) -> tuple[Ruling, str]:
    wrong = [id for id, value in now.items() if value != wanted]
    if wrong:
        return Ruling.FAIL, f"not {wanted:g} in {_some(wrong)}"
    return Ruling.PASS, f"{wanted:g} throughout"


def _compared(measure: str, comparison: Comparison | None) -> tuple[Ruling, str]:
    if comparison is None:
        return Ruling.INCONCLUSIVE, "applies to none of the questions it did"
    sign = 1 if BY_NAME[measure].better == "higher" else -1
    ends: Sequence[float] = (
        (comparison.interval.low, comparison.interval.high)
        if comparison.interval
        else (comparison.difference, comparison.difference)
    )
    worst, best = sorted(sign * end for end in ends)
    said = f"{comparison.difference:+.3f} [{ends[0]:+.3f}, {ends[1]:+.3f}]"
    if worst >= -MARGINS[measure]:
        return Ruling.PASS, said
    if best < 0:
        return Ruling.FAIL, f"{said}: surely worse"
    return Ruling.INCONCLUSIVE, f"{said}: it may be worse by more than {MARGINS[measure]:g}"
