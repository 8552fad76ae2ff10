"""What a suite finds: how many questions keep their answers under a harder condition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.statistics.comparison import Comparison, paired
from eval.statistics.intervals import Interval, wilson
from eval.types import Case


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a question came to: the fault found, if any, and whether it did well before.

    `before` is None where nothing is known of the unchanged condition.
    """

    case: Case
    fault: str | None
    before: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a change cost: of `questions`, `kept` behave as they should in spite of it.

    `interval` is Wilson's at 95% for the share kept.  `before` counts those of the same questions
    that behaved so without the change; `comparison` pairs the two, and is None where they do not
    count the same behaviour.  `failures` names each of the others with the reason.  A suite that
    was skipped has a reason and no figures.
    """

    suite: str
    what: str
    questions: int = 0
    kept: int = 0
    interval: Interval | None = None
    before: int | None = None
    comparison: Comparison | None = None
    skipped: str | None = None
    failures: tuple[str, ...] = ()


def found(suite: str, what: str, verdicts: Sequence[Verdict], compare: bool = True) -> Finding:
    """Return what the verdicts add up to; `compare` tells whether before and after are alike."""
    kept = sum(one.fault is None for one in verdicts)
    earlier = {one.case.id: one.before for one in verdicts if one.before is not None}
    return Finding(
        suite=suite,
        what=what,
        questions=len(verdicts),
        kept=kept,
        interval=wilson(kept, len(verdicts)),
        before=sum(earlier.values()) if earlier else None,
        comparison=_comparison(verdicts, earlier) if compare else None,
        failures=tuple(_failure(one, compare) for one in verdicts if one.fault is not None),
    )


def markdown(findings: Iterable[Finding]) -> str:
    """Return the findings as a table, with the reason in place of the figures of a skipped one."""
    rows = ["| Suite | What | Questions | Kept | Share | Before | Difference |", "|---" * 7 + "|"]
    rows += [f"| {one.suite} | {one.what} | {' | '.join(_figures(one))} |" for one in findings]
    return "\n".join(rows)


def _failure(verdict: Verdict, compare: bool) -> str:
    lasting = " (as before)" if compare and verdict.before is False else ""
    return f"{verdict.case.id}: {verdict.fault}{lasting}"


def _comparison(verdicts: Sequence[Verdict], before: dict[str, bool]) -> Comparison | None:
    return paired(
        {id: float(good) for id, good in before.items()},
        {one.case.id: float(one.fault is None) for one in verdicts},
        {one.case.id: one.case.unit for one in verdicts},
    )


def _figures(finding: Finding) -> list[str]:
    if finding.skipped is not None:
        return [f"skipped: {finding.skipped}", "–", "–", "–", "–"]
    return [
        str(finding.questions),
        str(finding.kept),
        _share(finding),
        "–" if finding.before is None else str(finding.before),
        _difference(finding.comparison),
    ]


def _share(finding: Finding) -> str:
    if finding.interval is None:
        return "–"
    low, high = finding.interval.low, finding.interval.high
    return f"{finding.kept / finding.questions:.0%} ({low:.0%} to {high:.0%})"


def _difference(comparison: Comparison | None) -> str:
    if comparison is None:
        return "–"
    spread = comparison.interval
    reach = f" ({spread.low:+.2f} to {spread.high:+.2f})" if spread else ""
    return f"{comparison.difference:+.2f}{reach}, p = {comparison.p_value:.2g}"
