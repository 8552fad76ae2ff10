"""A draft -> a review: sentences checked and settled, papers numbered as they appear."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.answering.checked import Checked, check
from assistant.answering.mending import Mended, Mender
from assistant.answering.numbering import Numbering
from assistant.answering.reviewing.drafts import Draft, Lines
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
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
from assistant.types import Paper, Usage

_UNCITED = "it cites no paper"


def assemble(
    outline: Outline, depth: Depth, draft: Draft, checker: Checker, mender: Mender | None
) -> tuple[Review, Mended]:
    """Return the checked review of a draft, whose usage is yet to be told, and what settling took.

    The mender settles what a model has written; a draft in exact words needs none.  A sentence
    without a citation is dropped: nothing in a review goes unchecked.
    """
    mended, settled = _settled(outline, draft, checker, mender)
    telling = _Telling(settled, mender)
    overview = telling.told(draft.overview)
    themes = []
    for planned, lines in zip(outline.themes, draft.themes, strict=True):
        sentences = telling.told(lines)
        if sentences:
            themes.append(Theme(planned.title, planned.terms, _numbers(sentences), sentences))
    agreements = telling.told(draft.agreements)
    disagreements = telling.told(draft.disagreements)
    gaps = telling.told(draft.gaps)
    notes = telling.notes(draft.notes) if mender else _notes_of(themes)
    shown = telling.shown
    used = {one.paper.id for one in shown.references}
    review = Review(
        topic=outline.topic,
        depth=depth,
        overview=overview,
        themes=tuple(themes),
        agreements=agreements,
        disagreements=disagreements,
        gaps=gaps,
        notes=notes,
        references=shown.references,
        coverage=_coverage(outline, used, draft, telling.withheld),
        points=(),
        usage=Usage(""),
        trace_id=uuid.uuid4().hex[:16],
        dropped=tuple(shown.dropped),
        checks=replace(shown.checks, worsened=mended.worsened),
        filters=outline.filters,
    )
    return review, mended


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
        coverage=_coverage(outline, set(), draft, set()),
        points=(),
        usage=usage,
        trace_id=uuid.uuid4().hex[:16],
        reason=outline.reason or "not_in_library",
        message=outline.message or why,
        filters=outline.filters,
    )


_Settled = Mapping[MarkedSentence, Checked]


def _settled(
    outline: Outline, draft: Draft, checker: Checker, mender: Mender | None
) -> tuple[Mended, _Settled]:
    """Return every sentence of a draft as it is settled; one that recurs is settled once."""
    offered = dict(enumerate(outline.papers, 1))
    sections = (draft.overview, *draft.themes, draft.agreements, draft.disagreements, draft.gaps)
    written = [line.sentence for lines in (*sections, *draft.notes.values()) for line in lines]
    checked = {sentence: check(sentence, offered, checker) for sentence in dict.fromkeys(written)}
    if not mender:
        return Mended([]), checked
    citing = {sentence: one for sentence, one in checked.items() if one.citations}
    mended = mender.mend(list(citing.values()), offered)
    return mended, checked | dict(zip(citing, mended.sentences, strict=True))


class _Telling:
    """Tells lines as they are settled, and keeps apart those that are withheld."""

    def __init__(self, settled: _Settled, mender: Mender | None) -> None:
        self.shown = Numbering()
        self.withheld: set[int] = set()
        """Places of papers that withheld sentences cite."""
        self._settled = settled
        self._mender = mender

    def told(self, lines: Lines) -> tuple[Sentence, ...]:
        sentences = []
        for line in lines:
            one = self._settled[line.sentence]
            if why := self._why_withheld(one):
                self.shown.withhold(one, why)
                self.withheld |= one.cited.keys()
            else:
                sentences.append(Sentence(self.shown.hand_on(one), line.lead))
        return tuple(sentences)

    def _why_withheld(self, one: Checked) -> str | None:
        if not one.citations:
            return _UNCITED
        return self._mender.why_withheld(one) if self._mender else None

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


def _coverage(outline: Outline, used: set[str], draft: Draft, withheld: set[int]) -> Coverage:
    unused = tuple(
        LeftOut(paper, 0.0, _why(paper, place, draft, withheld))
        for place, paper in enumerate(outline.papers, 1)
        if paper.id not in used
    )
    before = outline.coverage
    return replace(before, used=len(used), left_out=before.left_out + unused)


def _why(paper: Paper, place: int, draft: Draft, withheld: set[int]) -> WhyLeftOut:
    if not paper.abstract.strip():
        return "no_abstract"
    if place in withheld:
        return "withheld"
    if place in draft.silent:
        return "nothing_said"
    if place in draft.unquotable:
        return "no_sentence"
    return "repeats" if place in draft.repeating else "no_room"
