"""The plan of a review: its themes with their papers; and as a text that people edit.

    # Reward model overoptimization

    ## Ensembles, uncertainty
    - [arxiv:2310.02743] Reward Model Ensembles Help Mitigate Overoptimization (2023)

    ## Left out
    - [arxiv:2307.15217] Open Problems and Fundamental Limitations of RLHF (2023): limit

Headings can be renamed, themes and papers moved, taken out and put in: what is in brackets is the
paper's id, and any paper of the library can be named by it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast, get_args

import numpy

from assistant.answering.reviewing.clusters import group
from assistant.answering.reviewing.key_terms import key_terms
from assistant.answering.reviewing.short_names import short_name
from assistant.errors import InputError
from assistant.retrieval.topics import Found, Relevant
from assistant.review import Coverage, LeftOut, Outline, PlannedTheme, WhyLeftOut
from assistant.types import Paper

if TYPE_CHECKING:
    from assistant.types import Vectors

_Item = tuple[str, WhyLeftOut | None]
"""A paper's id, and why it is left out where the line says so."""
_TERMS = 3
_LONG_TITLE = 60  # letters that the names of two papers may take in a title
_LEFT_OUT = "left out"
# Some identifiers hold brackets: doi:10.1890/0012-9658(2006)87[2445:xyz]2.0.co;2.
_ITEM = re.compile(
    r"[-*+]\s*\[(?P<id>(?:[^\[\]]|\[[^\[\]]*\])+)\]"
    rf"(?:.*:\s*(?P<why>{'|'.join(get_args(WhyLeftOut))})\s*$)?"
)
_HEADING = re.compile(r"(?P<level>#{1,2})\s*(?P<title>\S.*?)(?:\s+#+)?")


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
    background = [one.paper for one in found.ranked[found.relevant :]]
    return Outline(
        topic,
        tuple(_theme(theme, themes, background, topic) for theme in themes),
        Coverage(held, found.relevant, len(used), tuple(left_out)),
    )


def written(outline: Outline) -> str:
    """Return an outline as a text to edit."""
    lines = [f"# {_one_line(outline.topic)}"]
    for theme in outline.themes:
        lines += ["", f"## {_one_line(theme.title)}", *map(_item, theme.papers)]
    if outline.coverage.left_out:
        left_out = [f"{_item(one.paper)}: {one.why}" for one in outline.coverage.left_out]
        lines += ["", "## Left out", *left_out]
    return "\n".join(lines) + "\n"


def read(text: str, paper: Callable[[str], Paper], held: int) -> Outline:
    """Return the outline that an edited text tells of; `paper` finds a paper by its id.

    Raises:
        InputError: there is no topic or no paper, or a paper stands under no theme.
        PaperNotFound: a paper is not in the library.
    """
    topic, sections = _parsed(text)
    themes = [(title, items) for title, items in sections if items and not _is_left_out(title)]
    if not topic or not themes:
        raise InputError(
            "this outline has no topic (# …) or no theme (## …) with papers (- [id] …); "
            "`litassist summarize TOPIC --outline FILE` writes one to begin with"
        )
    seen: set[str] = set()
    planned = []
    for title, items in themes:
        papers = [paper(id) for id, _ in items]
        fresh = {one.id: one for one in papers if one.id not in seen}
        seen |= fresh.keys()
        if fresh:
            planned.append(PlannedTheme(title, (), tuple(fresh.values())))
    left = {
        one.id: LeftOut(one, 0.0, why or "not_chosen")
        for title, items in sections
        if _is_left_out(title)
        for one, why in ((paper(id), why) for id, why in items)
        if one.id not in seen
    }
    coverage = Coverage(held, len(seen) + len(left), len(seen), tuple(left.values()))
    return Outline(topic, tuple(planned), coverage)


def _is_left_out(title: str) -> bool:
    return title.casefold() == _LEFT_OUT


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
    """Return what a theme is called: its terms, or where it has none its first papers."""
    if terms:
        joined = ", ".join(terms)
        return joined[:1].upper() + joined[1:]
    if len(papers) == 1:
        return papers[0].title
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


def _item(paper: Paper) -> str:
    year = f" ({paper.year})" if paper.year else ""
    return f"- [{paper.id}] {_one_line(paper.title)}{year}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _parsed(text: str) -> tuple[str, list[tuple[str, list[_Item]]]]:
    topic = ""
    sections: list[tuple[str, list[_Item]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        heading = _HEADING.fullmatch(line.strip())
        item = _ITEM.match(line.strip())
        if heading and heading["level"] == "#":
            topic = topic or heading["title"]
        elif heading:
            sections.append((heading["title"], []))
        elif item and sections:
            sections[-1][1].append((item["id"].strip(), cast("WhyLeftOut | None", item["why"])))
        elif item:
            raise InputError(f"line {number} of the outline names a paper before any theme (## …)")
    return topic, sections
