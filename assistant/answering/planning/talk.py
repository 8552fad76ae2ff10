"""What is said to a chat model while searches are planned: its replies, and each step, kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.errors import BudgetExceeded, ModelError
from assistant.types import ChatModel, Hit, Message, Reply, Step, StepAction

OnStep = Callable[[Step], object]
"""Told of each step as it is taken."""


class Talk:
    """Asks the model and tells of the steps; a call that fails is a step and no error."""

    def __init__(self, chat: ChatModel, on_step: OnStep | None) -> None:
        self._chat = chat
        self._on_step = on_step
        self.replies: list[Reply] = []
        self.steps: list[Step] = []

    def ask(self, messages: Sequence[Message]) -> Reply | None:
        """Return the model's reply; None where it did not answer or no limit allows it."""
        try:
            reply = self._chat.reply(messages)
        except (ModelError, BudgetExceeded) as error:
            self.trouble("the search was not planned further", error)
            return None
        self.replies.append(reply)
        return reply

    def note(self, action: StepAction, said: str, hits: Sequence[Hit] = ()) -> None:
        """Keep and tell a step, with the papers it found or chose."""
        step = Step(action, said, tuple(hit.paper.id for hit in hits))
        self.steps.append(step)
        if self._on_step:
            self._on_step(step)

    def trouble(self, what: str, why: Exception | str) -> None:
        """Tell what was not done, and why; the question is searched for all the same."""
        self.note("trouble", f"{what}: {why}")


def quoted(texts: Sequence[str]) -> str:
    """Return texts in quotes, one behind the other."""
    return "; ".join(f"“{text}”" for text in texts)
