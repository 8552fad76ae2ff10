"""How citations and references are written: what a style is, and numbers in brackets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.interfaces.export.escaping import address, doi_address, line
from assistant.types import Paper, Reference


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a citation: the mark of one paper, or what stands around and between marks."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a reference that is set in one way."""

    text: str
    italic: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in the list of references; `label` stands before it where the style numbers."""

    number: int
    label: str
    runs: tuple[Run, ...]

    def __post_init__(self) -> None:
        """Take off the blank that was to part the last run from one that is not there."""
        if self.runs:
            last = self.runs[-1]
            whole = (*self.runs[:-1], replace(last, text=last.text.rstrip()))
            object.__setattr__(self, "runs", whole)

    @property
    def text(self) -> str:
        """The whole of it."""
        return "".join(run.text for run in self.runs)


class CitationStyle(Protocol):
    """A way to cite the references of one document."""

    @property
    def raised(self) -> bool:
        """Tell whether citations are set above the line, behind the full stop."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The list of references in its order."""

    def citation(self, numbers: Sequence[int]) -> tuple[Piece, ...]:
        """Return the citation of the papers with these numbers."""

    def label(self, number: int) -> str:
        """Return what names a paper on a picture, in few characters."""


class Numeric:
    """[1], [2, 3], and a list in that order."""

    raised = False

    def __init__(self, references: Sequence[Reference]) -> None:
        self.entries = [
            Entry(one.number, f"[{one.number}]", described(one.paper))
            for one in sorted(references, key=lambda one: one.number)
        ]

    def citation(self, numbers: Sequence[int]) -> tuple[Piece, ...]:
        """Return the numbers in brackets."""
        return joined([Piece(str(number), number) for number in numbers], "[", ", ", "]")

    def label(self, number: int) -> str:
        """Return the number."""
        return str(number)


def joined(marks: Sequence[Piece], before: str, between: str, after: str) -> tuple[Piece, ...]:
    """Return marks with what stands around and between them."""
    if not marks:
        return ()
    inner = [piece for mark in marks for piece in (Piece(between), mark)][1:]
    return (Piece(before), *inner, Piece(after))


def described(paper: Paper) -> tuple[Run, ...]:
    """Return a paper as a reference: authors, title, where and when it appeared, its address."""
    from assistant.interfaces.render import appeared

    names = [said for author in paper.authors if (said := line(author))]
    authors = ", ".join([*names[:3], "et al."] if len(names) > 3 else names)
    where = line(appeared(paper.venue, paper.year))
    return (
        *(Run(sentence(part)) for part in (authors, line(paper.title)) if part),
        *((Run(where, italic=True), Run(". ")) if where else ()),
        *((Run(link),) if (link := whereabouts(paper)) else ()),
    )


def whereabouts(paper: Paper) -> str:
    """Return the address of a paper, or its identifier where it has none."""
    # An id made of the title is the library's own: it tells a reader nothing.
    named = "" if paper.id.startswith("title:") else line(paper.id)
    return doi_address(paper.doi) or address(paper.url) or named


def sentence(text: str) -> str:
    """Return a part of a reference with the full stop and the space that end it."""
    said = text.strip()
    return f"{said} " if said.endswith((".", "?", "!")) else f"{said}. "


def by_number(references: Sequence[Reference]) -> Mapping[int, Paper]:
    """Return the papers by their numbers."""
    return {one.number: one.paper for one in references}
