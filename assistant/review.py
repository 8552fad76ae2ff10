"""The nouns of literature reviews, comparison tables and outlines: frozen records, no I/O.

What a review says is made of the statements of `types.py`: every sentence cited and checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from assistant.types import (
    EVERYTHING,
    Checks,
    Dropped,
    Filters,
    Paper,
    Reason,
    Reference,
    Statement,
    Usage,
)

if TYPE_CHECKING:
    from assistant.types import Vector

Depth = Literal["brief", "standard", "deep"]
WhyLeftOut = Literal[
    "limit", "no_abstract", "no_sentence", "nothing_said", "repeats", "no_room", "not_chosen",
    "withheld",
]  # fmt: skip
"""Beyond the number of papers asked for; no abstract; an abstract without a sentence to quote, or
that says nothing on the topic; says what another says; the words asked for did not reach so far;
taken out of the outline; all sentences on it were withheld by their checks."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked statement of a review, and the words set before it, outside any quote."""

    statement: Statement
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a group of papers says; `papers` are the numbers of the references it tells of."""

    title: str
    terms: tuple[str, ...]
    papers: tuple[int, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What one paper claims for the topic."""

    number: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A relevant paper that the review does not use, and why."""

    paper: Paper
    relevance: float
    why: WhyLeftOut


@dataclass(frozen=True, slots=True)
class Near:
    """A paper that is narrowly not relevant, and how near it is to the topic."""

    paper: Paper
    relevance: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many papers the library holds, how many bear on the topic, how many are used.

    `looked_at` is the number of those that were looked at closely, None where that is not known;
    `at_least` says that more than `relevant` may bear on the topic among those that were not.
    `near` are the next few below the line, which do not count as relevant.
    """

    held: int
    relevant: int
    used: int
    left_out: tuple[LeftOut, ...] = ()
    looked_at: int | None = None
    at_least: bool = False
    near: tuple[Near, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A paper's place on the map of the topic, within -1..1, and the index of its theme."""

    number: int
    x: float
    y: float
    theme: int


@dataclass(frozen=True, slots=True)
class Review:
    """A literature review of a topic; abstaining is one too, with a reason and no themes.

    `filters` are those that its papers were looked for under.
    """

    topic: str
    depth: Depth
    overview: tuple[Sentence, ...]
    themes: tuple[Theme, ...]
    agreements: tuple[Sentence, ...]
    disagreements: tuple[Sentence, ...]
    gaps: tuple[Sentence, ...]
    notes: tuple[Note, ...]
    references: tuple[Reference, ...]
    coverage: Coverage
    points: tuple[Point, ...]
    usage: Usage
    trace_id: str
    reason: Reason | None = None
    message: str | None = None
    dropped: tuple[Dropped, ...] = ()
    checks: Checks = field(default_factory=Checks)
    filters: Filters = EVERYTHING

    @property
    def abstained(self) -> bool:
        return not self.themes

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of the review but for the notes, in reading order."""
        told = [sentence for theme in self.themes for sentence in theme.sentences]
        return (*self.overview, *told, *self.agreements, *self.disagreements, *self.gaps)


@dataclass(frozen=True, slots=True)
class PlannedTheme:
    """A theme that is to be written: its title, key terms and papers, most central first."""

    title: str
    terms: tuple[str, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a review will tell, in order, before it is written.

    `vectors` are those of its papers, by id, where they are at hand.
    """

    topic: str
    themes: tuple[PlannedTheme, ...]
    coverage: Coverage
    reason: Reason | None = None
    message: str | None = None
    filters: Filters = EVERYTHING
    vectors: Mapping[str, Vector] = field(default_factory=dict, compare=False, repr=False)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers of all themes, in order."""
        return tuple(paper for theme in self.themes for paper in theme.papers)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a paper's abstract says of a column: its exact words with offsets, or nothing."""

    quote: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A paper of a comparison table with a cell for each column."""

    number: int
    paper: Paper
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table that sets papers side by side; one without rows abstains, with a reason."""

    topic: str | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    usage: Usage
    trace_id: str
    reason: Reason | None = None
    message: str | None = None

    @property
    def abstained(self) -> bool:
        return not self.rows
