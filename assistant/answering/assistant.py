"""The assistant: a question in, a checked answer out."""

from __future__ import annotations

import dataclasses
import functools
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answering import (
    abstention,
    ambiguity,
    both_sides,
    conclusions,
    coverage,
    followup,
    quoting,
    understanding,
    writing,
)
from assistant.answering.agreeing import disagreements
from assistant.answering.assembly import Assembly
from assistant.answering.coverage import Covered
from assistant.answering.mending import Mender
from assistant.answering.numbering import OnReference, OnStatement
from assistant.answering.outcome import Outcome, plus
from assistant.answering.understanding import Understood
from assistant.grounding.check import Checker
from assistant.models import spending
from assistant.retrieval import typed
from assistant.retrieval.depth import worth_reading
from assistant.retrieval.search import PaperSearch
from assistant.settings import (
    AbstentionSettings,
    AnswerSettings,
    CheckSettings,
    RetrievalSettings,
)
from assistant.types import EXTRACTIVE, Answer, ChatModel, Filters, Hit, Question, Usage

OnHits = Callable[[str, Sequence[Hit]], object]
"""Told of the standalone question and the papers found for it, before anything is answered."""


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a library, with a chat model or, without one, in its exact words.

    Safe to share between threads; papers that come and go meanwhile are seen.
    """

    searcher: PaperSearch
    chat: ChatModel | None
    checker: Checker
    retrieval: RetrievalSettings
    answer: AnswerSettings
    abstention: AbstentionSettings
    check: CheckSettings

    @spending.one_question()
    def ask(
        self,
        question: Question,
        on_statement: OnStatement | None = None,
        on_hits: OnHits | None = None,
        on_reference: OnReference | None = None,
    ) -> Answer:
        """Return the answer; `on_statement` is told of each statement as it is settled.

        An exception that one of those who are told raises ends the answer and is passed on.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked.
            InputError: the question holds operators only.
            ModelError: the chat model did not answer.
        """
        started = time.monotonic()
        typed_as = question.text
        question = self._taken_apart(question)
        understood = self.understand(question)
        standalone = understood.text
        most = max(self.retrieval.papers, self.answer.papers)
        covered = self._covered(standalone, most, question.filters)
        hits = covered.hits
        if on_hits:
            on_hits(standalone, hits)
        concluded = question.concluded if followup.leans(question.text) else ()
        read = worth_reading(hits, self.answer)
        offered = conclusions.offered(hits, read, concluded, self.answer.carried_papers)
        papers = [hit.paper for hit in offered]
        mender = Mender(self.chat, self.checker, self.check) if self.chat else None
        assembly = Assembly(papers, self.checker, mender, on_statement, on_reference)
        unclear = ambiguity.find(covered.question, [hit.paper for hit in read])
        not_asked = Usage(self.chat.name if self.chat else EXTRACTIVE)
        if covered.refused:
            outcome = Outcome(not_asked, covered.refused.reason, covered.refused.message)
        elif unclear:
            outcome = Outcome(not_asked, "ambiguous", unclear.message)
        elif self.chat:
            outcome = writing.write(self.chat, standalone, assembly, concluded)
        else:
            outcome = quoting.write(
                covered.question, offered, assembly, self.searcher, self.checker, self.answer
            )
            outcome = outcome.leaving_open(covered.gap)
        usage = plus(outcome.usage, understood.reply) if understood.reply else outcome.usage
        return Answer(
            question=typed_as,
            standalone_question=standalone,
            statements=assembly.statements,
            references=assembly.references,
            retrieved=tuple(hits),
            usage=dataclasses.replace(usage, seconds=round(time.monotonic() - started, 3)),
            trace_id=uuid.uuid4().hex[:16],
            reason=outcome.reason,
            message=outcome.message,
            dropped=assembly.dropped,
            checks=assembly.checks,
            disagreements=disagreements.found(
                assembly.statements, assembly.references, papers, self.checker
            ),
        )

    def _covered(self, question: str, most: int, filters: Filters) -> Covered:
        """Return what the library covers of a question; a chat model says itself what it lacks."""

        def find(text: str) -> list[Hit]:
            return self.searcher.search(text, most, filters)

        words = self.searcher.words
        judge = functools.partial(
            abstention.assess,
            threshold=self.abstention.threshold,
            knows=words.knows,
            terms=words.terms,
        )
        hits = find(question)
        if self.chat:
            covered = Covered(question, hits, judge(question, hits))
        else:
            covered = coverage.cover(question, hits, find, judge, words.knows)
        if covered.refused:
            return covered
        both = both_sides.found(covered.question, covered.hits, find)
        return dataclasses.replace(covered, hits=both)

    def _taken_apart(self, question: Question) -> Question:
        """Return the question without operators, which limit the papers instead."""
        knows = self.searcher.words.knows
        asked = typed.question(question.text, question.filters, knows)
        standalone = question.standalone
        if standalone:
            corrected = typed.question(standalone, asked.filters, knows)
            asked = dataclasses.replace(asked, filters=corrected.filters)
            standalone = corrected.text
        return dataclasses.replace(
            question, text=asked.text, filters=asked.filters, standalone=standalone
        )

    def understand(self, question: Question) -> Understood:
        """Return the question in words that need no conversation.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked.
        """
        return understanding.understand(question, self.chat, self.retrieval)
