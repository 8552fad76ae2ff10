"""Marked sentences -> checked statements, numbered by first appearance.

Takes one sentence at a time, so that an answer can be shown while it is being written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.grounding import hidden
from assistant.grounding.check import Checker
from assistant.grounding.marks import MarkedSentence
from assistant.types import Action, Checks, Citation, Evidence, Paper, Reference, Statement

OnStatement = Callable[[Statement], object]
OnReference = Callable[[Reference], object]
"""Told of each paper that is cited for the first time, before the statement that cites it."""


class Assembly:
    """An answer in the making: what was offered under which number, and what came of it."""

    def __init__(
        self,
        offered: Sequence[Paper],
        checker: Checker,
        on_statement: OnStatement | None = None,
        on_reference: OnReference | None = None,
    ) -> None:
        self.offer(offered)
        self._checker = checker
        self.statements: list[Statement] = []
        self._on_statement = on_statement
        self._on_reference = on_reference
        self._numbers: dict[int, int] = {}
        self._numbers_dropped = 0
        self._quotes_dropped = 0
        self._citations_dropped = 0

    def offer(self, papers: Sequence[Paper]) -> None:
        """Set which papers may be cited, by their numbers from 1; before the first sentence."""
        self.offered = tuple(papers)
        self._offered = dict(enumerate(papers, 1))

    def add(self, sentence: MarkedSentence) -> Statement:
        """Check a sentence whose citations bear the offered numbers, and append the statement."""
        kept = [citation for citation in sentence.citations if citation.number in self._offered]
        self._numbers_dropped += len(sentence.citations) - len(kept)
        verdict = self._checker.check(sentence.text, kept, self._offered)
        self._quotes_dropped += verdict.quotes_dropped
        if verdict.label in ("verbatim", "supported"):
            # A mark under a checked sentence must point at what supports it; others are taken off.
            places = {quote.number for quote in verdict.evidence}
            self._citations_dropped += sum(one.number not in places for one in kept)
            kept = [citation for citation in kept if citation.number in places]
        statement = Statement(
            text=hidden.removed(sentence.text),
            citations=tuple(dict.fromkeys(self._number(citation) for citation in kept)),
            verdict=verdict.label,
            score=verdict.score,
            action=_action(verdict.label),
            evidence=tuple(
                Evidence(self._numbers[one.number], one.quote, one.start, one.end)
                for one in verdict.evidence
            ),
            reason=verdict.reason,
        )
        self.statements.append(statement)
        if self._on_statement:
            self._on_statement(statement)
        return statement

    @property
    def references(self) -> tuple[Reference, ...]:
        """The cited papers under their numbers."""
        return tuple(
            Reference(number, self._offered[offered]) for offered, number in self._numbers.items()
        )

    @property
    def checks(self) -> Checks:
        """What was removed so far."""
        return Checks(self._numbers_dropped, self._quotes_dropped, self._citations_dropped)

    def _number(self, citation: Citation) -> int:
        number = self._numbers.get(citation.number)
        if number is None:
            number = self._numbers[citation.number] = len(self._numbers) + 1
            if self._on_reference:
                self._on_reference(Reference(number, self._offered[citation.number]))
        return number


def _action(label: str) -> Action:
    return "shown" if label in ("verbatim", "supported", "no_claim") else "flagged"
