"""What puts the first papers of a search in a better order; a chat model, all in one call.

Listwise, as Sun et al. ("Is ChatGPT Good at Search?", EMNLP 2023) ask for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from assistant import prompts
from assistant.errors import BudgetExceeded, ModelError
from assistant.grounding.fencing import fenced
from assistant.library.library import Library
from assistant.models import tokens
from assistant.models.local_embedding import LocalEmbedder
from assistant.retrieval.asking import Asked
from assistant.retrieval.reranking.by_token import ByToken
from assistant.retrieval.reranking.diversity import Diverse
from assistant.retrieval.reranking.reranker import Reranker
from assistant.types import ChatModel, Embedder, Hit, Message, Reply

_MOST_PASSAGES = 20
_PASSAGE_TOKENS = 400  # an abstract; twenty of them are read in one call
_told: ContextVar[list[Reply] | None] = ContextVar("told", default=None)


@contextmanager
def replies() -> Iterator[list[Reply]]:
    """Give what models reply that put hits in order within: searches return nothing but hits."""
    found: list[Reply] = []
    token = _told.set(found)
    try:
        yield found
    finally:
        _told.reset(token)


def tell(reply: Reply) -> None:
    """Tell of a reply whoever listens."""
    told = _told.get()
    if told is not None:
        told.append(reply)


def reranker(
    name: str, library: Library, embedder: Embedder, chat_model: Callable[[], ChatModel | None]
) -> Reranker | None:
    """Return what a setting names; None where that is nothing, or lacks the model that it needs."""
    if name == "diversity":
        return Diverse(library)
    if name == "model" and (chat := chat_model()):
        return ModelReranker(chat)
    if name == "tokens" and isinstance(embedder, LocalEmbedder):
        return ByToken(library, embedder)
    return None


class ModelReranker:
    """Has a chat model put hits in order; whatever goes wrong leaves the order they came in."""

    depth = _MOST_PASSAGES

    def __init__(self, chat: ChatModel) -> None:
        self._chat = chat

    def rerank(self, asked: Asked, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits in the model's order, those that it does not name behind the others."""
        first = hits[:_MOST_PASSAGES]
        if len(first) < 2:
            return list(hits)
        try:
            reply = self._chat.reply(messages(asked.text, first))
        except (ModelError, BudgetExceeded):
            return list(hits)
        tell(reply)
        named = places(reply, len(first))
        rest = [place for place in range(len(hits)) if place not in named]
        return [hits[place] for place in (*named, *rest)]


def messages(question: str, hits: Sequence[Hit]) -> list[Message]:
    """Return what the model is told: the rules, then the passages and the question."""
    passages = [
        {
            "number": number,
            "title": fenced(hit.paper.title),
            "text": fenced(tokens.shorten(hit.paper.abstract, _PASSAGE_TOKENS)),
        }
        for number, hit in enumerate(hits, 1)
    ]
    asked = prompts.render("rerank", passages=passages, question=question)
    return [Message("system", prompts.render("rerank_rules")), Message("user", asked)]


def places(reply: Reply, most: int) -> list[int]:
    """Return the places from 0 that a reply names, in its order; none where it is no such list."""
    try:
        numbers = json.loads(reply.text.strip().strip("`").removeprefix("json"))
    except ValueError:
        return []
    fit = isinstance(numbers, list) and all(type(one) is int for one in numbers)
    if not fit or not reply.complete or len(set(numbers)) < len(numbers):
        return []
    return [one - 1 for one in numbers] if all(1 <= one <= most for one in numbers) else []
