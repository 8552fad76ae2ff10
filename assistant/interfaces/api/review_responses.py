"""Reviews, their jobs and tables as the API's document describes them; extra fields may come."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.interfaces.api.responses import Dropped, Reference, Statement, Usage
from assistant.interfaces.api.summaries import State
from assistant.review import Depth, WhyLeftOut
from assistant.types import Reason


class Sentence(Statement):
    """A statement, and the words set before it, outside any quote."""

    lead: str = Field(examples=["MindSearch:"])


class Theme(BaseModel):
    """What a group of papers says; `papers` are numbers of references."""

    title: str
    terms: list[str]
    papers: list[int]
    sentences: list[Sentence]


class Note(BaseModel):
    """What one paper claims for the topic."""

    number: int
    sentences: list[Sentence]


class Near(BaseModel):
    """A paper that is narrowly not relevant."""

    paper_id: str
    title: str
    year: int | None
    relevance: float


class LeftOut(Near):
    """A relevant paper that the review does not use, and why."""

    why: WhyLeftOut


class Coverage(BaseModel):
    """Papers in the library, those that bear on the topic, those used.

    `looked_at` of them were looked at closely; with `at_least` more than `relevant` may bear on it.
    """

    held: int
    relevant: int
    used: int
    looked_at: int | None
    at_least: bool
    left_out: list[LeftOut]
    near: list[Near]


class Point(BaseModel):
    """A paper's place on the map, within -1..1, and the index of its theme."""

    number: int
    x: float
    y: float
    theme: int


class Cited(Reference):
    """A cited paper with its abstract, in which the quotes stand."""

    arxiv_id: str | None
    pmid: str | None
    keywords: list[str]
    abstract: str


class Filters(BaseModel):
    """What the papers of a review had to satisfy; null and empty where nothing was asked."""

    year_from: int | None
    year_to: int | None
    authors: list[str]
    venues: list[str]
    sources: list[str]
    tags: list[str]
    titles: list[str]
    ids: list[str]
    phrases: list[str]
    without: list[str]


class Review(BaseModel):
    """`review/1`: a literature review of checked statements, or an abstention with its reason."""

    schema_: Literal["review/1"] = Field(alias="schema")
    topic: str
    depth: Depth
    filters: Filters
    abstained: bool
    reason: Reason | None
    message: str | None
    text: str
    overview: list[Sentence]
    themes: list[Theme]
    agreements: list[Sentence]
    disagreements: list[Sentence]
    gaps: list[Sentence]
    notes: list[Note]
    dropped: list[Dropped]
    references: list[Cited]
    coverage: Coverage
    map: list[Point]
    usage: Usage
    trace_id: str


class Summary(BaseModel):
    """A review as a job: how far it is, and the problem that ended it, if one did."""

    id: str = Field(examples=["4f1d0c7a9be2"])
    topic: str = Field(examples=["reward model overoptimization"])
    started: str
    state: State
    stage: str | None = Field(examples=["reading"])
    done: int
    total: int
    problem: dict[str, Any] | None


class WholeSummary(Summary):
    """A job with its review, once there is one."""

    review: Review | None


class Summaries(BaseModel):
    """The jobs of this run of the server."""

    summaries: list[Summary]


class Cell(BaseModel):
    """What the abstract says of a column: `abstract[start:end] == quote`; null where nothing."""

    quote: str | None
    start: int | None
    end: int | None


class TableRow(Reference):
    """A paper of a table with a cell under the name of each column."""

    cells: dict[str, Cell]


class Table(BaseModel):
    """`table/1`: papers side by side; without rows it abstains, with a reason."""

    schema_: Literal["table/1"] = Field(alias="schema")
    topic: str | None
    abstained: bool
    reason: Reason | None
    message: str | None
    columns: list[str] = Field(examples=[["method", "data", "result", "limits"]])
    rows: list[TableRow]
    usage: Usage
    trace_id: str
