"""Scored runs as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from eval.experiment.compare import Difference
from eval.report import figures
from eval.report.breakdowns import by_group, by_type, measures_by_type
from eval.report.explanations import label
from eval.report.headline import caveat
from eval.types import Scored, Summary

_MEASURE_COLUMNS = ("measure", "value", "95% interval", "questions", "not applicable", "unjudged")


def markdown(scored: Scored) -> str:
    """Return one run: what it is, its measures by group, and a few of them by type of question."""
    parts = [header(scored)]
    if scored.invalid:
        parts.append(f"> **INVALID**: judged figures must not be used: {scored.invalid}")
    if told := caveat(scored):
        parts.append(told)
    for group, summaries in by_group(scored).items():
        rows = [_measure(one) for one in summaries]
        parts.append(f"## {group.capitalize()}\n\n{_table(_MEASURE_COLUMNS, rows)}")
    columns = ("type", "questions", *map(label, measures_by_type(scored)), "declined")
    parts.append(f"## By type of question\n\n{_table(columns, _types(scored))}")
    return "\n\n".join(parts) + "\n"


def header(scored: Scored) -> str:
    """Return the line that says what was run: set, system, writer, judge and sizes."""
    stamp = scored.stamp
    errors = sum(item.outcome.error is not None for item in scored.items)
    parts = (
        f"**{stamp.set}** ({stamp.digest})",
        f"system {stamp.system}",
        f"writer {stamp.writer}",
        f"judge {scored.judge}",
        figures.counted(stamp.papers, "paper"),
        figures.counted(len(scored.items), "question"),
        figures.counted(errors, "error"),
    )
    return " · ".join(parts)


def comparison_table(runs: Sequence[Scored], measures: Sequence[str], writers: bool = True) -> str:
    """Return a table with a row for each run and a column for each measure named.

    An invalid run is marked where it is named; `writers` tells whether who wrote is told.
    """
    rows = []
    for run in runs:
        summaries = {one.metric: one for one in run.summaries}
        set_name = f"{run.stamp.set} (INVALID)" if run.invalid else run.stamp.set
        cells = [_cell(summaries.get(name), name) for name in measures]
        if failed := sum(item.outcome.error is not None for item in run.items):
            set_name += f" ({failed} of {len(run.items)} questions failed)"
        rows.append([set_name, run.stamp.system, *([run.stamp.writer] if writers else []), *cells])
    columns = ("set", "system", *(["writer"] if writers else []))
    return _table((*columns, *map(label, measures)), rows)


def differences(first: Scored, second: Scored, found: Sequence[Difference]) -> str:
    """Return how a second run differs from a first: second minus first, over shared questions."""
    names = [f"{run.stamp.system}, {run.stamp.writer}" for run in (first, second)]
    parts = [f"## {names[1]} against {names[0]} on {first.stamp.set}"]
    parts += [
        f"> **INVALID**: judged figures of {name} must not be used: {run.invalid}"
        for name, run in zip(names, (first, second), strict=True)
        if run.invalid
    ]
    parts.append(
        "Second minus first, over the questions that both have a score for; what is unjudged "
        "counts against either. p-values allow for the number of measures (Holm); the smallest "
        "difference that so many questions would show is found four times out of five."
    )
    changed = [
        f"{key} {was} -> {now}"
        for key, was in asdict(first.stamp).items()
        if was != (now := asdict(second.stamp)[key])
    ]
    if changed:
        parts.append(f"What differs: {', '.join(changed)}.")
    columns = (
        "measure", *names, "difference", "95% interval", "p", "smallest shown", "questions",
        "only first", "only second",
    )  # fmt: skip
    parts.append(_table(columns, [_difference(one) for one in found]))
    return "\n\n".join(parts) + "\n"


def _difference(one: Difference) -> list[str]:
    values = [
        label(one.metric),
        *(figures.value(one.metric, score) for score in (one.first, one.second)),
    ]
    if one.comparison is None:
        return [*values, *[figures.NONE] * 7]
    held = one.comparison.interval
    return [
        *values,
        figures.signed(one.metric, one.comparison.difference),
        f"[{figures.signed(one.metric, held.low)}, {figures.signed(one.metric, held.high)}]"
        if held
        else figures.NONE,
        figures.probability(one.adjusted_p),
        figures.optional(one.metric, one.comparison.minimum_detectable),
        str(one.comparison.units),
        str(one.only_first),
        str(one.only_second),
    ]


def _cell(summary: Summary | None, metric: str) -> str:
    if summary is None:
        return figures.NONE
    return figures.with_interval(metric, summary.value, summary.interval)


def _measure(summary: Summary) -> list[str]:
    return [
        label(summary.metric),
        figures.value(summary.metric, summary.value),
        figures.interval(summary.metric, summary.interval),
        str(summary.applicable),
        str(summary.not_applicable),
        str(summary.unjudged),
    ]


def _types(scored: Scored) -> Iterable[list[str]]:
    for row in by_type(scored):
        values = [figures.value(name, row.scores[name]) for name in measures_by_type(scored)]
        declined = f"{row.declined} of {row.asked}" if row.asked else figures.NONE
        yield [row.type, str(row.questions), *values, declined]


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(_escaped, line))} |" for line in lines)


def _escaped(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())
