"""A server on loopback that gives replies of online services, and their faults, from a script."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply, and how it breaks on the way."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: Literal["", "reset", "short", "silence"] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came."""

    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    target: str


Respond = Callable[[Asked], Answer | str]


class Replay:
    """Faults and replies that are queued come first; then those that are made from the request."""

    def __init__(self, respond: Respond | None = None) -> None:
        self.respond = respond
        self.queue: list[Answer | str] = []
        self.asked: list[Asked] = []
        self.complaints: list[str] = []
        self.over = threading.Event()
        handler = type("Handler", (_Handler,), {"replay": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def say(self, *answers: Answer | str) -> None:
        """Queue replies, one a request."""
        self.queue.extend(answers)

    def answer(self, asked: Asked) -> Answer:
        """Return the reply to a request; without one the test fails."""
        self.asked.append(asked)
        if self.queue:
            found = self.queue.pop(0)
        elif self.respond:
            found = self.respond(asked)
        else:
            self.complaints.append(f"nothing to say to {asked.target}")
            found = Answer("no reply is left", 410)
        return Answer(found) if isinstance(found, str) else found


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    replay: Replay

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.replay.answer(Asked(parts.path, parameters, headers, self.path))
        with suppress(ConnectionError):
            self._send(answer)

    def _send(self, answer: Answer) -> None:
        if answer.fault == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()
            return
        if answer.fault == "silence":
            self.replay.over.wait()
            self.close_connection = True
            return
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.fault == "short":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        else:
            self.wfile.write(body)

    def finish(self) -> None:
        with suppress(OSError, ValueError):  # the connection was reset
            super().finish()

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def replaying(respond: Respond | None = None) -> Iterator[Replay]:
    """Run a server for the length of a `with` block."""
    replay = Replay(respond)
    thread = threading.Thread(target=replay.http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield replay
    finally:
        replay.over.set()
        replay.http.shutdown()
        replay.http.server_close()
        thread.join()
