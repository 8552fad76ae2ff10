"""A review as plain text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.layout import Section
from assistant.interfaces.export.styles import CitationStyle
from assistant.review import Review

_WIDTH = 88


def plain(review: Review, style: CitationStyle) -> str:
    """Return the review as text in lines of at most 88 characters, longer words apart."""
    return "\n\n".join(_blocks(review, style)) + "\n"


def _blocks(review: Review, style: CitationStyle) -> Iterator[str]:
    title = line(review.topic)
    yield f"{_filled(title)}\n{'=' * min(len(title), _WIDTH)}"
    yield from map(_filled, telling.opening(review))
    for section in layout.sections(review, style):
        yield from _section(section)
    if omitted := layout.left_out(review):
        yield from _section(omitted)
    if style.entries:
        yield _heading("References")
        for entry in style.entries:
            first = f"{entry.label} " if entry.label else ""
            yield _filled(line(entry.text), first, "    ")
    yield _heading("How this was made")
    yield "\n".join(_filled(one) for one in telling.made(review))


def _section(section: Section) -> Iterator[str]:
    yield _heading(section.title)
    told = [layout.text_of(one) for one in section.paragraphs]
    if section.listed:
        yield "\n".join(_filled(one, "- ", "  ") for one in told)
    else:
        yield from map(_filled, told)


def _heading(title: str) -> str:
    return f"{_filled(title)}\n{'-' * min(len(title), _WIDTH)}"


def _filled(text: str, first: str = "", following: str = "") -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=following,
        break_long_words=False,
        break_on_hyphens=False,
    )
