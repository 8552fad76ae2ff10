"""What papers hold of a claim: the nouns of agreement and disagreement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from assistant.types import Paper

Stance = Literal["supports", "contradicts", "mixed", "silent"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an abstract, `abstract[start:end]`, and what it says of the claim."""

    quote: str
    start: int
    end: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class PaperStance:
    """What a paper says of a claim, and where; `score` is how likely its abstract supports it."""

    paper: Paper
    stance: Stance
    score: float | None
    reason: str | None
    evidence: tuple[Quoted, ...]


TakeStance = Callable[[str, "Paper"], PaperStance]
"""Tells what a paper says of a claim; whoever judges better than words may stand here."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sentence of another paper that contradicts a statement of an answer, counted from 1."""

    statement: int
    paper: Paper
    quoted: Quoted
    reason: str
