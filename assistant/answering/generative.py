"""An answer written by a language model from the abstracts that were found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant import prompts
from assistant.grounding import marks
from assistant.grounding.marks import MarkedSentence
from assistant.types import ChatModel, Message, Paper, Reply

REFUSAL = "NOT_IN_LIBRARY"


def messages(question: str, papers: Sequence[Paper]) -> list[Message]:
    """Return what the model is told: the rules, then the question with the numbered passages."""
    return [
        Message("system", prompts.render("answer_rules", refusal=REFUSAL)),
        Message(
            "user",
            prompts.render(
                "answer_question",
                question=question,
                passages=[
                    {
                        "number": number,
                        "title": _fenced(paper.title),
                        "text": _fenced(paper.abstract),
                    }
                    for number, paper in enumerate(papers, 1)
                ],
            ),
        ),
    ]


def write(
    chat: ChatModel,
    question: str,
    papers: Sequence[Paper],
    on_sentence: Callable[[MarkedSentence], object],
) -> Reply:
    """Have the answer written; hand on each sentence as soon as the next one has begun.

    A reply that begins with the word of refusal hands on nothing.
    """
    text = ""
    handed = 0

    def hand_on(piece: str) -> None:
        nonlocal text, handed
        text += piece
        if REFUSAL.startswith(text.strip()[: len(REFUSAL)]):
            return  # a refusal, or too early to tell
        complete = marks.parse(text)[:-1]
        for sentence in complete[handed:]:
            on_sentence(sentence)
        handed = max(handed, len(complete))

    reply = chat.reply(messages(question, papers), hand_on)
    if refusal(reply.text) is None:
        for sentence in marks.parse(reply.text)[handed:]:
            on_sentence(sentence)
    return reply


def refusal(text: str) -> str | None:
    """Return what a model says is missing when it refuses ("" for nothing), else None."""
    if not text.strip().startswith(REFUSAL):
        return None
    return text.strip().removeprefix(REFUSAL).strip(" :-\n")


def _fenced(text: str) -> str:
    """Return a text that cannot close the fence it stands in."""
    return text.replace("<", "‹").replace(">", "›")
