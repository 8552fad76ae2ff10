"""The assistant itself, as its users have it."""

from __future__ import annotations

from assistant.answering import abstention
from assistant.answering.assistant import Assistant
from assistant.answering.documents import answer_document, search_document
from assistant.types import EXTRACTIVE, Hit, Question
from eval.types import Produced


class Ours:
    """An assistant, under a name that tells how it searches."""

    def __init__(self, name: str, assistant: Assistant) -> None:
        self.name = name
        self.writer = assistant.chat.name if assistant.chat else EXTRACTIVE
        self._assistant = assistant

    def rank(self, question: Question) -> Produced:
        """Return the papers that the assistant finds for the question, with its history."""
        assistant = self._assistant
        standalone = assistant.understand(question).text
        hits = assistant.searcher.search(standalone, assistant.retrieval.papers)
        return Produced(search_document(standalone, hits), _confidence(hits))

    def answer(self, question: Question) -> Produced:
        """Return the assistant's checked answer."""
        answer = self._assistant.ask(question)
        return Produced(answer_document(answer), _confidence(answer.retrieved))


def _confidence(hits: tuple[Hit, ...] | list[Hit]) -> float | None:
    """Return what abstention goes by, on which answers of all questions can be ordered."""
    return abstention.evidence(hits) if hits else None
