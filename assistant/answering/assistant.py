"""The assistant: a question in, a checked answer out."""

from __future__ import annotations

import dataclasses
import time
import uuid
from dataclasses import dataclass

from assistant.answering import abstention, extractive, generative
from assistant.answering.assembly import Assembly, OnStatement
from assistant.models import tokens
from assistant.retrieval.search import Searcher
from assistant.settings import AbstentionSettings, AnswerSettings, RetrievalSettings
from assistant.types import (
    Answer,
    ChatModel,
    Hit,
    Question,
    Reason,
    Usage,
)

EXTRACTIVE = "extractive"
_CUT_SHORT = (
    "This answer is partial: the reply ended before the model was done; ask again, or raise "
    "llm.max_output_tokens."
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way of answering reports beside its statements."""

    usage: Usage
    reason: Reason | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions from a library, with a chat model or, without one, in its exact words."""

    searcher: Searcher
    chat: ChatModel | None
    retrieval: RetrievalSettings
    answer: AnswerSettings
    abstention: AbstentionSettings

    def ask(self, question: Question, on_statement: OnStatement | None = None) -> Answer:
        """Return the answer; `on_statement` is told of each statement as it is checked.

        Raises:
            ModelError: the chat model did not answer.
        """
        started = time.monotonic()
        standalone = self.standalone(question)
        most = max(self.retrieval.papers, self.answer.papers)
        hits = self.searcher.search(standalone, most, question.filters)
        assembly = Assembly([hit.paper for hit in hits[: self.answer.papers]], on_statement)
        words = self.searcher.words
        refused = abstention.assess(
            standalone, hits, self.abstention.threshold, words.knows, words.terms
        )
        if refused:
            outcome = Outcome(
                Usage(self.chat.name if self.chat else EXTRACTIVE), refused.reason, refused.message
            )
        elif self.chat:
            outcome = self._generate(self.chat, standalone, assembly)
        else:
            outcome = self._extract(standalone, hits[: self.answer.papers], assembly)
        return Answer(
            question=question.text,
            standalone_question=standalone,
            statements=tuple(assembly.statements),
            references=assembly.references,
            retrieved=tuple(hits),
            usage=dataclasses.replace(outcome.usage, seconds=round(time.monotonic() - started, 3)),
            trace_id=uuid.uuid4().hex[:16],
            reason=outcome.reason,
            message=outcome.message,
            checks=assembly.checks,
        )

    def standalone(self, question: Question) -> str:
        """Return the question with the user's turn before it, where there is one.

        A follow-up ("And what does that cost?") names its subject in the turn before.
        """
        if question.standalone:
            return question.standalone.strip()
        before = [turn.content for turn in question.history if turn.role == "user"]
        if not before:
            return question.text.strip()
        carried = tokens.shorten(before[-1].strip(), self.retrieval.followup_tokens)
        return f"{carried} {question.text.strip()}"

    def _extract(self, question: str, hits: list[Hit], assembly: Assembly) -> Outcome:
        for sentence in extractive.choose(
            question,
            hits,
            self.searcher.embedder,
            self.searcher.words.terms,
            self.searcher.words.weights,
            self.answer.max_sentences,
            self.answer.relative_score,
            self.answer.diversity,
        ):
            assembly.add(sentence)
        usage = Usage(EXTRACTIVE)
        if assembly.statements:
            return Outcome(usage)
        return Outcome(usage, "needs_full_text", "The papers found have no abstract to quote from.")

    def _generate(self, chat: ChatModel, question: str, assembly: Assembly) -> Outcome:
        reply = generative.write(chat, question, assembly.offered, assembly.add)
        usage = Usage(chat.name, 1, reply.tokens_in, reply.tokens_out)
        _, missing = generative.answer_and_gap(reply.text)
        if not assembly.statements:
            said = "The abstracts found do not answer this"
            return Outcome(usage, "not_in_library", f"{said}: {missing}" if missing else f"{said}.")
        if missing is not None:
            said = "The abstracts found answer this in part"
            gap = f"{said}; missing: {missing}" if missing else f"{said}."
            return Outcome(usage, "partly_in_library", gap)
        if not reply.complete:
            return Outcome(usage, message=_CUT_SHORT)
        return Outcome(usage)
