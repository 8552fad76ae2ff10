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
    reranking,
    understanding,
    writing,
)
from assistant.answering.agreeing import disagreements
from assistant.answering.assembly import Assembly
from assistant.answering.coverage import Covered
from assistant.answering.mending import Mender
from assistant.answering.numbering import OnReference, OnStatement
from assistant.answering.outcome import Outcome, plus
from assistant.answering.planning.planner import Planner, planner
from assistant.answering.planning.talk import OnStep
from assistant.answering.understanding import Understood
from assistant.errors import BudgetExceeded, ModelError
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
from assistant.types import (
    EXTRACTIVE,
    Answer,
    ChatModel,
    Conclusion,
    Filters,
    Hit,
    Paper,
    Question,
    Reply,
    Usage,
)

OnHits = Callable[[str, Sequence[Hit]], object]
"""Told of the standalone question and the papers found for it, before anything is answered."""


@dataclass(frozen=True, slots=True)
class Found:
    """A question without operators, how it was understood, and what the library covers of it."""

    question: Question
    understood: Understood
    covered: Covered
    planner: Planner | None

    @property
    def replies(self) -> list[Reply]:
        """What the model has said on the way."""
        rewritten = [self.understood.reply] if self.understood.reply else []
        return [*rewritten, *(self.planner.talk.replies if self.planner else [])]


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
        on_step: OnStep | None = None,
    ) -> Answer:
        """Return the answer; `on_statement` is told of each statement as it is settled.

        An exception that one of those who are told raises ends the answer and is passed on.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked.
            InputError: the question holds operators only.
            ModelError: the chat model did not answer.
        """
        with reranking.replies() as ordering:
            answer = self._answer(question, on_statement, on_hits, on_reference, on_step)
        return dataclasses.replace(answer, usage=functools.reduce(plus, ordering, answer.usage))

    def _answer(
        self,
        question: Question,
        on_statement: OnStatement | None,
        on_hits: OnHits | None,
        on_reference: OnReference | None,
        on_step: OnStep | None,
    ) -> Answer:
        started = time.monotonic()
        found = self.find(question, on_step)
        standalone, covered = found.understood.text, found.covered
        if on_hits:
            on_hits(standalone, covered.hits)
        asked = found.question
        concluded = asked.concluded if followup.leans(asked.text) else ()
        read = self._read(covered)
        offered = self._offered(covered, read, concluded)
        mender = Mender(self.chat, self.checker, self.check) if self.chat else None
        assembly = Assembly(_papers(offered), self.checker, mender, on_statement, on_reference)
        unclear = ambiguity.find(covered.question, _papers(read))
        not_asked = Usage(self.chat.name if self.chat else EXTRACTIVE)
        if covered.refused:
            outcome = Outcome(not_asked, covered.refused.reason, covered.refused.message)
        elif unclear:
            outcome = Outcome(not_asked, "ambiguous", unclear.message)
        elif self.chat:
            outcome = writing.write(self.chat, standalone, assembly, concluded)
            if found.planner and outcome.reason == "not_in_library" and not assembly.begun:
                covered, outcome = self._written_anew(found, assembly, concluded, outcome)
                offered = self._offered(covered, self._read(covered), concluded)
        else:
            outcome = quoting.write(
                covered.question, offered, assembly, self.searcher, self.checker, self.answer
            )
            outcome = outcome.leaving_open(covered.gap)
        usage = functools.reduce(plus, found.replies, outcome.usage)
        return Answer(
            question=question.text,
            standalone_question=standalone,
            statements=assembly.statements,
            references=assembly.references,
            retrieved=tuple(covered.hits),
            usage=dataclasses.replace(usage, seconds=round(time.monotonic() - started, 3)),
            trace_id=uuid.uuid4().hex[:16],
            reason=outcome.reason,
            message=outcome.message,
            dropped=assembly.dropped,
            checks=assembly.checks,
            disagreements=disagreements.found(
                assembly.statements, assembly.references, _papers(offered), self.checker
            ),
            steps=tuple(found.planner.talk.steps) if found.planner else (),
        )

    def find(self, question: Question, on_step: OnStep | None = None) -> Found:
        """Return the papers found for a question, with the searches that a model plans.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked.
            InputError: the question holds operators only.
        """
        question = self._taken_apart(question)
        understood = self.understand(question)
        most = max(self.retrieval.papers, self.answer.papers)
        planning = planner(
            self.chat, self.searcher, question.filters, most, self.retrieval, on_step
        )
        covered = self._covered(understood.text, most, question.filters, planning)
        return Found(question, understood, covered, planning)

    def _written_anew(
        self,
        found: Found,
        assembly: Assembly,
        concluded: Sequence[Conclusion],
        outcome: Outcome,
    ) -> tuple[Covered, Outcome]:
        """Return what is written once the model has searched on; where that fails, what was said.

        It does so where its answer is that the abstracts found hold none: nothing was shown yet.
        """
        planning = found.planner
        if not planning or not planning.may_search_on or not self.chat:
            return found.covered, outcome
        covered = planning.searched_on(found.covered)
        before = {hit.paper.id for hit in self._read(found.covered)}
        read = self._read(covered)
        if all(hit.paper.id in before for hit in read):
            return found.covered, outcome
        assembly.offer(_papers(self._offered(covered, read, concluded)))
        try:
            again = writing.write(self.chat, found.understood.text, assembly, concluded)
        except (BudgetExceeded, ModelError) as error:
            if assembly.begun:
                raise
            planning.talk.trouble("not answered anew", error)
            return covered, outcome
        return covered, dataclasses.replace(again, usage=plus(outcome.usage, again.usage))

    def _read(self, covered: Covered) -> list[Hit]:
        return worth_reading(covered.hits, self.answer, covered.wanted)

    def _offered(
        self, covered: Covered, read: Sequence[Hit], concluded: Sequence[Conclusion]
    ) -> list[Hit]:
        return conclusions.offered(covered.hits, read, concluded, self.answer.carried_papers)

    def _covered(
        self, question: str, most: int, filters: Filters, planning: Planner | None
    ) -> Covered:
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
            covered = planning.planned(covered, judge, words.knows) if planning else covered
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


def _papers(hits: Sequence[Hit]) -> list[Paper]:
    return [hit.paper for hit in hits]
