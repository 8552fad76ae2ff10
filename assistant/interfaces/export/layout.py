"""A review as headed sections of running text, the same for every format that is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.interfaces.export import telling
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.styles import CitationStyle, Piece, by_number
from assistant.review import LeftOut, Near, Note, Review, Sentence, WhyLeftOut
from assistant.types import Evidence, Paper

_ENDED = re.compile(r"(?<!\.)(?<!\b[A-Za-z])[.!?]$")
"""The end of a sentence; not of an ellipsis or a short form such as U.S."""


_NAMED_LEFT_OUT = 10  # papers of one reason; the JSON document has all


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text; `strong` sets off what heads a paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """A citation: what it looks like, whom it cites, and the quotes found in their abstracts."""

    numbers: tuple[int, ...]
    pieces: tuple[Piece, ...]
    raised: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """The sign of a sentence that no check confirmed, and what it means."""

    sign: str
    meaning: str


Inline = Words | Marks | Doubt
Paragraph = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of a review; `listed` ones are lists. `id` names it within the document."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    listed: bool = False
    terms: tuple[str, ...] = ()


def sections(review: Review, style: CitationStyle) -> Iterator[Section]:
    """Yield the parts of a review in reading order, but for the references and what follows."""
    if review.abstained:
        said = review.message or "The library holds nothing on this topic."
        yield Section("overview", "No review", ((Words(line(said)),),))
        return
    exact = telling.in_exact_words(review)
    yield from _section("overview", "Overview", review.overview, style)
    for number, theme in enumerate(review.themes, 1):
        told = _paragraphs(theme.sentences, style, exact)
        named = ", ".join(theme.terms).casefold() == theme.title.casefold()
        terms = () if named else theme.terms
        yield Section(f"theme-{number}", line(theme.title), told, terms=terms)
    for id, (as_found, as_written), sentences in (
        ("agreements", telling.AGREEMENTS, review.agreements),
        ("disagreements", telling.DISAGREEMENTS, review.disagreements),
        ("gaps", telling.GAPS, review.gaps),
    ):
        title = as_found if exact else as_written
        if sentences and exact and id == "agreements":
            yield Section(id, title, _pairs(sentences, style))
        else:
            yield from _section(id, title, sentences, style, exact)
    if review.notes and not exact:  # in exact words the themes are the notes
        papers = by_number(review.references)
        notes = tuple(_note(one, papers[one.number], style) for one in review.notes)
        yield Section("notes", "Notes by paper", notes)


def left_out(review: Review) -> Section | None:
    """Return the relevant papers that a review does not use, with the reasons, and near ones."""
    by_reason: dict[WhyLeftOut, list[LeftOut]] = {}
    for one in review.coverage.left_out:
        by_reason.setdefault(one.why, []).append(one)
    listed = [_left_out(telling.LEFT_OUT[why], papers) for why, papers in by_reason.items()]
    if review.coverage.near:
        listed.append(_left_out(telling.NEAR, review.coverage.near))
    return Section("left-out", "Left out", tuple(listed), listed=True) if listed else None


def paragraph(sentences: Sequence[Sentence], style: CitationStyle) -> Paragraph:
    """Return sentences as running text with their citations, signs only on those in doubt."""
    inlines: list[Inline] = []
    for one in sentences:
        if inlines:
            inlines.append(Words(" "))
        inlines += _sentence(one, style)
    return tuple(inlines)


def _paragraphs(
    sentences: Sequence[Sentence], style: CitationStyle, by_paper: bool
) -> tuple[Paragraph, ...]:
    """Return sentences in one paragraph, or in one for each paper in a row."""
    runs: list[list[Sentence]] = []
    for one in sentences:
        before = runs[-1][-1].statement.citations if runs else ()
        if not runs or (by_paper and one.statement.citations != before):
            runs.append([])
        runs[-1].append(one)
    return tuple(paragraph(run, style) for run in runs)


def _pairs(sentences: Sequence[Sentence], style: CitationStyle) -> tuple[Paragraph, ...]:
    """Return findings that are alike, which come two by two, each pair in a paragraph."""
    return tuple(
        paragraph(sentences[start : start + 2], style) for start in range(0, len(sentences), 2)
    )


def text_of(inlines: Paragraph) -> str:
    """Return a paragraph as plain text; raised marks, which would run into words, in brackets."""
    return "".join(_plain(one) for one in inlines)


def _plain(one: Inline) -> str:
    match one:
        case Words(text):
            return text
        case Marks(_, pieces, raised, _):
            said = "".join(piece.text for piece in pieces)
            return f" [{said}]" if raised else said
        case Doubt(sign, _):
            return sign


def _section(
    id: str,
    title: str,
    sentences: Sequence[Sentence],
    style: CitationStyle,
    by_paper: bool = False,
) -> Iterator[Section]:
    if sentences:
        yield Section(id, title, _paragraphs(sentences, style, by_paper))


def _sentence(sentence: Sentence, style: CitationStyle) -> Iterator[Inline]:
    """Yield text, citation and sign; what ends the sentence comes last, or before raised marks."""
    one = sentence.statement
    said = line(f"{sentence.lead} {one.text}")
    ended = _ENDED.search(said)
    end = ended.group() if ended else ""
    cited = tuple(dict.fromkeys(one.citations))
    marks = Marks(cited, style.citation(cited) if cited else (), style.raised, one.evidence)
    behind = marks.raised or not end
    yield Words(said if behind else said[:-1])
    if marks.pieces:
        if not marks.raised:
            yield Words(" ")
        yield marks
    if not telling.verified(one.verdict):
        yield Words(" ")
        yield Doubt(*telling.doubt(one.verdict))
    if not behind:
        yield Words(end)


def _note(note: Note, paper: Paper, style: CitationStyle) -> Paragraph:
    marks = Marks((note.number,), style.citation((note.number,)), style.raised, ())
    title = line(paper.title).rstrip(".")
    between = () if marks.raised else (Words(" "),)
    told = paragraph(note.sentences, style)
    return (Words(title, strong=True), *between, marks, Words(". "), *told)


def _left_out(why: str, papers: Sequence[LeftOut | Near]) -> Paragraph:
    """Return a reason with the papers that it holds for, the first of many by name."""
    titles = [
        (line(one.paper.title) or one.paper.id) + (f" ({one.paper.year})" if one.paper.year else "")
        for one in papers[:_NAMED_LEFT_OUT]
    ]
    more = len(papers) - len(titles)
    said = "; ".join([*titles, f"and {more} more"] if more else titles)
    return (Words(f"{why}: {said}"),)
