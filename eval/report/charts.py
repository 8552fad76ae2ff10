"""Charts as inline SVG; colours come from the page's style sheet, so that they follow its scheme.

What a chart shows is also said in words: in its title and description, and by shape, not colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.metrics.calibration import Bin
from eval.report import figures
from eval.report.explanations import label
from eval.types import Bounds

_WIDTH, _HEIGHT = 400, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 388, 12, 208  # the frame that points are drawn in
_LINE = 16  # height of a system's line in an interval plot
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A system's score and interval in an interval plot; the first mark bears no letter."""

    letter: str
    value: Bounds
    interval: Bounds | None


def interval_plot(metric: str, marks: Sequence[Mark]) -> Markup:
    """Return scores on 0..1 below each other: dots, or bars where unjudged, with whiskers."""
    told = "; ".join(
        f"{mark.letter or 'this run'} {figures.with_interval(metric, mark.value, mark.interval)}"
        for mark in marks
    )
    parts = [_vertical(tick) for tick in _TICKS]
    parts += [_mark(mark, _LINE * place + 10) for place, mark in enumerate(marks)]
    return Markup(
        '<svg class="plot" role="img" width="100%" height="{}"><title>{}: {}</title>'
        "<desc>Value with its 95% interval on a scale from 0 to 1.</desc>{}</svg>"
    ).format(_LINE * len(marks) + 4, label(metric), told, Markup("").join(parts))


def step_bar(passed: int, possible: int, total: int) -> Markup:
    """Return a bar for the questions that pass, with a hatched part for those that may."""
    sure, open_ones = _percent(passed / total), _percent((possible - passed) / total)
    return Markup(
        '<svg class="step" role="img" width="100%" height="18"><title>{} of {} questions</title>'
        "<desc>Filled: pass. Hatched: may pass, not judged.</desc>"
        '<rect class="rest" width="100%" height="18"/><rect class="bar" width="{}" height="18"/>'
        '<rect class="open" x="{}" width="{}" height="18"/></svg>'
    ).format(_told(passed, possible), total, sure, sure, open_ones)


def risk_coverage_chart(points: Sequence[tuple[float, float]]) -> Markup:
    """Return the share of wrong answers against the share of questions answered, surest first."""
    path = " ".join(
        f"{'L' if place else 'M'}{_x(coverage):.1f} {_y(risk):.1f}"
        for place, (coverage, risk) in enumerate(points)
    )
    told = ", ".join(f"{figures.percent(share)}: {figures.share(risk)}" for share, risk in points)
    return _chart(
        "Share of wrong answers by share of questions answered",
        f"Surest answers first; answered: wrong. {told}",
        ("share of questions answered, surest first", "share wrong"),
        Markup('<path class="curve" d="{}"/>').format(path),
    )


def reliability_chart(bins: Sequence[Bin]) -> Markup:
    """Return how often sentences are supported against the score that they are shown with."""
    dots = [
        Markup(
            '<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="5"/>'
            '<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>'
        ).format(
            _x(one.mean_score), _y(one.share_true),
            _x(one.mean_score) + (9 if one.mean_score < 0.8 else -9), _y(one.share_true) + 4,
            "start" if one.mean_score < 0.8 else "end", one.count,
        )
        for one in bins
    ]  # fmt: skip
    told = ", ".join(
        f"score {figures.share(one.mean_score)}: {figures.share(one.share_true)} of {one.count}"
        for one in bins
    )
    diagonal = Markup('<path class="ideal" d="M{} {}L{} {}"/>').format(_LEFT, _BOTTOM, _RIGHT, _TOP)
    return _chart(
        "Share of sentences supported by the score they are shown with",
        f"On the dashed line scores are true probabilities. {told}",
        ("score shown", "share supported"),
        Markup("").join([diagonal, *dots]),
    )


