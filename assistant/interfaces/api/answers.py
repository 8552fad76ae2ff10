"""Answers made in threads of their own, told as events while they are made."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from assistant.answering.documents import (
    reference_document,
    retrieved_document,
    statement_document,
    step_document,
    text,
)
from assistant.interfaces.api.observing import Metrics
from assistant.interfaces.api.problems import try_later
from assistant.types import Document, Hit, Reference, Statement, Step

_LAST_SECONDS = 5.0  # for answers that were stopped to come to their end


@dataclass(frozen=True, slots=True)
class Event:
    """Something told of an answer in the making."""

    name: Literal["step", "sources", "delta", "statement", "usage", "done"]
    data: Document


class _Stopped(Exception):
    """Raised within an answer that nobody waits for any more, to end it."""


class Teller:
    """Turns what an assistant tells into events; used in the thread of the answer.

    The texts of all `delta` events, joined, are the text of the answer.
    """

    def __init__(
        self,
        send: Callable[[Event], None],
        stopped: threading.Event,
        found: Callable[[], None],
    ) -> None:
        self._send = send
        self._stopped = stopped
        self._found = found
        self._statements: list[Statement] = []
        self._references: list[Document] = []
        self._said = ""

    def on_hits(self, standalone: str, hits: Sequence[Hit]) -> None:
        """Tell what was found, before anything is answered."""
        self._found()
        self._go_on()
        found = {"standalone_question": standalone, "retrieved": retrieved_document(hits)}
        self._send(Event("sources", found))

    def on_step(self, step: Step) -> None:
        """Tell a step of searching; a model is asked between them, so that others may search."""
        self._found()
        self._go_on()
        self._send(Event("step", step_document(step)))

    def go_on(self, *_: object) -> None:
        """Let others search, once the papers are found; stop where nobody waits."""
        self._found()
        self._go_on()

    def on_reference(self, reference: Reference) -> None:
        """Keep a paper that the next statement is the first to cite."""
        self._references.append(reference_document(reference))

    def on_statement(self, statement: Statement) -> None:
        """Tell a statement and the papers that it is the first to cite."""
        self._go_on()
        self._statements.append(statement)
        self._say(text(self._statements))
        told = {**statement_document(statement), "references": self._references}
        self._references = []
        self._send(Event("statement", told))

    def finish(self, document: Document) -> None:
        """Tell what is left of the text, if there is one, what it took, and the whole answer."""
        self._say(document.get("text", ""))
        self._send(Event("usage", document["usage"]))
        self._send(Event("done", document))

    def _say(self, whole: str) -> None:
        if more := whole[len(self._said) :]:
            self._send(Event("delta", {"text": more}))
        self._said = whole

    def _go_on(self) -> None:
        if self._stopped.is_set():
            raise _Stopped


Work = Callable[[Teller], Document]
"""Makes an answer, telling of it on the way; returns its document."""


class Answers:
    """Runs at most so many answers at once, each for at most so long.

    Its methods are called in the event loop; the work is done in threads.
    """

    def __init__(self, most: int, seconds: float, metrics: Metrics) -> None:
        self._most = most
        self._seconds = seconds
        self._metrics = metrics
        self._pool = ThreadPoolExecutor(most, "answer")
        # Searching is work for the processor: more at once than it has cores would only keep each
        # other, and the event loop, from going on.
        self._searching = threading.Semaphore(os.cpu_count() or 1)
        self._running: dict[asyncio.Future[Document], threading.Event] = {}

    def start(self, work: Work) -> Running:
        """Begin an answer.

        Raises:
            Problem: too many are in the making; it says when to come back.
        """
        if len(self._running) >= self._most:
            detail = f"{self._most} answers are in the making already; ask again in a moment"
            raise try_later(503, "too-many-answers", detail)
        loop = asyncio.get_running_loop()
        stopped = threading.Event()
        queue: asyncio.Queue[Event | None] = asyncio.Queue()

        def send(event: Event) -> None:
            loop.call_soon_threadsafe(queue.put_nowait, event)

        def make() -> Document:
            with ExitStack() as searching:
                searching.enter_context(self._searching)
                teller = Teller(send, stopped, searching.close)
                document = work(teller)
            teller.finish(document)
            return document

        future = loop.run_in_executor(self._pool, make)
        self._running[future] = stopped
        self._metrics.running.inc()
        future.add_done_callback(self._ended)
        future.add_done_callback(lambda _: queue.put_nowait(None))
        return Running(future, queue, stopped, loop.time() + self._seconds)

    async def close(self) -> None:
        """Stop what is still running; wait for it, though not for long."""
        for stopped in self._running.values():
            stopped.set()
        if self._running:
            await asyncio.wait(self._running, timeout=_LAST_SECONDS)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _ended(self, future: asyncio.Future[Document]) -> None:
        del self._running[future]
        self._metrics.running.dec()
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or isinstance(error, _Stopped):
            outcome = "stopped"
        elif error:
            outcome = "failed"
        else:
            answer = future.result()
            outcome = "abstained" if answer["abstained"] else "answered"
            self._metrics.tokens.labels("in").inc(answer["usage"]["tokens_in"])
            self._metrics.tokens.labels("out").inc(answer["usage"]["tokens_out"])
        self._metrics.answers.labels(outcome).inc()


class Running:
    """An answer in the making."""

    def __init__(
        self,
        future: asyncio.Future[Document],
        queue: asyncio.Queue[Event | None],
        stopped: threading.Event,
        deadline: float,
    ) -> None:
        self._future = future
        self._queue = queue
        self._stopped = stopped
        self._deadline = deadline

    async def events(self, beat: float) -> AsyncIterator[Event | None]:
        """Yield its events, the last one `done`; None after each `beat` seconds of silence.

        Raises:
            Problem: its time is over.
            Exception: whatever the answer failed of.
        """
        loop = asyncio.get_running_loop()
        while True:
            left = self._deadline - loop.time()
            try:
                async with asyncio.timeout(max(0.0, min(beat, left))):
                    event = await self._queue.get()
            except TimeoutError:
                if left <= beat:
                    detail = "the answer took longer than server.answer_seconds; ask again"
                    raise try_later(503, "answer-timed-out", detail) from None
                yield None
                continue
            if event is None:
                self._future.result()
                return
            yield event

    def stop(self) -> None:
        """Have it end with its next statement, if it has not ended."""
        self._stopped.set()
