"""Reads a reply in whichever form a server sends it: a stream, or one JSON document.

The documents are read as they come.  The client's own classes for them would take .07 ms of the
processor for each piece of a stream, seven times as much as all else it does with one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from typing import Any

import httpx
import openai

from assistant.errors import ModelError
from assistant.models.openai_errors import one_line
from assistant.types import Cut

Response = object
"""A document, or an `openai.Stream` of them."""
_MALFORMED = (AttributeError, TypeError, ValueError, LookupError)
_CUTS: dict[str | None, Cut] = {
    "length": "length",
    "max_tokens": "length",
    "content_filter": "filter",
    None: "connection",  # a server that was done says why
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens of a call as the server counts them."""

    tokens_in: int
    tokens_out: int


@dataclass(slots=True)
class Received:
    """What came of one request; `lost` says how the connection was lost, if it was."""

    text: str = ""
    refusal: str = ""
    finish: str | None = None
    usage: Counted | None = None
    lost: str = ""

    @property
    def cut(self) -> Cut | None:
        """What ended the reply before the model did."""
        return "connection" if self.lost else _CUTS.get(self.finish)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str | None = None
    refusal: str | None = None
    finish: str | None = None
    usage: Counted | None = None


class _Lost(Exception):
    """Raised when a reply ends in the middle."""


def receive(response: Response, on_text: Callable[[str], None] | None, address: str) -> Received:
    """Read a reply to its end, or as far as it comes, handing on each piece of text.

    Raises:
        ModelError: what the server sent is no reply of a model.
    """
    got = Received()
    # A listener that raises leaves a connection behind otherwise.
    with closing(response) if isinstance(response, openai.Stream) else nullcontext():
        try:
            for piece in _pieces(response, address):
                got.usage = piece.usage or got.usage
                got.finish = piece.finish or got.finish
                got.refusal += piece.refusal or ""
                if piece.text:
                    got.text += piece.text
                    if on_text:
                        on_text(piece.text)
        except _Lost as lost:
            got.lost = str(lost)
    return got


def _pieces(response: Response, address: str) -> Iterator[_Piece]:
    if not isinstance(response, openai.Stream):
        yield _whole(response, address)
        return
    kind = response.response.headers.get("content-type", "")
    if "html" in kind or kind.startswith("application/json"):
        yield _whole(_document(response, kind), address)
        return
    try:
        for chunk in response:
            yield _piece(chunk)
    # The client wraps the errors of a stream under way in its later versions only.
    except httpx.HTTPError as error:
        raise _Lost(type(error).__name__) from None
    except openai.APIConnectionError as error:
        raise _Lost(type(error.__cause__ or error).__name__) from None
    except openai.APIError as error:
        raise _Lost(one_line(error.message)) from None
    except _MALFORMED:
        raise _Lost("a piece of it is no JSON of a chat completion") from None


def _piece(chunk: Any) -> _Piece:
    # Some servers send null where they have no choices, or no delta.
    usage = _counted(chunk.get("usage"))
    for choice in chunk.get("choices") or ():
        said = choice.get("delta") or {}
        return _Piece(said.get("content"), said.get("refusal"), choice.get("finish_reason"), usage)
    return _Piece(usage=usage)


def _document(stream: openai.Stream[object], kind: str) -> object:
    """Return the one document that a server sent where a stream was asked for."""
    try:
        stream.response.read()
        return None if "html" in kind else stream.response.json()
    except _MALFORMED:
        return None
    except Exception as error:  # noqa: BLE001 - its class depends on the client's HTTP library
        raise _Lost(type(error).__name__) from None


def _whole(completion: Any, address: str) -> _Piece:
    try:
        choice = completion["choices"][0]
        said = choice["message"]
        # A document that came whole was not cut, whether or not it says so.
        finish = choice.get("finish_reason") or "stop"
        usage = _counted(completion.get("usage"))
        return _Piece(said.get("content"), said.get("refusal"), finish, usage)
    except _MALFORMED:
        raise ModelError(
            f"{address} answered with something that is no reply of a model; check that "
            "OPENAI_BASE_URL ends in /v1 and that a chat model is served there"
        ) from None


def _counted(usage: Any) -> Counted | None:
    if not usage:
        return None
    counts = usage.get("prompt_tokens"), usage.get("completion_tokens")
    return Counted(*counts) if all(isinstance(one, int) for one in counts) else None
