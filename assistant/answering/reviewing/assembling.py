"""A draft -> a review: sentences checked one by one, papers numbered as they appear."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.answering.assembly import Assembly
from assistant.answering.reviewing.drafts import Draft, Lines
from assistant.grounding.check import Checker
from assistant.review import (
    Coverage,
    Depth,
    LeftOut,
    Note,
    Outline,
    Review,
    Sentence,
    Theme,
    WhyLeftOut,
)
from assistant.types import Dropped, Paper, Usage

_UNCITED = "it cites no paper"


def assemble(
    outline: Outline, depth: Depth, draft: Draft, generated: bool, checker: Checker
) -> Review:
    """Return the checked review of a draft, whose usage is yet to be told.

    A sentence without a citation is dropped: nothing in a review goes unchecked.
    """
    telling = _Telling(Assembly(outline.papers, checker))
    overview = telling.told(draft.overview)
    themes = []
    for planned, lines in zip(outline.themes, draft.themes, strict=True):
        sentences = telling.told(lines)
        if sentences:
            themes.append(Theme(planned.title, planned.terms, _numbers(sentences), sentences))
    agreements = telling.told(draft.agreements)
    disagreements = telling.told(draft.disagreements)
    gaps = telling.told(draft.gaps)
    notes = telling.notes(draft.notes) if generated else _notes_of(themes)
    assembly = telling.assembly
    used = {one.paper.id for one in assembly.references}
    coverage = _coverage(outline, used, draft)
    return Review(
        topic=outline.topic,
        depth=depth,
        overview=overview,
        themes=tuple(themes),
        agreements=agreements,
        disagreements=disagreements,
        gaps=gaps,
        notes=notes,
        references=assembly.references,
        coverage=coverage,
        points=(),
        usage=Usage(""),
        trace_id=uuid.uuid4().hex[:16],
        dropped=tuple(telling.dropped),
        checks=assembly.checks,
        filters=outline.filters,
    )


def nothing(outline: Outline, depth: Depth, usage: Usage, why: str, draft: Draft) -> Review:
    """Return the review of an outline whose draft gives none: the reason, or else `why`."""
    return Review(
        topic=outline.topic,
        depth=depth,
        overview=(),
        themes=(),
        agreements=(),
        disagreements=(),
        gaps=(),
        notes=(),
        references=(),
        coverage=_coverage(outline, set(), draft),
        points=(),
        usage=usage,
        trace_id=uuid.uuid4().hex[:16],
        reason=outline.reason or "not_in_library",
        message=outline.message or why,
        filters=outline.filters,
    )


class _Telling:
    """Checks lines and keeps those that cite nothing apart."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly
        self.dropped: list[Dropped] = []

    def told(self, lines: Lines) -> tuple[Sentence, ...]:
        sentences = []
        for line in lines:
            statement = self.assembly.add(line.sentence)
            if statement.citations:
                sentences.append(Sentence(statement, line.lead))
            else:
                self.dropped.append(Dropped(statement.text, statement.verdict, _UNCITED))
        return tuple(sentences)

    def notes(self, notes: Mapping[int, Lines]) -> tuple[Note, ...]:
        told = [self.told(lines) for _, lines in sorted(notes.items())]
        return tuple(
            Note(sentences[0].statement.citations[0], sentences) for sentences in told if sentences
        )


def _notes_of(themes: Iterable[Theme]) -> tuple[Note, ...]:
    """Return what the themes say of each paper: in exact words they are made of notes."""
    return tuple(
        Note(number, tuple(one for one in theme.sentences if number in one.statement.citations))
        for theme in themes
        for number in theme.papers
    )


def _numbers(sentences: Iterable[Sentence]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(n for one in sentences for n in one.statement.citations))


def _coverage(outline: Outline, used: set[str], draft: Draft) -> Coverage:
    unused = tuple(
        LeftOut(paper, 0.0, _why(paper, place, draft))
        for place, paper in enumerate(outline.papers, 1)
        if paper.id not in used
    )
    before = outline.coverage
    return replace(before, used=len(used), left_out=before.left_out + unused)


def _why(paper: Paper, place: int, draft: Draft) -> WhyLeftOut:
    if not paper.abstract.strip():
        return "no_abstract"
    if place in draft.silent:
        return "nothing_said"
    if place in draft.unquotable:
        return "no_sentence"
    return "repeats" if place in draft.repeating else "no_room"
