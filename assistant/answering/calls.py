"""Calls to a chat model, several in flight, given up at once when nobody wants them any more."""

from __future__ import annotations

import contextvars
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from typing import TypeVar

from assistant.errors import BudgetExceeded, ModelError
from assistant.types import ChatModel, Message, Reply, Usage

_Key = TypeVar("_Key")
_LOOK_SECONDS = 0.5  # between two tellings of progress while a call takes long

OnProgress = Callable[[str, int, int], object]
"""Told what is being done, and how many of how many are; again and again while calls take long.

Raises to stop the work; the exception is passed on.
"""


class Calls:
    """Makes calls to a model and keeps what became of them."""

    def __init__(self, chat: ChatModel, in_flight: int, on_progress: OnProgress | None) -> None:
        self._chat = chat
        self._in_flight = in_flight
        self._on_progress = on_progress
        self.replies: list[Reply] = []
        self.failures: list[ModelError | BudgetExceeded] = []

    def make(self, label: str, asked: Mapping[_Key, list[Message]]) -> dict[_Key, Reply]:
        """Return the replies to the calls that were answered.

        Calls in flight cannot be taken back; when this is stopped, nobody waits for them.

        Raises:
            BudgetExceeded: no call was answered so far; the first was not allowed by a limit.
            ModelError: no call was answered so far; the first failed.
        """
        replies: dict[_Key, Reply] = {}
        futures: dict[_Key, Future[Reply]] = {key: Future() for key in asked}
        waiting = deque((futures[key], messages) for key, messages in asked.items())
        self._tell(label, 0, len(futures))
        for _ in range(min(self._in_flight, len(waiting))):
            # The question that a call belongs to is known by the context.  Threads of a pool would
            # keep the process from ending until the model has replied.
            run = contextvars.copy_context().run
            threading.Thread(target=run, args=(self._work_off, waiting), daemon=True).start()
        try:
            for done, (key, future) in enumerate(futures.items()):
                self._await(future, label, done, len(futures))
                try:
                    reply = future.result()
                except (ModelError, BudgetExceeded) as error:
                    self.failures.append(error)
                    if not self.replies and len(self.failures) >= self._in_flight:
                        break  # a wrong key fails each time: thirty tries tell no more
                else:
                    self.replies.append(reply)
                    replies[key] = reply
                self._tell(label, done + 1, len(futures))
        finally:
            waiting.clear()
        if self.failures and not self.replies:
            raise self.failures[0]
        return replies

    def attempt(self, label: str, asked: Mapping[_Key, list[Message]]) -> dict[_Key, Reply]:
        """Return the replies to the calls that were answered; why others were not is kept."""
        try:
            return self.make(label, asked)
        except (ModelError, BudgetExceeded):
            return {}

    def _work_off(self, waiting: deque[tuple[Future[Reply], list[Message]]]) -> None:
        while waiting:
            try:
                future, messages = waiting.popleft()
            except IndexError:  # another thread was faster
                return
            try:
                future.set_result(self._chat.reply(messages))
            except BaseException as error:  # noqa: BLE001 - raised where the reply is waited for
                future.set_exception(error)

    def _await(self, future: Future[Reply], label: str, done: int, total: int) -> None:
        while not wait([future], _LOOK_SECONDS).done:
            self._tell(label, done, total)

    def _tell(self, label: str, done: int, total: int) -> None:
        if self._on_progress and total:
            self._on_progress(label, done, total)


def usage_of(model: str, replies: Sequence[Reply]) -> Usage:
    """Return what replies took together; the cost is known where that of each call is."""
    costs = [one.cost_usd for one in replies if one.calls]
    known = [cost for cost in costs if cost is not None]
    return Usage(
        model,
        sum(one.calls for one in replies),
        sum(one.tokens_in for one in replies),
        sum(one.tokens_out for one in replies),
        sum(known) if len(known) == len(costs) else None,
    )
