"""What the pictures of a review share: colours, shapes, legend, and the way from SVG to PNG.

Colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any kind of
colour vision tell apart; each theme also has a shape. They stand in attributes, so that a page can
set others for a dark background, and are readable in print.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.extras import needed
from assistant.review import Review

WIDTH = 640
INK, MUTED, RULE, PAPER = "#1b2127", "#5b6670", "#dde2e7", "#ffffff"
COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#f0e442", "#8a8f94")
FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', 'Liberation Sans', Arial, sans-serif"
_LEGEND_LINE = 20
_DARK = (
    "@media (prefers-color-scheme: dark) { .ink { fill: #e2e6e9 } .muted { fill: #99a4ad } "
    ".rule { stroke: #2e353b } .paper { fill: #14181b } .theme { stroke: #14181b } }"
)
_SHAPES = (
    "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",  # circle
    "m-5.5-5.5h11v11h-11z",  # square
    "m0-7.5l7.5 7.5-7.5 7.5-7.5-7.5z",  # diamond
    "m0-7l7 12.5h-14z",  # triangle
)


def colour(theme: int) -> str:
    """Return the colour of a theme; it comes again where there are more themes than colours."""
    return COLOURS[theme % len(COLOURS)]


def shape(theme: int, x: float, y: float) -> Markup:
    """Return the sign of a theme at a place."""
    kind = _SHAPES[(theme + theme // len(COLOURS)) % len(_SHAPES)]
    return Markup('<path class="theme" d="M{:.1f} {:.1f}{}" fill="{}" stroke="{}"/>').format(
        x, y, kind, colour(theme), PAPER
    )


def themes_of(review: Review) -> dict[int, int]:
    """Return the index of the first theme that tells of each paper, by the papers' numbers."""
    found: dict[int, int] = {}
    for index, theme in enumerate(review.themes):
        for number in theme.papers:
            found.setdefault(number, index)
    return found


def legend(titles: Sequence[str], shown: Iterable[int], top: float) -> tuple[Markup, float]:
    """Return a line for each theme shown, and where the legend ends."""
    lines = []
    at = top
    for theme in sorted(set(shown)):
        title = line(titles[theme]) if theme < len(titles) else "in no theme"
        lines.append(shape(theme, 16, at + 8))
        lines.append(
            Markup('<text class="ink" x="30" y="{:.0f}" fill="{}">{}</text>').format(
                at + 12, INK, textwrap.shorten(title, 88, placeholder=" …")
            )
        )
        at += _LEGEND_LINE
    return Markup("").join(lines), at


def drawn(
    name: str, title: str, description: str, body: Markup, height: float, role: str = "img"
) -> Markup:
    """Return an SVG file with a title and a description for who does not see it."""
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {w} {h:.0f}" '
        'width="{w}" height="{h:.0f}" role="{r}" aria-labelledby="{n}-title {n}-told" '
        'font-family="{f}" font-size="12"><title id="{n}-title">{t}</title>'
        '<desc id="{n}-told">{d}</desc>{b}</svg>\n'
    ).format(w=WIDTH, h=height, n=name, f=FONT, t=line(title), d=line(description), b=body, r=role)


def standing_alone(svg: str) -> str:
    """Return a picture with a background and colours of its own, for light and dark."""
    ground = f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>'
    return str(svg).replace("<title ", f"<style>{_DARK}</style>{ground}<title ", 1)


def png(svg: str) -> bytes:
    """Return a picture as PNG, twice its size, on white.

    Raises:
        InputError: resvg-py is not installed.
    """
    needed("resvg_py", "pictures as PNG")
    from resvg_py import svg_to_bytes

    return bytes(
        svg_to_bytes(
            svg_string=svg, background=PAPER, zoom=2, sans_serif_family="DejaVu Sans",
            resources_dir=None,
        )
    )  # fmt: skip
