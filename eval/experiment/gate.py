"""A scored run against a baseline: whether a change may go in.

A measure passes when the loss that its interval admits is within its margin, or when there is no
loss; it fails when it is surely worse; between the two it is inconclusive.  A run that cannot be
trusted is invalid, whatever its figures say.
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


class Outcome(IntEnum):
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
}
# What admits no loss at all: quotes that are not there and marks that lead nowhere.
EXACT: Mapping[str, float] = {"quote_fidelity": 1.0, "dangling_citations": 0.0}
# An order of severity: what makes the whole worse than its parts.
_SEVERITY = (Outcome.PASS, Outcome.INCONCLUSIVE, Outcome.FAIL, Outcome.INVALID)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the gate says of one measure, or of a run as a whole, and why."""

    run: str
    measure: str
    outcome: Outcome
    why: str


class UnfitBaseline(Exception):
    """Raised for a file that is no baseline."""


def gate(scored: Scored, baseline: Mapping[str, Any], refusal: str | None = None) -> list[Finding]:
    """Return the findings on a scored run; `refusal` says why its set is not fit to gate on."""
    run = name(scored)
    doubts = [one for one in (refusal, scored.invalid, *_doubts(scored, baseline.get(run))) if one]
    if doubts:
        return [Finding(run, "whole run", Outcome.INVALID, doubt) for doubt in doubts]
    exact = [_exact(scored, run, measure, wanted) for measure, wanted in EXACT.items()]
    before = baseline[run]["scores"]
    compared = [
        _compared(scored, run, measure, before[measure])
        for measure in MARGINS
        if before.get(measure)
    ]
    return [*(one for one in exact if one), *compared]


def verdict(findings: Iterable[Finding]) -> Outcome:
    """Return the gravest of the findings; without any there is nothing to pass on."""
    return max((one.outcome for one in findings), key=_SEVERITY.index, default=Outcome.INCONCLUSIVE)


def name(scored: Scored) -> str:
    """Return what a run is called in a baseline: set, system and writer."""
    return f"{scored.stamp.set} / {scored.stamp.system} / {scored.stamp.writer}"


def entry(scored: Scored) -> dict[str, Any]:
    """Return what a baseline keeps of a run: its stamp and its scores by question, no texts."""
    kept = {measure: _rounded(scored, measure) for measure in MARGINS}
    return {
        "stamp": asdict(scored.stamp),
        "judge": scored.judge,
        "scores": {measure: scores for measure, scores in kept.items() if scores},
    }


def read_baseline(path: Path) -> dict[str, Any]:
    """Return a baseline by name of the run; an absent file is an empty one.

    Raises:
        UnfitBaseline: the file holds something else.
    """
    if not path.exists():
        return {}
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != "baseline/1":
            raise ValueError(document["schema"])
        runs: dict[str, Any] = document["runs"]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnfitBaseline(
            f"{path} is no baseline; name another, or write one with --update"
        ) from None
    return runs


def write_baseline(path: Path, runs: Mapping[str, Any]) -> None:
    """Write a baseline."""
    document = {"schema": "baseline/1", "runs": dict(sorted(runs.items()))}
    path.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _doubts(scored: Scored, before: Mapping[str, Any] | None) -> list[str]:
    if before is None:
        return ["the baseline does not know this run; add it with --update"]
    failed = [item.case.id for item in scored.items if item.outcome.error is not None]
    doubts = (
        [f"{len(failed)} questions have no answer ({', '.join(failed[:5])} …)"] if failed else []
    )
    if before["stamp"]["digest"] != scored.stamp.digest:
        doubts.append("the data set is not that of the baseline; look at it, then --update")
    if before["judge"] != scored.judge:
        doubts.append(f"the baseline was judged by {before['judge']}, this run by {scored.judge}")
    return doubts


def _exact(scored: Scored, run: str, measure: str, wanted: float) -> Finding | None:
    wrong = [id for id, value in per_question(scored, measure).items() if value != wanted]
    if not any(item.scores.get(measure) is not None for item in scored.items):
        return None
    if wrong:
        return Finding(run, measure, Outcome.FAIL, f"not {wanted:g} in {', '.join(wrong[:5])}")
    return Finding(run, measure, Outcome.PASS, f"{wanted:g} throughout")


def _compared(scored: Scored, run: str, measure: str, before: Mapping[str, float]) -> Finding:
    now = _rounded(scored, measure)
    clusters = {item.case.id: item.case.cluster or item.case.id for item in scored.items}
    comparison = paired(before, now, {id: clusters.get(id, id) for id in before})
    if comparison is None:
        return Finding(run, measure, Outcome.INVALID, "it applies to no question any more")
    return Finding(run, measure, *_judged(measure, comparison))


def _rounded(scored: Scored, measure: str) -> dict[str, float]:
    """Return scores by question as a baseline keeps them: short, and alike on every machine."""
    return {id: round(value, 4) for id, value in per_question(scored, measure).items()}


def _judged(measure: str, comparison: Comparison) -> tuple[Outcome, str]:
    sign = 1 if BY_NAME[measure].better == "higher" else -1
    gain = sign * comparison.difference
    ends: Sequence[float] = (
        (comparison.interval.low, comparison.interval.high)
        if comparison.interval
        else (comparison.difference, comparison.difference)
    )
    worst, best = sorted(sign * end for end in ends)
    said = f"{comparison.difference:+.3f} [{ends[0]:+.3f}, {ends[1]:+.3f}]"
    if gain >= 0 or worst >= -MARGINS[measure]:
        return Outcome.PASS, said
    if best < 0:
        return Outcome.FAIL, f"{said}: surely worse"
    return Outcome.INCONCLUSIVE, f"{said}: it may be worse by more than {MARGINS[measure]:g}"
