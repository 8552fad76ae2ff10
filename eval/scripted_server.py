"""A model server that says what it is told: OpenAI-compatible, on loopback, for tests and eval.

Replies are queued and handed out in order; an empty queue is a loud error (status 500 and a note
in `complaints`), never a made-up answer.  Requests are kept for inspection.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal

import numpy

EMBEDDING_DIMENSION = 64
_LONGEST_SILENCE_SECONDS = 10.0
_NEVER_REACHED = 10**6


@dataclass(frozen=True, slots=True)
class Script:
    """One scripted reply: text, or an error status, and how it behaves on the way."""

    text: str = ""
    status: int = 200
    error: str = ""
    code: str | None = None
    parameter: str | None = None  # that the error names
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    piece: int = 7  # characters a streamed piece
    break_after: int | None = None  # pieces after which the connection is dropped
    broken_by: Literal["close", "short", "silence", "error", "garbage"] = "close"
    finish: str | None = "stop"
    report_usage: bool = True
    refusal: str | None = None  # in the field that models have for it
    streams: bool = True  # else the reply is one document, whatever was asked for
    page: str | None = None  # what is sent in place of any reply, as text/html


Respond = Callable[[dict[str, Any]], str | Script]
"""Makes a reply to the body of a chat request."""


class ScriptedServer:
    """The queue of replies and the record of requests."""

    def __init__(
        self,
        models: tuple[str, ...] = ("scripted-model",),
        respond: Respond | None = None,
    ) -> None:
        self.models = models
        self._respond = respond
        self.refuses: frozenset[str] = frozenset()  # parameters that end a request with status 400
        self.requests: list[dict[str, Any]] = []
        self.complaints: list[str] = []
        self._queue: deque[Script] = deque()
        self._http = _Http(("127.0.0.1", 0), type("Handler", (_Handler,), {"scripted": self}))

    @property
    def base_url(self) -> str:
        """What OPENAI_BASE_URL must be set to."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def say(self, *scripts: Script | str) -> None:
        """Queue replies; a string is a reply without incidents."""
        self._queue.extend(Script(one) if isinstance(one, str) else one for one in scripts)

    def next(self, request: dict[str, Any]) -> Script:
        """Return the next reply: of the queue, or made from the request where there is a way."""
        for name in sorted(self.refuses & request.keys()):
            said = f"Unsupported parameter: '{name}' is not supported with this model."
            return Script(status=400, error=said, code="unsupported_parameter", parameter=name)
        if self._respond:
            reply = self._respond(request)
            return Script(reply) if isinstance(reply, str) else reply
        if self._queue:
            return self._queue.popleft()
        self.complaints.append("asked for a reply with none queued")
        return Script(status=500, error="no scripted reply is left")

    @property
    def chat_requests(self) -> list[dict[str, Any]]:
        """The bodies of the chat requests so far."""
        return [body for body in self.requests if "messages" in body]

    def _serve(self) -> None:
        self._http.serve_forever(poll_interval=0.02)

    def _stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@contextmanager
def serving(
    *scripts: Script | str,
    models: tuple[str, ...] = ("scripted-model",),
    respond: Respond | None = None,
) -> Iterator[ScriptedServer]:
    """Run a scripted server for the length of a `with` block.

    With `respond` it answers each chat request by that function instead of from the queue.
    """
    server = ScriptedServer(models, respond)
    server.say(*scripts)
    thread = threading.Thread(target=server._serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server._stop()
        thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # of the five that is usual, many clients at once wait a second


class _Handler(BaseHTTPRequestHandler):
    scripted: ScriptedServer  # set by the subclass that each server makes of this

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._send_json(
            200,
            {
                "object": "list",
                "data": [{"id": id, "object": "model"} for id in self.scripted.models],
            },
        )

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.scripted.requests.append(body)
        if self.path.endswith("/embeddings"):
            self._send_json(200, _embeddings(body))
            return
        script = self.scripted.next(body)
        time.sleep(script.delay_seconds)
        with suppress(BrokenPipeError, ConnectionResetError):  # the client has given up
            self._answer(script, body)

    def _answer(self, script: Script, body: dict[str, Any]) -> None:
        if script.status != 200:
            error = {
                "message": script.error,
                "type": "scripted",
                "code": script.code,
                "param": script.parameter,
            }
            self._send_json(script.status, {"error": error}, script.headers)
        elif script.page is not None:
            self._send(200, script.page.encode(), {"Content-Type": "text/html"})
        elif body.get("stream") and script.streams:
            self._stream(script, body)
        else:
            self._send_json(200, _completion(script, body))

    def _stream(self, script: Script, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        if script.broken_by == "short":
            # Else a connection that is closed looks like the end of the stream.
            self.send_header("Content-Length", str(_NEVER_REACHED))
        self.end_headers()
        self.close_connection = True
        pieces = [
            script.text[start : start + script.piece]
            for start in range(0, len(script.text), script.piece)
        ]
        for number, piece in enumerate(pieces):
            if number == script.break_after:
                self._break(script)
                return
            self._event(_chunk(body, {"content": piece}, None))
        if script.refusal is not None:
            self._event(_chunk(body, {"refusal": script.refusal}, None))
        self._event(_chunk(body, {}, script.finish))
        if script.report_usage:
            self._event({**_chunk(body, {}, None), "choices": [], "usage": _usage(script)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _break(self, script: Script) -> None:
        if script.broken_by == "silence":
            self.connection.settimeout(_LONGEST_SILENCE_SECONDS)
            with suppress(OSError):
                self.connection.recv(1)  # returns when the client has hung up
        elif script.broken_by == "error":
            self._event({"error": {"message": "the engine fell over", "type": "scripted"}})
        elif script.broken_by == "garbage":
            self.wfile.write(b"data: {not JSON\n\n")

    def _event(self, document: dict[str, Any]) -> None:
        self.wfile.write(f"data: {json.dumps(document)}\n\n".encode())
        self.wfile.flush()

    def _send_json(
        self, status: int, document: object, headers: dict[str, str] | None = None
    ) -> None:
        kind = {"Content-Type": "application/json"}
        self._send(status, json.dumps(document).encode(), {**(headers or {}), **kind})

    def _send(self, status: int, payload: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: object) -> None:
        """Keep stderr free of access logs."""


def _chunk(body: dict[str, Any], delta: dict[str, str], finish: str | None) -> dict[str, Any]:
    return {
        "id": "scripted",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _completion(script: Script, body: dict[str, Any]) -> dict[str, Any]:
    message = {"role": "assistant", "content": script.text, "refusal": script.refusal}
    return {
        "id": "scripted",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": script.finish}],
        "usage": _usage(script),
    }


def _usage(script: Script) -> dict[str, int]:
    words = len(script.text.split())
    return {"prompt_tokens": 100, "completion_tokens": words, "total_tokens": 100 + words}


def _embeddings(body: dict[str, Any]) -> dict[str, Any]:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    data = [
        {"object": "embedding", "index": index, "embedding": _vector(text)}
        for index, text in enumerate(texts)
    ]
    return {
        "object": "list",
        "model": body["model"],
        "data": data,
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }


def _vector(text: str) -> list[float]:
    """Return a bag of hashed words: texts that share words are near each other."""
    vector = numpy.zeros(EMBEDDING_DIMENSION)
    for word in text.lower().split():
        vector[hashlib.sha256(word.encode()).digest()[0] % EMBEDDING_DIMENSION] += 1.0
    return [float(value) for value in vector]
