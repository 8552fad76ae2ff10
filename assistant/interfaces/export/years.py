"""The years of a review's papers as a picture: bars, stacked by theme."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.pictures import (
    INK,
    MUTED,
    PAPER,
    RULE,
    WIDTH,
    colour,
    drawn,
    legend,
    themes_of,
)
from assistant.interfaces.render import counted
from assistant.review import Review

_LEFT, _RIGHT, _TOP, _BOTTOM = 36, WIDTH - 12, 14, 190
_MOST_BARS = 30
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def years_picture(review: Review) -> Markup | None:
    """Return the picture of the years, None where no paper has one."""
    years = {one.number: one.paper.year for one in review.references if one.paper.year}
    if not years:
        return None
    first, step, bars = _bars(sorted(years.values()))
    themes = themes_of(review)
    nowhere = len(review.themes)
    stacks = [Counter[int]() for _ in range(bars)]
    for number, year in years.items():
        stacks[(year - first) // step][themes.get(number, nowhere)] += 1
    highest = max(stack.total() for stack in stacks)
    titles = [theme.title for theme in review.themes]
    shown = [theme for stack in stacks for theme in stack]
    key, bottom = legend(titles, shown, _BOTTOM + 34)
    parts = [_axis(highest), *(_bar(stack, i, bars, highest) for i, stack in enumerate(stacks))]
    parts += [_tick(first + i * step, step, i, bars) for i in range(bars)]
    missing = len(review.references) - len(years)
    unknown = f" {counted(missing, 'paper')} without a year not shown." if missing else ""
    told = ", ".join(
        f"{_named(first + i * step, step)}: {stack.total()}"
        for i, stack in enumerate(stacks)
        if stack
    )
    return drawn(
        "years", f"Papers by year: {line(review.topic)}", f"{told}.{unknown}",
        Markup("").join([*parts, key]), bottom + 6,
    )  # fmt: skip


def _bars(years: list[int]) -> tuple[int, int, int]:
    """Return the first year, the years a bar stands for, and the number of bars."""
    span = years[-1] - years[0] + 1
    step = next((one for one in _STEPS if span <= one * _MOST_BARS), -(-span // _MOST_BARS))
    first = years[0] - years[0] % step
    return first, step, (years[-1] - first) // step + 1


def _bar(stack: Counter[int], place: int, bars: int, highest: int) -> Markup:
    slot = (_RIGHT - _LEFT) / bars
    wide = min(48.0, slot * 0.72)
    x = _LEFT + slot * place + (slot - wide) / 2
    unit = (_BOTTOM - _TOP) / highest
    parts = []
    y = float(_BOTTOM)
    for theme, count in sorted(stack.items()):
        y -= count * unit
        parts.append(
            Markup(
                '<rect class="theme" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" '
                'fill="{}" stroke="{}"/>'
            ).format(x, y, wide, count * unit, colour(theme), PAPER)
        )
    return Markup("").join(parts)


def _axis(highest: int) -> Markup:
    step = max(1, -(-highest // 4))
    lines = []
    for count in range(0, highest + 1, step):
        y = _BOTTOM - (_BOTTOM - _TOP) * count / highest
        lines.append(
            Markup(
                '<path class="rule" d="M{} {:.1f}H{}" stroke="{}"/><text class="muted" x="{}" '
                'y="{:.1f}" text-anchor="end" fill="{}">{}</text>'
            ).format(_LEFT, y, _RIGHT, RULE, _LEFT - 6, y + 4, MUTED, count)
        )
    return Markup("").join(lines)


def _tick(year: int, step: int, place: int, bars: int) -> Markup:
    every = -(-bars // 12) if step == 1 else -(-bars // 7)
    if place % every:
        return Markup("")
    slot = (_RIGHT - _LEFT) / bars
    return Markup(
        '<text class="ink" x="{:.1f}" y="{}" text-anchor="middle" fill="{}">{}</text>'
    ).format(_LEFT + slot * (place + 0.5), _BOTTOM + 17, INK, _named(year, step))


def _named(year: int, step: int) -> str:
    return str(year) if step == 1 else f"{year}–{year + step - 1}"
