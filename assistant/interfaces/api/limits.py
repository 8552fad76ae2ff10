"""Limits of a request's size and of a client's rate."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CLIENTS = 10_000  # remembered at once; the one longest silent is forgotten


class Rates:
    """A bucket of tokens for each client, a minute's worth deep, filled evenly."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, per_minute: int) -> float:
        """Take a token; return 0, or the seconds until there is one to take.

        A limit of 0 is none.
        """
        if per_minute == 0:
            return 0.0
        now, a_second = self._clock(), per_minute / 60
        tokens, then = self._buckets.pop(client, (float(per_minute), now))
        tokens = min(float(per_minute), tokens + (now - then) * a_second)
        served = tokens >= 1
        self._buckets[client] = (tokens - served, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        return 0.0 if served else (1 - tokens) / a_second


class BodyLimit:
    """Refuses a longer body, by what a request announces and by what it sends."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        self._refuse(int(announced) if announced.isdecimal() else 0)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            self._refuse(received)
            return message

        await self._app(scope, counted, send)

    def _refuse(self, length: int) -> None:
        if length > self._most:
            # Of all exceptions, FastAPI passes on only this one while it reads a body.
            raise HTTPException(
                413,
                f"the request is longer than {self._most} bytes; send it in parts, or raise "
                "server.max_body_bytes",
            )
