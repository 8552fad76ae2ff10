"""Evidence packs as JSON documents: `pack/1`.

A pack bears a fingerprint of each of its parts, and one of them all.  They tell of damage and of
careless changes; they are no signature: who changes a pack can make them anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from assistant import __version__, prompts
from assistant.answering.packing.recording import Log
from assistant.corpus.identity import abstract_hash
from assistant.errors import InputError
from assistant.models.recorded_chat import Call
from assistant.types import Document

SCHEMA = "pack/1"
Kind = Literal["answer", "review"]
_PARTS = {
    "schema", "program", "kind", "asked", "settings", "prompts", "library", "retrieval", "papers",
    "model", "cost", "document",
}  # fmt: skip


def pack(
    kind: Kind,
    asked: Mapping[str, Any],
    document: Document,
    log: Log,
    calls: Sequence[Call] | None,
    library: Mapping[str, Any],
    settings: Mapping[str, Any],
    dense_weight: float,
) -> Document:
    """Return the pack of an answer or a review; `calls` is None where there was no chat model.

    `settings` are those in force, without secrets.
    """
    parts = {
        "schema": SCHEMA,
        "program": __version__,
        "kind": kind,
        "asked": dict(asked),
        "settings": dict(settings),
        "prompts": prompts.fingerprints(),
        "library": dict(library),
        "retrieval": {
            "searches": log.searches,
            "background": log.background,
            "named": log.named,
            "spelled_out": log.spelled_out,
            "known": log.known,
            "weights": log.weights,
            "vectors": log.vectors,
            "dense_weight": dense_weight,
        },
        "papers": [
            {**asdict(paper), "abstract_hash": abstract_hash(paper.abstract)}
            for _, paper in sorted(log.papers.items())
        ],
        "model": None
        if calls is None
        else {"name": document["usage"]["model"], "calls": [asdict(call) for call in calls]},
        "cost": document["usage"],
        "document": document,
    }
    # As it will be read again: tuples become lists before the fingerprints are taken.
    plain: Document = json.loads(json.dumps(parts))
    return {**plain, "fingerprints": _fingerprints(plain)}


def read(path: Path) -> Document:
    """Return the pack in a file.

    Raises:
        InputError: it cannot be read, is none, or was changed after it was made.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not JSON"
        raise InputError(f"{path} cannot be read as an evidence pack ({why})") from None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        raise InputError(f"{path} is no evidence pack ({SCHEMA}); `litassist ask --pack` makes one")
    changed = tampered(found) or sorted(_PARTS - found.keys())
    if changed:
        raise InputError(
            f"{path} was changed after it was made, in: {', '.join(changed)}; what it shows cannot "
            "be relied on: get an untouched copy"
        )
    return found


def tampered(found: Document) -> list[str]:
    """Return the parts of a pack that are not what their fingerprints say."""
    parts = {name: part for name, part in found.items() if name != "fingerprints"}
    said, are = found.get("fingerprints"), _fingerprints(parts)
    if not isinstance(said, dict):
        return ["fingerprints"]
    return [name for name in sorted(are.keys() | said.keys()) if said.get(name) != are.get(name)]


def _fingerprints(parts: Document) -> dict[str, str]:
    each = {name: _fingerprint(part) for name, part in parts.items()}
    return {**each, "all": _fingerprint(each)}


def _fingerprint(part: object) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()
