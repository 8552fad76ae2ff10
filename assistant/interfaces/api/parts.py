"""What the routes need, made once for each server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from assistant.interfaces.api.answers import Answers
from assistant.interfaces.api.observing import Metrics
from assistant.interfaces.api.problems import try_later
from assistant.interfaces.api.service import Service
from assistant.interfaces.api.summaries import Summaries

_T = TypeVar("_T")
_WAITING_WRITES = 16


class Writes:
    """Makes changes to the library one after the other, in a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "write")
        self._waiting = 0

    async def run(self, change: Callable[[], _T]) -> _T:
        """Make a change and return what it returns; it is made even if its client goes away.

        Raises:
            Problem: too many changes are waiting.
        """
        if self._waiting >= _WAITING_WRITES:
            raise try_later(503, "too-many-changes", "many changes are waiting; send this later")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, change)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Take no more changes; those that wait are not made."""
        self._thread.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a server."""

    service: Service
    answers: Answers
    writes: Writes
    summaries: Summaries
    metrics: Metrics
    heartbeat_seconds: float


async def _parts(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts


Given = Annotated[Parts, Depends(_parts)]
"""A parameter of a route that is the parts of the server."""
