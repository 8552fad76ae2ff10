"""Checked sentences -> statements, their papers numbered as they first appear."""

from __future__ import annotations

from collections.abc import Callable

from assistant.answering.checked import Checked
from assistant.grounding import hidden
from assistant.types import (
    Action,
    Checks,
    Citation,
    Dropped,
    Evidence,
    Paper,
    Reference,
    Statement,
)

OnStatement = Callable[[Statement], object]
OnReference = Callable[[Reference], object]
"""Told of each paper that is cited for the first time, before the statement that cites it."""


class Numbering:
    """What is shown of an answer or review, and what is withheld, in the order of the text.

    What was handed on stays as it is: a sentence that is withheld takes no number.
    """

    def __init__(
        self, on_statement: OnStatement | None = None, on_reference: OnReference | None = None
    ) -> None:
        self.statements: list[Statement] = []
        self.dropped: list[Dropped] = []
        self._on_statement = on_statement
        self._on_reference = on_reference
        self._papers: dict[int, Paper] = {}
        self._numbers: dict[int, int] = {}
        self._numbers_dropped = 0
        self._quotes_dropped = 0
        self._citations_dropped = 0
        self._repaired = 0

    def hand_on(self, one: Checked) -> Statement:
        """Show a sentence: return the statement that it becomes."""
        self._count(one)
        kept = one.citations
        if one.passed:
            # A mark under a checked sentence must point at what supports it; others are taken off.
            places = {quote.number for quote in one.verdict.evidence}
            kept = tuple(citation for citation in kept if citation.number in places)
            self._citations_dropped += len(one.citations) - len(kept)
        self._repaired += one.repaired and one.passed
        statement = Statement(
            text=hidden.removed(one.text),
            citations=tuple(dict.fromkeys(self._number(citation, one) for citation in kept)),
            verdict=one.verdict.label,
            score=one.verdict.score,
            action=_action(one),
            evidence=tuple(
                Evidence(self._numbers[quote.number], quote.quote, quote.start, quote.end)
                for quote in one.verdict.evidence
            ),
            reason=one.verdict.reason,
        )
        self.statements.append(statement)
        if self._on_statement:
            self._on_statement(statement)
        return statement

    def withhold(self, one: Checked, why: str) -> None:
        """List a sentence as withheld."""
        self._count(one)
        self.dropped.append(Dropped(hidden.removed(one.text), one.verdict.label, why))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The cited papers under their numbers."""
        return tuple(Reference(number, self._papers[number]) for number in sorted(self._papers))

    @property
    def checks(self) -> Checks:
        """What was removed so far, and how many sentences were put right."""
        return Checks(
            self._numbers_dropped, self._quotes_dropped, self._citations_dropped, self._repaired
        )

    def _count(self, one: Checked) -> None:
        self._numbers_dropped += one.numbers_dropped
        self._quotes_dropped += one.quotes_dropped

    def _number(self, citation: Citation, one: Checked) -> int:
        number = self._numbers.get(citation.number)
        if number is None:
            number = self._numbers[citation.number] = len(self._numbers) + 1
            paper = self._papers[number] = one.cited[citation.number]
            if self._on_reference:
                self._on_reference(Reference(number, paper))
        return number


def _action(one: Checked) -> Action:
    if not one.passed:
        return "flagged"
    return "repaired" if one.repaired else "shown"
