"""The plan of a review: themes of like papers, named by their key terms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.answering.reviewing.clusters import group
from assistant.answering.reviewing.key_terms import key_terms
from assistant.answering.reviewing.short_names import short_name
from assistant.retrieval.topics import Found, Relevant
from assistant.review import Coverage, LeftOut, Near, Outline, PlannedTheme
from assistant.types import Paper

if TYPE_CHECKING:
    from assistant.types import Vectors

_TERMS = 3
_LONG_TITLE = 60  # letters that the names of two papers may take in a title


def plan(topic: str, found: Found, held: int, most: int, most_themes: int) -> Outline:
    """Return an outline of the relevant papers, at most so many, in at most so many themes."""
    relevant = found.ranked[: found.relevant]
    quotable = [one for one in relevant if one.paper.abstract.strip()]
    used = quotable[:most]
    left_out = [LeftOut(one.paper, one.relevance, "limit") for one in quotable[most:]]
    left_out += [
        LeftOut(one.paper, one.relevance, "no_abstract") for one in relevant if one not in quotable
    ]
    groups = group(_directions(used), most_themes) if used else []
    groups.sort(key=lambda places: -sum(used[place].relevance for place in places))
    themes = [[used[place] for place in places] for places in groups]
    below = found.ranked[found.relevant : found.relevant + found.near]
    background = [one.paper for one in found.ranked[found.relevant :]]
    return Outline(
        topic,
        tuple(_theme(theme, themes, background, topic) for theme in themes),
        Coverage(
            held,
            found.relevant,
            len(used),
            tuple(left_out),
            looked_at=len(found.ranked) or None,
            near=tuple(Near(one.paper, one.relevance) for one in below),
        ),
        vectors={one.paper.id: one.vector for one in used},
    )


def _theme(
    theme: Sequence[Relevant],
    themes: Sequence[Sequence[Relevant]],
    background: Sequence[Paper],
    topic: str,
) -> PlannedTheme:
    papers = tuple(one.paper for one in sorted(theme, key=lambda one: -one.relevance))
    others = [one.paper for other in themes if other is not theme for one in other]
    terms = key_terms(papers, [*others, *background], topic, _TERMS)
    return PlannedTheme(_title(terms, papers), terms, papers)


def _title(terms: Sequence[str], papers: Sequence[Paper]) -> str:
    """Return what a theme is called: its terms, or where it has none its papers."""
    if len(papers) == 1:
        return papers[0].title
    if terms:
        joined = ", ".join(terms)
        return joined[:1].upper() + joined[1:]
    first, second, *others = map(short_name, papers)
    if len(first) + len(second) > _LONG_TITLE:
        return f"{first} and {len(papers) - 1} more"
    return f"{first}, {second} and {len(others)} more" if others else f"{first} and {second}"


def _directions(papers: Sequence[Relevant]) -> Vectors:
    """Return the papers' vectors less what they have in common, so that differences show."""
    vectors = numpy.stack([one.vector for one in papers])
    apart = vectors - vectors.mean(axis=0)
    lengths = numpy.linalg.norm(apart, axis=1, keepdims=True)
    directions: Vectors = apart / numpy.maximum(lengths, 1e-12)
    return directions
