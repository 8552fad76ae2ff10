"""The state of a chat: the conversation, the question that waits, what was spent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.answering.conversation import Conversation
from assistant.errors import InputError
from assistant.interfaces.repl.watching import Watch, WatchedAssistant
from assistant.kept import KeptTurn
from assistant.library.library import Library
from assistant.types import (
    Answer,
    Document,
    Evidence,
    Paper,
    Question,
    Reference,
    Statement,
    Usage,
)


@dataclass(slots=True)
class Session:
    """One run of the chat.

    `unanswered` is the last question where its answer failed or was stopped; `spent` has the usage
    of each answer of this run, `stopped` counts the answers that were not waited for.
    """

    conversation: Conversation
    library: Library
    address: str = ""
    spent: list[Usage] = field(default_factory=list)
    stopped: int = 0
    unanswered: Question | None = None
    leaving: bool = False

    # What was said

    @property
    def last(self) -> KeptTurn | None:
        """The last question that was answered, with its answer."""
        turns = self.conversation.turns
        return turns[-1] if turns else None

    @property
    def statements(self) -> list[Statement]:
        """The statements of the last answer."""
        return [_statement(one) for one in self.last.answer["statements"]] if self.last else []

    @property
    def references(self) -> list[Reference]:
        """The papers that the last answer cites, as the library has them now."""
        last = self.last
        cited: list[Document] = last.answer["references"] if last else []
        papers = self._papers(cited)
        return [Reference(one["number"], papers[one["paper_id"]]) for one in cited]

    def cited_papers(self) -> list[Paper]:
        """Return all papers that the conversation cites, by first appearance."""
        turns = self.conversation.turns
        return list(
            self._papers(one for turn in turns for one in turn.answer["references"]).values()
        )

    def asked_last(self) -> str:
        """Return the last question, answered or not.

        Raises:
            InputError: none was asked.
        """
        last = self.last
        if self.unanswered:
            return self.unanswered.text
        if last:
            return last.question
        raise InputError("nothing was asked yet; type a question")

    def paper(self, name: str) -> Paper:
        """Return the one paper that an id, identifier, title or part of a title names.

        Raises:
            PaperNotFound: none does, or several do.
        """
        return self.library.paper(name, finder="/search")

    # Asking

    def ask(self, text: str, watch: Watch, standalone: str | None = None) -> Answer:
        """Answer a question and keep both; a question that fails waits for `retry`."""
        self.unanswered = Question(text, standalone=standalone)
        talk = self._watched(watch)
        return self._answered(talk, talk.ask(text, standalone))

    def retry(self, watch: Watch) -> Answer:
        """Answer the last question anew; an answer that it had is replaced."""
        waiting = self.unanswered
        if waiting:
            return self.ask(waiting.text, watch, waiting.standalone)
        talk = self._watched(watch)
        answer = talk.retry()
        if answer is None:
            raise InputError("nothing was asked yet; type a question")
        return self._answered(talk, answer)

    # Conversations

    def take_up(self, id: str | None) -> None:
        """Go on with a kept conversation, or with a new one; filters stay as they are.

        Raises:
            ConversationNotFound: no conversation, or more than one, answers to that id.
        """
        kept = self.conversation.kept
        self.conversation = dataclasses.replace(
            self.conversation, id=kept.find(id).id if id else None
        )
        self.unanswered = None

    def _watched(self, watch: Watch) -> Conversation:
        # A copy of its own: an answer that was stopped cannot touch the one that came after it.
        assistant = WatchedAssistant.of(self.conversation.assistant, watch)
        return dataclasses.replace(self.conversation, assistant=assistant)

    def _answered(self, talk: Conversation, answer: Answer) -> Answer:
        self.conversation.id = talk.id
        self.unanswered = None
        self.spent.append(answer.usage)
        return answer

    def _papers(self, cited: Iterable[Document]) -> dict[str, Paper]:
        by_id = {one["paper_id"]: one for one in cited}
        known = self.library.catalog.papers_by_id(list(by_id))
        return {id: known.get(id) or _bare_paper(one) for id, one in by_id.items()}


def _statement(document: Document) -> Statement:
    return Statement(
        text=document["text"],
        citations=tuple(document["citations"]),
        verdict=document["verdict"],
        score=document["score"],
        action=document["action"],
        evidence=tuple(Evidence(**one) for one in document["evidence"]),
        reason=document.get("reason"),
    )


def _bare_paper(reference: Document) -> Paper:
    """Return what an answer remembers of a paper that the library holds no longer."""
    return Paper(
        id=reference["paper_id"],
        title=reference["title"],
        abstract="",
        authors=tuple(reference["authors"]),
        year=reference["year"],
        venue=reference["venue"],
        doi=reference["doi"],
        url=reference["url"],
    )
