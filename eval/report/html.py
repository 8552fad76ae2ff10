"""A scored run as one HTML file that needs nothing else: no network, fonts or script library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

import jinja2
from markupsafe import Markup

from eval.experiment.compare import Difference, Incomparable, compare
from eval.experiment.measures import BY_NAME, scored_sentences, selective
from eval.metrics.abstention import risk_coverage
from eval.metrics.calibration import reliability
from eval.metrics.cost import percentile
from eval.report import breakdowns, charts, drilldown, explanations, figures
from eval.report.findings import FINDINGS
from eval.report.headline import caveat, headline
from eval.report.steps import steps
from eval.statistics.comparison import ALPHA
from eval.types import Item, Scored, Summary


@dataclass(frozen=True, slots=True)
class Other:
    """A run that this one is held against, under a letter."""

    letter: str
    scored: Scored
    summaries: dict[str, Summary]
    differences: dict[str, Difference]
    incomparable: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of this run with its plot; None where no system has a figure on 0..1."""

    summary: Summary
    better: str
    explanation: str
    plot: Markup | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, or None with a sentence that says why there is none; else what it tells."""

    drawn: Markup | None
    says: str


def page(scored: Scored, against: Sequence[Scored] = ()) -> str:
    """Return the report of a run, held against other runs over the same questions."""
    others = [
        _other(letter, scored, run) for letter, run in zip(ascii_uppercase, against, strict=False)
    ]
    questions = drilldown.questions(scored)
    happened = Counter(one.words for question in questions for one in question.findings)
    return (
        _environment()
        .get_template("page.html.jinja")
        .render(
            scored=scored,
            stamp=scored.stamp,
            headline=headline(scored),
            caveat=caveat(scored),
            errors=sum(item.outcome.error is not None for item in scored.items),
            others=others,
            groups={
                group: [_row(one, others) for one in summaries]
                for group, summaries in breakdowns.by_group(scored).items()
            },
            types=breakdowns.by_type(scored),
            type_measures=breakdowns.measures_by_type(scored),
            steps=steps(scored.items),
            numbers={item.case.id: number for number, item in enumerate(scored.items, 1)},
            risk=_risk(scored.items),
            reliability=_reliability(scored.items),
            seconds=_seconds(scored.items),
            questions=questions,
            happened=[(one, happened[one.words]) for one in FINDINGS if happened[one.words]],
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["label"] = explanations.label
    environment.globals |= {
        "figures": figures,
        "step_bar": charts.step_bar,
        "verdict": _verdict,
    }
    return environment


def _other(letter: str, scored: Scored, run: Scored) -> Other:
    try:
        differences, incomparable = compare(run, scored), None
    except Incomparable as error:
        differences, incomparable = (), str(error)
    return Other(
        letter=letter,
        scored=run,
        summaries={one.metric: one for one in run.summaries},
        differences={one.metric: one for one in differences if one.comparison},
        incomparable=incomparable,
    )


def _verdict(one: Difference) -> str:
    """Return in words whether this run, the second, is better than the other, the first."""
    if one.comparison is None or one.adjusted_p is None or one.adjusted_p >= ALPHA:
        return "not told apart"
    higher = one.comparison.difference > 0
    return "better" if higher == (BY_NAME[one.metric].better == "higher") else "worse"


def _row(summary: Summary, others: Sequence[Other]) -> Row:
    metric = summary.metric
    shown = [("", summary), *((one.letter, one.summaries.get(metric)) for one in others)]
    marks = [
        charts.Mark(letter, one.value, one.interval) for letter, one in shown if one and one.value
    ]
    return Row(
        summary=summary,
        better=BY_NAME[metric].better,
        explanation=explanations.EXPLANATIONS[metric],
        plot=charts.interval_plot(metric, marks) if marks and figures.is_share(metric) else None,
    )


def _risk(items: Sequence[Item]) -> Chart:
    points = risk_coverage(*selective([item for item in items if item.outcome.error is None]))
    if len(points) < 2:
        return Chart(None, "No curve: the system does not order its answers by how sure it is.")
    share, risk = min(points, key=lambda point: abs(point[0] - 0.5))
    return Chart(
        charts.risk_coverage_chart(points),
        f"Of the surest {figures.percent(share)} of answers {figures.percent(risk)} rest on no "
        f"gold paper, of all answers {figures.percent(points[-1][1])}. A curve that rises to the "
        "right means that the system knows when it is sure.",
    )


def _reliability(items: Sequence[Item]) -> Chart:
    scores, true = scored_sentences(items)
    different = len(set(scores))
    if not scores:
        return Chart(None, "No diagram: no sentence that was judged is shown with a score.")
    if different == 1:
        return Chart(
            None,
            f"No diagram: all {len(scores)} judged sentences are shown with the same score, "
            f"{figures.share(scores[0])}; supported of them: {sum(true)}.",
        )
    return Chart(
        charts.reliability_chart(reliability(scores, true)),
        "On the dashed line a score is the true chance that a sentence is supported; below it "
        "the system is too sure. The figures count sentences.",
    )


def _seconds(items: Sequence[Item]) -> Chart:
    spent = [
        item.outcome.cost.seconds
        for item in items
        if item.outcome.error is None and item.outcome.answered is not None
    ]
    half, most = percentile(0.5, spent), percentile(0.95, spent)
    if half is None or most is None:
        return Chart(None, "No question was answered, so no time was taken.")
    return Chart(
        charts.strip(spent, [("p50", half), ("p95", most), ("slowest", max(spent))]),
        f"Half of {figures.counted(len(spent), 'question')} took no longer than "
        f"{figures.seconds(half)}, 95% no longer than {figures.seconds(most)}, the slowest "
        f"{figures.seconds(max(spent))}.",
    )
