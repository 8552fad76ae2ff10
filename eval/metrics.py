"""Metrics, one pure function each.  A metric that does not apply returns None, never 0."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from assistant.types import Answer


def recall_at(most: int, ranked: Sequence[str], gold: Collection[str]) -> float | None:
    """Return the share of the gold papers among the first so many; None without gold papers."""
    if not gold:
        return None
    return len(set(ranked[:most]) & set(gold)) / len(set(gold))


def quote_fidelity(answer: Answer, abstract_of: Callable[[str], str]) -> float | None:
    """Return the share of shown quotes that stand where they say; None without quotes.

    Deterministic, must be 1: abstract[start:end] == quote.
    """
    papers = {reference.number: reference.paper.id for reference in answer.references}
    quotes = [quote for statement in answer.statements for quote in statement.evidence]
    if not quotes:
        return None
    faithful = [
        abstract_of(papers[quote.number])[quote.start : quote.end] == quote.quote
        for quote in quotes
        if quote.number in papers
    ]
    return sum(faithful) / len(quotes)


def dangling_citations(answer: Answer) -> int:
    """Return how many marks point at no reference; deterministic, must be 0."""
    known = {reference.number for reference in answer.references}
    return sum(
        number not in known for statement in answer.statements for number in statement.citations
    )


def mean(values: Sequence[float | None]) -> float | None:
    """Return the mean of the scores that there are; None when there are none."""
    scores = [value for value in values if value is not None]
    return sum(scores) / len(scores) if scores else None
