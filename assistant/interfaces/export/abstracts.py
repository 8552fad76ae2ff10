"""Abstracts with the quotes that a document takes from them, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.interfaces.export.escaping import line, tidy
from assistant.types import Evidence

Span = tuple[int, int]


def spans(abstract: str, quotes: Sequence[Evidence]) -> list[Span]:
    """Return where the quotes that the abstract holds stand in it as it is shown, in order."""
    return sorted(
        (len(tidy(abstract[: one.start])), len(tidy(abstract[: one.end])))
        for one in quotes
        if one.quote and abstract[one.start : one.end] == one.quote
    )


def highlighted(abstract: str, quotes: Sequence[Evidence]) -> Markup:
    """Return an abstract with all its quotes marked, and those that it lacks behind it."""
    shown = tidy(abstract)
    parts: list[Markup] = []
    at = 0
    for start, end in spans(abstract, quotes):
        if end > at:
            begin = max(start, at)
            parts += [
                Markup.escape(shown[at:begin]),
                Markup("<mark>{}</mark>").format(shown[begin:end]),
            ]
            at = end
    parts.append(Markup.escape(shown[at:]))
    text = Markup('<p class="abstract" dir="auto">{}</p>').format(Markup("").join(parts))
    missed = {one.quote for one in quotes if abstract[one.start : one.end] != one.quote}
    return text + Markup("").join(
        Markup('<p class="missed">Quoted from another state of the abstract: “{}”</p>').format(
            line(quote)
        )
        for quote in sorted(missed)
    )
