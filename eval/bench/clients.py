"""Clients of a served API for benchmarks: light ones, since they share the machine with it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

HEALTH_PAUSE = 0.05
_FIRST_TEXT = b"event: delta"
_WHOLE = b"event: done"


@dataclass(slots=True)
class Seen:
    """What clients saw: seconds by kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, kind: str, seconds: float) -> None:
        """Keep how long a request took."""
        self.seconds.setdefault(kind, []).append(seconds)


class Client:
    """Sends requests to one server and notes how long they took."""

    def __init__(self, address: str, seen: Seen) -> None:
        place = urlsplit(address)
        self._host, self._port = place.hostname or "", place.port or 80
        self._seen = seen

    async def ask(self, question: str) -> None:
        """Ask for a stream; note the seconds to its first text."""
        begun = time.perf_counter()
        first = 0.0
        last = b""
        async for line in self._lines("POST", "/v1/ask", {"question": question}, True):
            if line.startswith(_FIRST_TEXT) and not first:
                first = time.perf_counter() - begun
            if line.startswith(b"event:"):
                last = line
        if first and last.startswith(_WHOLE):
            self._seen.note("ask", first)
        else:
            self._seen.errors.append(f"ask: ended with {last!r}")

    async def request(
        self, kind: str, method: str, path: str, body: object = None, status: int = 200
    ) -> bytes:
        """Send a request; note how long it took to its end."""
        begun = time.perf_counter()
        lines = [line async for line in self._lines(method, path, body, False)]
        if lines and lines[0].split()[1:2] == [str(status).encode()]:
            self._seen.note(kind, time.perf_counter() - begun)
        else:
            self._seen.errors.append(f"{kind}: {lines[:1]} … {lines[-1:]}")
        return b"".join(lines)

    async def watch(self, done: asyncio.Event) -> None:
        """Look at the server's health again and again until it is done."""
        while not done.is_set():
            await self.request("health", "GET", "/healthz")
            await asyncio.sleep(HEALTH_PAUSE)

    async def _lines(
        self, method: str, path: str, body: object, stream: bool
    ) -> AsyncIterator[bytes]:
        reader, writer = await asyncio.open_connection(self._host, self._port, limit=2**24)
        payload = b"" if body is None else json.dumps(body).encode()
        accept = "text/event-stream" if stream else "application/json"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nAccept: {accept}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(payload)}\r\n"
            "Connection: close\r\n\r\n"
        )
        writer.write(head.encode() + payload)
        try:
            while line := await reader.readline():
                yield line
        finally:
            writer.close()


async def again(done: asyncio.Event, one: Callable[[int], Awaitable[object]], first: int) -> None:
    """Do one thing after another until it is done; each is told a number of its own."""
    number = first
    while not done.is_set():
        await one(number)
        number += 1
