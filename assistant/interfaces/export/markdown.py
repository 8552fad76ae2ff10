"""A review as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.escaping import begun, spaced
from assistant.interfaces.export.escaping import markdown as escaped
from assistant.interfaces.export.layout import Doubt, Inline, Marks, Section, Words
from assistant.interfaces.export.styles import CitationStyle, Entry, Run
from assistant.review import Review

_NUMBERS = re.compile(r"\[\d+(, \d+)*\]")
"""A citation that needs no escaping: it cannot be a link, as no parenthesis follows it."""


def markdown(review: Review, style: CitationStyle) -> str:
    """Return the review as Markdown."""
    return "\n\n".join(_blocks(review, style)) + "\n"


def _blocks(review: Review, style: CitationStyle) -> Iterator[str]:
    yield f"# {escaped(review.topic)}"
    yield from map(escaped, telling.opening(review))
    for one in layout.sections(review, style):
        yield from section(one)
    if omitted := layout.left_out(review):
        yield from section(omitted)
    if style.entries:
        yield "## References"
        yield from map(entry, style.entries)
    yield "## How this was made"
    yield from map(escaped, telling.made(review))


def section(one: Section) -> Iterator[str]:
    """Yield the heading and the paragraphs of a section."""
    yield f"## {escaped(one.title)}"
    told = ["".join(map(_inline, part)) for part in one.paragraphs]
    if one.listed:
        yield "\n".join(f"- {begun(part)}" for part in told)
    else:
        yield from map(begun, told)


def _inline(one: Inline) -> str:
    match one:
        case Words(text, strong):
            return f"**{escaped(text)}**" if strong else spaced(text, escaped)
        case Marks(_, pieces, raised, _):
            told = "".join(piece.text for piece in pieces)
            said = told if _NUMBERS.fullmatch(told) else spaced(told, escaped)
            return f"<sup>{said}</sup>" if raised else said
        case Doubt(sign, _):
            return sign


def entry(one: Entry) -> str:
    """Return an entry of the list of references."""
    said = "".join(map(_run, one.runs)).strip()
    return f"{one.label} {said}" if one.label else begun(said)


def _run(run: Run) -> str:
    sign = "**" if run.bold else "*" if run.italic else ""
    inner = run.text.strip()
    if not sign or not inner:
        return spaced(run.text, escaped)
    before, _, after = run.text.partition(inner)
    return f"{before}{sign}{escaped(inner)}{sign}{after}"
