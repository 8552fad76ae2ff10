"""A question that leans on the conversation -> one in words that need no conversation.

A chat model puts it into other words where there is one; else, and where what it writes is no such
question, the user's turns before are put in front of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from assistant import prompts
from assistant.answering import followup
from assistant.errors import ModelError
from assistant.grounding import marks
from assistant.grounding.fencing import fenced
from assistant.models import tokens
from assistant.settings import RetrievalSettings
from assistant.types import ChatModel, Message, Question, Reply

_TURNS_SHOWN = 6  # three questions with their answers: what a question points at is near
_TURNS_CARRIED = 3
_MOST_WORDS = 60
_QUESTION_MARKS = ("?", "？", "؟")
_MARKUP = " *_`\"'“”\n"


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched for, and what the model said if it was asked."""

    text: str
    reply: Reply | None = None


def understand(
    question: Question, chat: ChatModel | None, settings: RetrievalSettings
) -> Understood:
    """Return the question in words that need no conversation.

    Raises:
        BudgetExceeded: a limit did not allow the chat model to be asked.
    """
    if question.standalone:
        return Understood(question.standalone.strip())
    if not any(turn.role == "user" for turn in question.history):
        return Understood(question.text.strip())
    if not followup.leans(question.text):
        return Understood(question.text.strip())
    reply: Reply | None = None
    if chat and settings.rewrite_followups:
        with suppress(ModelError):
            reply = chat.reply(messages(question, settings.followup_tokens))
    rewritten = accepted(reply) if reply else None
    return Understood(rewritten or _carried_over(question, settings.followup_tokens), reply)


def messages(question: Question, turn_tokens: int) -> list[Message]:
    """Return what the model is told: the rules, then the last turns and the question."""
    turns = [
        {"role": turn.role, "text": fenced(tokens.shorten(turn.content.strip(), turn_tokens))}
        for turn in question.history[-_TURNS_SHOWN:]
    ]
    asked = prompts.render("rewrite_question", turns=turns, question=question.text.strip())
    return [Message("system", prompts.render("rewrite_rules")), Message("user", asked)]


def accepted(reply: Reply) -> str | None:
    """Return the question that a model wrote; None where it is not one, and nothing but that."""
    text = reply.text.strip(_MARKUP)
    if not reply.complete or not text.endswith(_QUESTION_MARKS) or "\n" in text:
        return None
    said = marks.parse(text)
    alone = len(said) == 1 and not said[0].citations
    return text if alone and len(text.split()) <= _MOST_WORDS else None


def _carried_over(question: Question, turn_tokens: int) -> str:
    """Return the question behind the user's turns before it, back to one that names the subject."""
    said = [turn.content.strip() for turn in question.history if turn.role == "user"]
    carried = [said.pop()]
    while said and len(carried) < _TURNS_CARRIED and followup.leans(carried[0]):
        before = said.pop()
        if before not in carried[0]:  # what was asked may have been carried already
            carried.insert(0, before)
    return " ".join([*(tokens.shorten(one, turn_tokens) for one in carried), question.text.strip()])
