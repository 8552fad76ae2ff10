"""An answer as a response: whole as JSON, or as server-sent events while it is made."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from fastapi import Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from assistant.interfaces.api.answers import Running
from assistant.interfaces.api.observing import log_bug
from assistant.interfaces.api.problems import Problem, problem_of
from assistant.types import Document

MEDIA_TYPE = "text/event-stream"
HEARTBEAT = b": still at work\n\n"
_LOOK_SECONDS = 0.5  # between two looks whether the client of a JSON answer is still there


async def respond(request: Request, running: Running, heartbeat: float) -> Response:
    """Return the answer in the form that the request accepts."""
    if MEDIA_TYPE in request.headers.get("accept", ""):
        return stream(_events(running, request.state.request_id, heartbeat))
    return JSONResponse(await document_of(running, request))


def stream(events: AsyncIterator[bytes]) -> Response:
    """Return a response of server-sent events, which no proxy should hold back."""
    return StreamingResponse(events, media_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})


async def document_of(running: Running, request: Request) -> Document:
    """Wait for the whole answer; a client that goes away stops it.

    Raises:
        Exception: whatever the answer failed of.
    """
    document: Document = {}
    try:
        async for event in running.events(_LOOK_SECONDS):
            if await request.is_disconnected():
                raise Problem(400, "client-gone", "the client went away")
            if event is not None:
                document = event.data
    finally:
        running.stop()
    return document


def problem_in(error: Exception, request_id: str) -> Problem:
    """Return the problem of an answer that failed under way; a bug is logged, too."""
    problem = problem_of(error)
    if problem.status == 500:
        log_bug(request_id, error)
    return problem


def encoded(data: object, name: str | None = None) -> bytes:
    """Return a server-sent event; its JSON is ASCII, so that no client breaks its lines."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode("ascii")


async def _events(running: Running, request_id: str, heartbeat: float) -> AsyncIterator[bytes]:
    try:
        async for event in running.events(heartbeat):
            yield HEARTBEAT if event is None else encoded(event.data, event.name)
    except Exception as error:  # noqa: BLE001 - the status is sent: the stream must tell it
        yield encoded(problem_in(error, request_id).document(request_id), "error")
    finally:
        running.stop()
