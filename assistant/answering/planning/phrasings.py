"""A question in several wordings, since abstracts may use other words than who asks.

After RAG-Fusion (Rackauckas 2024), where a model writes them and each is searched for.
"""

from __future__ import annotations

from assistant import prompts
from assistant.answering.planning import replies
from assistant.types import Message, Reply


def messages(question: str, count: int) -> list[Message]:
    """Return what the model is told: the rules, then the question."""
    return [
        Message("system", prompts.render("phrase_rules", count=count)),
        Message("user", prompts.render("plan_question", question=question)),
    ]


def accepted(reply: Reply, question: str, count: int) -> list[str]:
    """Return the phrasings that a model wrote, at most so many; none where it is no list of them.

    What differs from the question, or from another one, in case and blanks alone is none.
    """
    known = {" ".join(question.split()).casefold()}
    found: list[str] = []
    for one in replies.questions(reply) or []:
        if one.casefold() not in known:
            known.add(one.casefold())
            found.append(one)
    return found[:count]
