"""The bodies that the API gives, as its document describes them; extra fields may come."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from assistant.kept import FeedbackLabel
from assistant.stances import Stance
from assistant.types import Action, Reason, StepAction, VerdictLabel


class Evidence(BaseModel):
    """A quote: `abstract[start:end] == quote` of the paper with this number, in characters."""

    number: int
    quote: str
    start: int
    end: int


class Statement(BaseModel):
    """A sentence of an answer, the numbers it cites and what the check said."""

    text: str
    citations: list[int]
    verdict: VerdictLabel
    score: float | None
    action: Action
    evidence: list[Evidence]
    reason: str | None = Field(None, examples=["the abstract does not give 12%; it gives 11%"])


class Dropped(BaseModel):
    """A sentence that was withheld."""

    text: str
    verdict: VerdictLabel
    why: str


class Reference(BaseModel):
    """A cited paper under the number that the answer gives it."""

    number: int
    paper_id: str
    title: str
    authors: list[str]
    year: int | None
    venue: str | None
    doi: str | None
    url: str | None


class Retrieved(BaseModel):
    """A paper that was found for the question."""

    rank: int
    paper_id: str
    title: str
    score: float


class Disagreement(BaseModel):
    """A sentence of another paper that contradicts a statement, counted from 1."""

    statement: int
    number: int | None
    paper_id: str
    title: str
    year: int | None
    quote: str
    start: int
    end: int
    stance: Stance
    reason: str


class Step(BaseModel):
    """What a model had searched beside the question, with the papers it found or chose, by id."""

    action: StepAction
    text: str = Field(examples=["searched for “prices of dense indexes” (year:2020-)"])
    papers: list[str]


class Usage(BaseModel):
    """What an answer took."""

    model: str
    calls: int
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    seconds: float


class Answer(BaseModel):
    """`answer/1`: an answer of checked statements, or an abstention with its reason."""

    schema_: Literal["answer/1"] = Field(alias="schema")
    question: str
    standalone_question: str
    abstained: bool
    reason: Reason | None
    message: str | None
    text: str = Field(examples=["Dense retrieval outperforms BM25 by 9%-19%. [1]"])
    statements: list[Statement]
    dropped: list[Dropped]
    references: list[Reference]
    retrieved: list[Retrieved]
    disagreements: list[Disagreement]
    usage: Usage
    trace_id: str
    steps: list[Step] = Field([], description="Only where a model planned searches.")


class ChatAnswer(Answer):
    """`answer/1` with its place in a conversation."""

    conversation_id: str
    turn: int = Field(ge=1)


class Passage(BaseModel):
    """A stretch of an abstract that was found."""

    start: int
    end: int
    text: str
    score: float


class Hit(BaseModel):
    """A paper that was found."""

    rank: int
    paper_id: str
    title: str
    year: int | None
    score: float
    warning: str | None = Field(description="That its abstract orders its reader about, if so.")
    passages: list[Passage]


class Correction(BaseModel):
    """A word of a query, as it was typed and as it was searched for."""

    typed: str = Field(examples=["retreival"])
    searched: str = Field(examples=["retrieval"])


class SearchResult(BaseModel):
    """`search/1`: the papers that match best."""

    schema_: Literal["search/1"] = Field(alias="schema")
    query: str
    corrections: list[Correction]
    hits: list[Hit]


class Verdict(BaseModel):
    """What a check found out about a claim; `problem` says why there is no verdict."""

    id: str
    verdict: VerdictLabel | None
    score: float | None
    paper_id: str | None
    evidence: list[Evidence]
    reason: str | None = Field(None, examples=["the abstract does not give 12%; it gives 11%"])
    checker: str
    problem: str | None


class Verdicts(BaseModel):
    """A verdict for each claim, in order."""

    items: list[Verdict]


class Paper(BaseModel):
    """A paper with all its fields."""

    id: str = Field(examples=["doi:10.18653/v1/2020.emnlp-main.550"])
    title: str
    abstract: str
    authors: list[str]
    year: int | None
    venue: str | None
    doi: str | None
    arxiv_id: str | None
    pmid: str | None
    url: str | None
    keywords: list[str]
    sources: list[str]
    tags: list[str]


class ShownPaper(Paper):
    """A paper with all its fields, and a warning where its abstract orders its reader about."""

    warning: str | None


class Papers(BaseModel):
    """A page of the papers of the library, in order of arrival."""

    total: int
    offset: int
    limit: int
    papers: list[Paper]


class Removed(BaseModel):
    """What was removed."""

    removed: list[str]


class Skipped(BaseModel):
    """A record that is no paper, and why."""

    source: str
    line: int
    reason: str


class Counts(BaseModel):
    """What became of the records; the other five add up to `read`."""

    read: int
    new: int
    updated: int
    unchanged: int
    merged: int
    skipped: list[Skipped]


class Conversation(BaseModel):
    """A conversation; times are ISO 8601 in UTC."""

    id: str
    title: str
    started: str
    changed: str
    turns: int


class Conversations(BaseModel):
    """All conversations, the one last changed first."""

    conversations: list[Conversation]


class Feedback(BaseModel):
    """What a user thought of an answer."""

    label: FeedbackLabel
    note: str
    given: str


class Turn(BaseModel):
    """A question and its answer, counted from 1."""

    number: int
    question: str
    answer: Answer
    asked: str
    feedback: list[Feedback]


class WholeConversation(BaseModel):
    """A conversation with its turns."""

    id: str
    title: str
    started: str
    changed: str
    turns: list[Turn]


class TurnsLeft(BaseModel):
    """A conversation and how many turns it has."""

    conversation_id: str
    turns: int


class State(BaseModel):
    """How the server is."""

    status: str = Field(examples=["ok"])


class Ready(State):
    """A server that can answer, and the size of its library."""

    papers: int


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["urn:litassist:problem:paper-not-found"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["no paper 'arxiv:0000.00000' in the library"])
    request_id: str = Field(examples=["6f6ac3a9c0f84b7d8e1c3f7d1c0f1a2b"])
