"""The map of a review's papers as a picture: what lies near says alike."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.pictures import INK, RULE, WIDTH, drawn, legend, shape
from assistant.interfaces.export.styles import CitationStyle, by_number
from assistant.review import Point, Review
from assistant.types import Paper

_TOP, _HEIGHT, _MARGIN = 26, 360, 34
_LETTER, _LINE = 6.8, 13
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Placed = tuple[Point, float, float]


def map_picture(
    review: Review, style: CitationStyle, link: Callable[[int], str] | None = None
) -> Markup | None:
    """Return the map, None where no paper has a place on it.

    With `link`, each point is a link to what that returns for its paper's number, and shows the
    title when it is pointed at or has the focus.
    """
    if not review.points:
        return None
    placed = [(one, *_place(one)) for one in review.points]
    papers = by_number(review.references)
    labels = _labels(placed, style)
    points = [
        _point(one, x, y, papers[one.number], label, style.label(one.number), link)
        for (one, x, y), label in zip(placed, labels, strict=True)
    ]
    key, bottom = legend(
        [theme.title for theme in review.themes],
        (one.theme for one in review.points),
        _TOP + _HEIGHT + 12,
    )
    frame = Markup(
        '<rect class="rule" x="1" y="{}" width="{}" height="{}" rx="6" fill="none" stroke="{}"/>'
    ).format(_TOP, WIDTH - 2, _HEIGHT, RULE)
    near = [
        [style.label(one.number) for one in review.points if one.theme == index]
        for index in range(len(review.themes))
    ]
    title = f"Map of the papers: {line(review.topic)}"
    told = "; ".join(
        f"{theme.title}: {', '.join(names)}"
        for theme, names in zip(review.themes, near, strict=True)
    )
    above = [] if link else [_heading(title)]
    return drawn(
        "map", title, f"Near papers say alike. {told}.",
        Markup("").join([frame, *above, *points, key]),
        bottom + 6, "group" if link else "img",
    )  # fmt: skip


def _heading(title: str) -> Markup:
    return Markup('<text class="ink" x="2" y="16" font-weight="600" fill="{}">{}</text>').format(
        INK, textwrap.shorten(title, 88, placeholder=" …")
    )


def _place(point: Point) -> tuple[float, float]:
    x, y = (max(-1.0, min(1.0, value)) for value in (point.x, point.y))
    across, down = WIDTH - 2 * _MARGIN - 40, _HEIGHT - 2 * _MARGIN
    return _MARGIN + across * (x + 1) / 2, _TOP + _MARGIN + down * (1 - y) / 2


def _labels(placed: Sequence[Placed], style: CitationStyle) -> Iterator[Markup]:
    """Yield the label of each point, beside it where room is free, none where there is none."""
    taken: list[Box] = [(x - 8, y - 8, x + 8, y + 8) for _, x, y in placed]
    for point, x, y in placed:
        said = style.label(point.number)
        wide = _LETTER * len(said)
        for left, base in (
            (x + 12, y + 4), (x - 12 - wide, y + 4), (x - wide / 2, y - 11), (x - wide / 2, y + 20)
        ):  # fmt: skip
            box = (left, base - _LINE + 3, left + wide, base + 3)
            if left > 4 and box[2] < WIDTH - 4 and not any(_meet(box, one) for one in taken):
                taken.append(box)
                yield Markup('<text class="ink" x="{:.1f}" y="{:.1f}" fill="{}">{}</text>').format(
                    left, base, INK, said
                )
                break
        else:
            yield Markup("")


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _point(
    point: Point, x: float, y: float, paper: Paper, label: Markup, name: str,
    link: Callable[[int], str] | None,
) -> Markup:  # fmt: skip
    said = f"{name}: {line(paper.title)}" + (f" ({paper.year})" if paper.year else "")
    body = Markup("<title>{}</title>{}{}").format(said, shape(point.theme, x, y), label)
    if link is None:
        return Markup("<g>{}</g>").format(body)
    short = said if len(said) < 92 else f"{said[:90]}…"
    # A wide ring that is not seen makes the point easy to hit with a finger.
    return Markup(
        '<a class="point" href="{}" aria-label="{}"><circle class="ring" cx="{:.1f}" cy="{:.1f}" '
        'r="11" fill="transparent"/>{}<text class="tip ink" x="2" y="16" fill="{}">{}</text></a>'
    ).format(link(point.number), said, x, y, body, INK, short)