def strip(values: Sequence[float], marks: Sequence[tuple[str, float]]) -> Markup:
    """Return a tick for each value in seconds from 0 to the largest, with labelled lines."""
    most = max(values) or 1.0
    ticks = [
        Markup('<line class="tick" x1="{0}" x2="{0}" y1="22" y2="42"/>').format(
            _percent(value / most)
        )
        for value in values
    ]
    # Labels alternate between above and below, so that near ones do not hide each other.
    lines = [
        Markup(
            '<line class="mark" x1="{0}" x2="{0}" y1="18" y2="46"/>'
            '<text x="{0}" y="{1}" text-anchor="{2}">{3} {4}</text>'
        ).format(
            _percent(value / most), 60 if place % 2 else 13,
            "end" if value > most / 2 else "start", label, figures.seconds(value),
        )
        for place, (label, value) in enumerate(marks)
    ]  # fmt: skip
    told = ", ".join(f"{label} {figures.seconds(value)}" for label, value in marks)
    return Markup(
        '<svg class="strip" role="img" width="100%" height="66"><title>Seconds a question: {}'
        "</title><desc>A tick for each of {} questions, from 0 to {}.</desc>"
        '<line class="axis" x1="0" x2="100%" y1="42" y2="42"/>{}</svg>'
    ).format(told, len(values), figures.seconds(most), Markup("").join([*ticks, *lines]))


def _told(passed: int, possible: int) -> str:
    return str(passed) if passed == possible else f"{passed} to {possible}"


def _mark(mark: Mark, y: int) -> Markup:
    low = _percent(mark.value.low)
    kind = "other" if mark.letter else "this"
    parts = []
    if mark.interval:
        ends = _percent(mark.interval.low), _percent(mark.interval.high)
        parts.append(
            Markup('<line class="whisker {}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                kind, *ends, y, y
            )
        )
        parts += [
            Markup('<line class="whisker {0}" x1="{1}" x2="{1}" y1="{2}" y2="{3}"/>').format(
                kind, end, y - 4, y + 4
            )
            for end in ends
        ]
    if mark.value.exact:
        shape = Markup('<circle class="dot {}" cx="{}" cy="{}" r="5"/>').format(kind, low, y)
    else:
        wide = _percent(mark.value.high - mark.value.low)
        shape = Markup('<rect class="range {}" x="{}" width="{}" y="{}" height="8"/>').format(
            kind, low, wide, y - 4
        )
    letter = Markup('<text x="-20" y="{}" dy="4">{}</text>').format(y, mark.letter)
    return Markup("").join([*parts, shape, letter if mark.letter else Markup("")])


def _vertical(share: float) -> Markup:
    return Markup('<line class="grid" x1="{0}" x2="{0}" y1="0" y2="100%"/>').format(_percent(share))


def _percent(share: float) -> str:
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


def _chart(title: str, desc: str, axes: tuple[str, str], drawn: Markup) -> Markup:
    grid = [
        Markup(
            '<path class="grid" d="M{1} {2}H{3}M{4} {5}V{6}"/><text x="{7}" y="{8}" '
            'text-anchor="end">{0}</text><text x="{4}" y="{9}" text-anchor="middle">{0}</text>'
        ).format(
            figures.share(tick), _LEFT, _y(tick), _RIGHT, _x(tick), _TOP, _BOTTOM,
            _LEFT - 6, _y(tick) + 4, _BOTTOM + 16,
        )
        for tick in _TICKS
    ]  # fmt: skip
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} {}"><title>{}</title><desc>{}</desc>{}{}'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text transform="translate(12 {}) rotate(-90)" text-anchor="middle">{}</text></svg>'
    ).format(
        _WIDTH, _HEIGHT, title, desc, Markup("").join(grid), drawn,
        (_LEFT + _RIGHT) / 2, _HEIGHT - 6, axes[0], (_TOP + _BOTTOM) / 2, axes[1],
    )  # fmt: skip


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _y(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP)
