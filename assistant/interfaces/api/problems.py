"""What went wrong, as `application/problem+json` (RFC 9457): one line that says what to do."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import Scope

from assistant.errors import (
    AssistantError,
    BudgetExceeded,
    ConversationNotFound,
    InputError,
    LibraryBusy,
    ModelUnavailable,
    PaperNotFound,
)
from assistant.types import Document

MEDIA_TYPE = "application/problem+json"
OPENAI_PATHS = ("/v1/chat/completions", "/v1/models")
_TYPE = "urn:litassist:problem:"
_SOON = 2.0  # seconds; the wait advised where nothing better is known
_STATUS: dict[type[AssistantError], int] = {
    InputError: 400,
    PaperNotFound: 404,
    ConversationNotFound: 404,
    BudgetExceeded: 429,
}
_MISTAKES_SHOWN = 5
_BUG = "the server has a bug; report it with what its log tells under this request_id"


class Problem(Exception):
    """A refusal: its status, its kind in a word, what to say, and headers."""

    def __init__(
        self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.headers = headers

    def document(self, request_id: str) -> Document:
        """Return the problem object."""
        return {
            "type": _TYPE + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "request_id": request_id,
        }

    def response(self, scope: Scope) -> Response:
        """Return the problem as a response to a request."""
        document = self.document(scope["state"]["request_id"])
        if scope["path"] in OPENAI_PATHS:
            document["error"] = self.openai_error()
        return Response(json.dumps(document), self.status, self.headers, MEDIA_TYPE)

    def openai_error(self) -> Document:
        """Return the problem as clients of OpenAI's API look for it."""
        return {"message": self.detail, "type": self.kind, "param": None, "code": self.kind}


def try_later(status: int, kind: str, detail: str, seconds: float = _SOON) -> Problem:
    """Return a refusal that may be an answer after so many seconds."""
    return Problem(status, kind, detail, {"Retry-After": str(max(1, math.ceil(seconds)))})


def problem_of(error: Exception) -> Problem:
    """Return what is told of an error; of a bug nothing but that it is one."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        phrase = HTTPStatus(error.status_code).phrase
        return Problem(error.status_code, _words(phrase), error.detail, error.headers)
    if isinstance(error, RequestValidationError):
        return Problem(422, "invalid-request", _mistakes(error))
    if isinstance(error, AssistantError):
        return _known(error)
    return Problem(500, "bug", _BUG)


def handle(api: FastAPI) -> None:
    """Have the API answer with a problem wherever it refuses."""

    async def answer(request: Request, error: Exception) -> Response:
        return problem_of(error).response(request.scope)

    for kind in (Problem, AssistantError, RequestValidationError, HTTPException):
        api.add_exception_handler(kind, answer)


def _known(error: AssistantError) -> Problem:
    kind = _words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__))
    if isinstance(error, ModelUnavailable):
        return try_later(503, kind, str(error), error.retry_after or _SOON)
    if isinstance(error, LibraryBusy):
        return try_later(503, kind, str(error))
    status = next((_STATUS[one] for one in type(error).__mro__ if one in _STATUS), 503)
    # OpenAI's client would try a 429 or 503 again by itself; this one will not change.
    return Problem(status, kind, str(error), {"x-should-retry": "false"})


def _mistakes(error: RequestValidationError) -> str:
    """Name the fields and their mistakes, without what was given: it may be long or secret."""
    said = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
    return "; ".join(said[:_MISTAKES_SHOWN])


def _words(name: str) -> str:
    return "-".join(name.lower().split())
