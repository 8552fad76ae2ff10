"""A chat model whose replies are recorded, and one that gives them again."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant import errors
from assistant.errors import BudgetExceeded, ModelError, NotRecorded
from assistant.models.served_model import ServedModel, Wrapper
from assistant.types import ChatModel, Message, Reply


@dataclass(frozen=True, slots=True)
class Call:
    """A request by the fingerprint of its messages, and what came of it: a reply or an error."""

    request: str
    reply: dict[str, Any] | None
    error: dict[str, str] | None = None


class RecordingChat(Wrapper):
    """Passes requests on and keeps what came of them; several may be in flight."""

    def __init__(self, inner: ServedModel) -> None:
        super().__init__(inner)
        self._lock = threading.Lock()
        self._calls: list[Call] = []

    @property
    def calls(self) -> list[Call]:
        """What came of the requests so far, in an order that is the same each time."""
        with self._lock:
            return sorted(self._calls, key=lambda call: call.request)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the model's reply.

        Raises:
            BudgetExceeded: a limit did not allow the request.
            ModelError: the model did not answer.
        """
        request = fingerprint(messages)
        try:
            reply = self._inner.reply(messages, on_text)
        except (ModelError, BudgetExceeded) as error:
            self._keep(Call(request, None, {"kind": type(error).__name__, "message": str(error)}))
            raise
        self._keep(Call(request, asdict(reply)))
        return reply

    def _keep(self, call: Call) -> None:
        with self._lock:
            self._calls.append(call)


class ReplayingChat(ChatModel):
    """Answers requests as they were answered when they were recorded; no other is known."""

    def __init__(self, name: str, calls: Iterable[Call]) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: dict[str, list[Call]] = {}
        for call in calls:
            self._waiting.setdefault(call.request, []).append(call)

    @property
    def name(self) -> str:
        """The name of the model that was recorded."""
        return self._name

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the reply that was recorded.

        Raises:
            NotRecorded: no such request was recorded, or not that often.
            BudgetExceeded: that was recorded.
            ModelError: that was recorded.
        """
        with self._lock:
            waiting = self._waiting.get(fingerprint(messages), [])
            call = waiting.pop(0) if waiting else None
        if call is None:
            asked = " ".join(messages[-1].content.split())[:80]
            raise NotRecorded(f"the model is now asked what it was not asked then: “{asked} …”")
        if call.reply is None:
            raise _error(call.error or {})
        reply = Reply(**call.reply)
        if on_text:
            on_text(reply.text)
        return reply


def fingerprint(messages: Sequence[Message]) -> str:
    """Return a fingerprint of messages: other ones have another."""
    said = json.dumps([[one.role, one.content] for one in messages], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _error(recorded: dict[str, str]) -> ModelError | BudgetExceeded:
    kind = getattr(errors, recorded.get("kind", ""), ModelError)
    known = isinstance(kind, type) and issubclass(kind, (ModelError, BudgetExceeded))
    error: ModelError | BudgetExceeded = (kind if known else ModelError)(recorded.get("message"))
    return error
