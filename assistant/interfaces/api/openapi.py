"""The OpenAPI document of the API, with what FastAPI cannot know: problems, streams and keys."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from assistant.interfaces.api import problems
from assistant.interfaces.api.responses import Problem

_WHY = {
    "400": "The request cannot be read or used.",
    "401": "There are keys, and this is none of them.",
    "403": "It comes from a page of another site.",
    "404": "There is nothing of that name.",
    "409": "The conversation is being answered.",
    "413": "The request is too long.",
    "422": "The request has not the form described here.",
    "429": "Too many requests (Retry-After says when to come back), or the budget is spent.",
    "500": "A bug.",
    "503": "The library or the model cannot be used; Retry-After is there if waiting helps.",
}
_DESCRIPTION = """Answers questions from a library of paper abstracts; every sentence is cited and
every citation is checked before it is shown. Offsets count characters (Unicode code points)."""


def describe(api: FastAPI) -> None:
    """Have the API give a whole document of itself."""
    made = api.openapi

    def whole() -> dict[str, Any]:
        if api.openapi_schema is None:
            _complete(made())
        return made()

    api.description = _DESCRIPTION
    api.openapi = whole  # type: ignore[method-assign] # FastAPI's documented way


def streamed(example: str) -> dict[int | str, dict[str, Any]]:
    """Return how a route describes that it can also answer by events."""
    events = {"schema": {"type": "string"}, "example": example}
    return {200: {"content": {"text/event-stream": events}}}


def _complete(document: dict[str, Any]) -> None:
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    for automatic in ("HTTPValidationError", "ValidationError"):
        schemas.pop(automatic, None)
    parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{}, {"key": []}]
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in document["paths"].values():
        for operation in path.values():
            operation["responses"] |= {
                status: {"description": why, "content": content} for status, why in _WHY.items()
            }
