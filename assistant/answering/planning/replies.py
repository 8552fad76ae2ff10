"""What a model was asked to reply as JSON, taken out of whatever stands around it."""

from __future__ import annotations

import json
from typing import Any

from assistant.types import Reply

_MOST_WORDS = 60


def json_in(reply: Reply, opening: str) -> Any:
    """Return the first JSON value in a whole reply that begins with a sign, `[` or `{`; or None.

    Models like to set a fence around it, or a word before it.
    """
    start = reply.text.find(opening)
    if start < 0 or not reply.complete:
        return None
    try:
        return json.JSONDecoder().raw_decode(reply.text, start)[0]
    except (ValueError, RecursionError):
        return None


def questions(reply: Reply) -> list[str] | None:
    """Return the questions of a JSON list of strings; None where a reply is no such list."""
    found = json_in(reply, "[")
    if not isinstance(found, list):
        return None
    read = [question(one) for one in found]
    return [one for one in read if one] if all(read) else None


def question(value: object) -> str | None:
    """Return what may be searched for, on one line; None where it is no text or far too long."""
    said = " ".join(value.split()) if isinstance(value, str) else ""
    return said if 0 < len(said.split()) <= _MOST_WORDS else None
