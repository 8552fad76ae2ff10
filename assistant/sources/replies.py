"""Replies of services as JSON, and what they say of an error, whichever way they say it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable

from assistant.corpus.formats import json_objects
from assistant.corpus.formats.json_values import Fields, mapping
from assistant.corpus.records import Record, Skipped
from assistant.sources.service import Malformed

_SAID_UNDER = ("message", "error", "errMsg", "ERROR", "esearchresult", "detail")
_SUMMARY = re.compile(r"<(?:summary|ERROR)[^<>]*>([^<>]+)<")
_TITLE = re.compile(r"<title[^<>]*>([^<>]+)<", re.IGNORECASE)
_LONGEST = 200


def document(reply: str) -> Fields:
    """Return the object that a reply holds.

    Raises:
        Malformed: it holds none.
    """
    try:
        # NCBI lets control characters into its texts.
        value = json.loads(reply, strict=False)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not valid JSON: {error}") from None
    if not isinstance(value, dict):
        raise Malformed("no object of JSON")
    return value


def part(fields: Fields, name: str) -> Fields:
    """Return the object under a name.

    Raises:
        Malformed: there is none.
    """
    if not isinstance(found := fields.get(name), dict):
        raise Malformed(f"it lacks {name!r}")
    return found


def listed(fields: Fields, name: str) -> list[object]:
    """Return the list under a name.

    Raises:
        Malformed: there is none.
    """
    if not isinstance(found := fields.get(name), list):
        raise Malformed(f"it lacks {name!r}")
    return found


def number(value: object) -> int | None:
    """Return a number, which some services write as text; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def token(value: object) -> str | None:
    """Return what names a next page, None where nothing does."""
    return value if isinstance(value, str) and value else None


def records(values: Iterable[object], source: str) -> list[Record | Skipped]:
    """Return the papers that objects describe, each with its place from 1."""
    return [_record(value, source, place) for place, value in enumerate(values, 1)]


def _record(value: object, source: str, place: int) -> Record | Skipped:
    try:
        return json_objects.record(value, source, place)
    except ValueError as error:
        return Skipped(source, place, str(error))


def said(reply: str) -> str:
    """Return what a reply says is wrong, as part of a line; nothing where it says nothing."""
    try:
        told = _told(json.loads(reply, strict=False))
    except (ValueError, RecursionError):
        found = _SUMMARY.search(reply) or _TITLE.search(reply)
        told = html.unescape(found[1]) if found else "" if "<" in reply else reply
    return " ".join(told.split())[:_LONGEST]


def _told(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(filter(None, map(_told, value[:3])))
    fields = mapping(value)
    return next(filter(None, (_told(fields[name]) for name in _SAID_UNDER if name in fields)), "")
