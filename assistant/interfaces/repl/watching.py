"""An answer in the making: followed event by event on a thread of its own, and stopped."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue

from assistant.answering.assistant import Assistant, OnHits
from assistant.answering.numbering import OnReference, OnStatement
from assistant.answering.planning.talk import OnStep
from assistant.types import Answer, Hit, Question, Statement, Step


class Stopped(Exception):
    """Raised within an answer that its reader does not want any more."""


class Watch:
    """What an answer tells while it is made, and its reader's way to stop it.

    An answer is either stopped or complete, never both: it is kept only when it is complete.
    """

    def __init__(
        self,
        on_question: Callable[[str], object],
        on_statement: Callable[[Statement], object],
        on_step: OnStep = lambda _: None,
    ) -> None:
        self._on_question = on_question
        self._on_statement = on_statement
        self._on_step = on_step
        self._deciding = threading.Lock()
        self._stopped = False
        self._complete = False

    def stop(self) -> bool:
        """Stop the answer; return False when it is complete already."""
        with self._deciding:
            self._stopped = not self._complete
            return self._stopped

    def question(self, asked: str, standalone: str, _: Sequence[Hit]) -> None:
        """Tell the question as it was understood, where that is not as it was asked."""
        self._refuse_if_stopped()
        if standalone != asked.strip():
            self._on_question(standalone)

    def step(self, one: Step) -> None:
        """Tell a step of searching."""
        self._refuse_if_stopped()
        self._on_step(one)

    def statement(self, one: Statement) -> None:
        """Tell a statement that was checked."""
        self._refuse_if_stopped()
        self._on_statement(one)

    def complete(self) -> None:
        """Declare the answer complete: from now on it cannot be stopped."""
        with self._deciding:
            self._refuse_if_stopped()
            self._complete = True

    def _refuse_if_stopped(self) -> None:
        if self._stopped:
            raise Stopped


@dataclass(frozen=True, slots=True)
class WatchedAssistant(Assistant):
    """An assistant that tells a watch how its answer comes along.

    Raises:
        Stopped: by `ask`, once the watch was told to stop.
    """

    watch: Watch

    @classmethod
    def of(cls, assistant: Assistant, watch: Watch) -> WatchedAssistant:
        """Return this assistant, watched."""
        parts = {part.name: getattr(assistant, part.name) for part in dataclasses.fields(Assistant)}
        return cls(**parts, watch=watch)

    def ask(
        self,
        question: Question,
        on_statement: OnStatement | None = None,
        on_hits: OnHits | None = None,
        on_reference: OnReference | None = None,
        on_step: OnStep | None = None,
    ) -> Answer:
        """Return the answer unless it was stopped."""
        understood = partial(self.watch.question, question.text)
        answer = Assistant.ask(
            self,
            question,
            on_statement or self.watch.statement,
            on_hits or understood,
            on_reference,
            on_step or self.watch.step,
        )
        self.watch.complete()
        return answer


Making = Callable[[Watch], Answer]
"""Makes an answer and keeps it, under a watch."""
Event = str | Step | Statement | Answer | Exception
"""The question as understood, steps of searching, checked statements; last the answer or error."""


class Running:
    """An answer that is made on a thread of its own.

    Stopping it returns at once; the thread ends at its next sign of life, or with the program.
    """

    def __init__(self, making: Making) -> None:
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._watch = Watch(self._events.put, self._events.put, self._events.put)
        threading.Thread(target=self._make, args=(making,), daemon=True).start()

    def events(self) -> Iterator[Event]:
        """Yield what happens, waiting for it; the answer or an error is the last."""
        while True:
            event = self._events.get()
            yield event
            if isinstance(event, Answer | Exception):
                return

    def stop(self) -> bool:
        """Stop the answer; return False when it is complete: its last event is then due."""
        return self._watch.stop()

    def _make(self, making: Making) -> None:
        try:
            self._events.put(making(self._watch))
        except Exception as error:  # noqa: BLE001 - handed to the thread that follows, which raises
            self._events.put(error)
