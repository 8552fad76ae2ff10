"""The bodies of panels, as the document of the API describes them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from assistant.stances import Stance


class Quoted(BaseModel):
    """A sentence of an abstract, `abstract[start:end] == quote`, and its stance."""

    quote: str
    start: int
    end: int
    stance: Stance


class PaperStance(BaseModel):
    """What a paper says of a claim; `score` is how likely its abstract supports it."""

    paper_id: str
    title: str
    year: int | None
    stance: Stance
    score: float | None
    reason: str | None
    evidence: list[Quoted]


class Agreement(BaseModel):
    """`agreement/1`: the papers that take a stance on a claim, and how many there are of each."""

    schema_: Literal["agreement/1"] = Field(alias="schema")
    claim: str
    papers: list[PaperStance]
    summary: dict[str, int]
    checker: str
