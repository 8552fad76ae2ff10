"""A conversation: questions that lean on those before them, kept as they are answered."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answering import conclusions
from assistant.answering.assistant import Assistant, OnHits
from assistant.answering.documents import answer_document
from assistant.answering.numbering import OnReference, OnStatement
from assistant.answering.planning.talk import OnStep
from assistant.kept import FeedbackLabel, KeptTurn
from assistant.library.conversations import Conversations
from assistant.models import cached_chat
from assistant.types import (
    EVERYTHING,
    Answer,
    Conclusion,
    Document,
    Filters,
    Question,
    Turn,
)

# Questions point at what is near; a long conversation costs no more than a short one.
_REMEMBERED = 3


@dataclass(slots=True)
class Conversation:
    """One conversation with an assistant; `id` is None until the first question is answered.

    A question whose answer fails is not kept, and can be asked again.
    """

    assistant: Assistant
    kept: Conversations
    id: str | None = None
    filters: Filters = EVERYTHING

    @property
    def turns(self) -> list[KeptTurn]:
        """The turns so far, in order."""
        return self.kept.turns(self.id) if self.id else []

    def ask(
        self,
        text: str,
        standalone: str | None = None,
        on_statement: OnStatement | None = None,
        on_hits: OnHits | None = None,
        on_reference: OnReference | None = None,
        on_step: OnStep | None = None,
    ) -> Answer:
        """Return the answer to the next question and keep both.

        `standalone` is the question in words that need no conversation, where the user corrects
        what the assistant would make of it.

        Raises:
            ModelError: the chat model did not answer; the conversation is as it was.
        """
        # Words that need no conversation need no conclusions of it either.
        before = self.kept.turns(self.id, _REMEMBERED) if self.id else []
        question = self._question(text, before, standalone, carries=not standalone)
        answer = self.assistant.ask(question, on_statement, on_hits, on_reference, on_step)
        self.id = self.id or self.kept.begin(text)
        self.kept.add(self.id, text, answer_document(answer))
        return answer

    def retry(
        self,
        on_statement: OnStatement | None = None,
        on_hits: OnHits | None = None,
        on_reference: OnReference | None = None,
        on_step: OnStep | None = None,
    ) -> Answer | None:
        """Answer the last question anew in place of its answer; None where nothing was asked.

        As it was understood before, but by a model that is asked afresh.

        Raises:
            ModelError: the chat model did not answer; the answer before stays.
        """
        turns = self.turns
        if not turns or not self.id:
            return None
        last = turns[-1]
        standalone = last.answer["standalone_question"]
        question = self._question(last.question, turns[:-1], standalone, carries=True)
        with cached_chat.afresh():
            answer = self.assistant.ask(question, on_statement, on_hits, on_reference, on_step)
        self.kept.undo(self.id)
        self.kept.add(self.id, turns[-1].question, answer_document(answer))
        return answer

    def undo(self) -> bool:
        """Take the last question and answer away; return whether there was one."""
        return bool(self.id) and self.kept.undo(self.id or "")

    def judge(self, label: FeedbackLabel, note: str = "") -> bool:
        """Keep what the user thinks of the last answer; return whether there was one."""
        turns = self.turns
        if turns:
            self.kept.judge(turns[-1].number, label, note)
        return bool(turns)

    def _question(
        self, text: str, turns: list[KeptTurn], standalone: str | None, *, carries: bool
    ) -> Question:
        history: list[Turn] = []
        for turn in turns:
            # What was asked is carried in words that need no conversation themselves.
            history.append(Turn("user", turn.answer["standalone_question"]))
            history.append(Turn("assistant", turn.answer["text"]))
        concluded = self._concluded(turns[-1].answer) if turns and carries else ()
        return Question(text, tuple(history), self.filters, standalone, concluded)

    def _concluded(self, answer: Document) -> tuple[Conclusion, ...]:
        ids = [one["paper_id"] for one in answer["references"]]
        return conclusions.standing(answer, self.assistant.searcher.papers(ids, self.filters))
