"""Scored runs as JSON: `scored/1`, in which a score is [low, high], and null does not apply."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from eval.types import Scored

SCHEMA = "scored/1"
_SCORED = TypeAdapter(Scored)


class UnfitScores(Exception):
    """Raised for a file that holds no scored run; the message says how to make one."""


def scored_document(scored: Scored) -> dict[str, Any]:
    """Return a scored run as a JSON document; `read_scored` gives back an equal one."""
    document = _SCORED.dump_python(scored, mode="json")
    for item in document["items"]:
        item["scores"] = {name: _pair(score) for name, score in item["scores"].items()}
    for summary in document["summaries"]:
        summary |= {key: _pair(summary[key]) for key in ("value", "interval")}
    return {"schema": SCHEMA, **document}


def read_scored(path: Path) -> Scored:
    """Return the scored run of a file.

    Raises:
        UnfitScores: the file cannot be read, or holds something else.
    """
    try:
        return _scored(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise UnfitScores(
            f"cannot read {path}: {error.strerror}; name a scored run, as `python -m eval score "
            "RUN` makes it"
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise UnfitScores(
            f"{path} is not a scored run; make one with `python -m eval score RUN`"
        ) from None


def _scored(document: dict[str, Any]) -> Scored:
    if document["schema"] != SCHEMA:
        raise ValueError(document["schema"])
    for item in document["items"]:
        item["scores"] = {name: _bounds(pair) for name, pair in item["scores"].items()}
    for summary in document["summaries"]:
        summary |= {key: _bounds(summary[key]) for key in ("value", "interval")}
    return _SCORED.validate_python(document)


def _pair(bounds: dict[str, float] | None) -> list[float] | None:
    return None if bounds is None else [bounds["low"], bounds["high"]]


def _bounds(pair: list[float] | None) -> dict[str, float] | None:
    if pair is None:
        return None
    low, high = pair
    return {"low": low, "high": high}
