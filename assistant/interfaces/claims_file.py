"""Files of claims: JSON Lines in, a line of JSON out for each."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.interfaces.claims import Claim

_ENDINGS = (".jsonl", ".ndjson")
_FORM = '{"id": …, "claim": "…", and one of "paper_id", "title" and "evidence": "…"}'


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no claim, and what to do about it."""

    line: int
    problem: str


def holds_claims(path: Path) -> bool:
    """Tell by its name or first letters whether a file is one of claims."""
    if path.suffix.lower() in _ENDINGS:
        return True
    with suppress(OSError, ValueError), path.open("rb") as file:
        first = json.loads(file.readline(1_000_000))
        return isinstance(first, dict) and "claim" in first
    return False


def read(path: Path, bare: bool = False) -> list[Claim | BadLine]:
    """Return the claims of a file in order, with the lines that hold none.

    With `bare`, a claim need not name what it is held against.

    Raises:
        InputError: the file cannot be read or holds no line.
    """
    try:
        with path.open("rb") as file:
            found = [
                _claim(number, line, bare) for number, line in enumerate(file, 1) if line.strip()
            ]
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror}; give a file of JSON Lines, each {_FORM}"
        ) from None
    if not found:
        raise InputError(f"{path} holds no claims; write one a line, as {_FORM}")
    return found


def complaint(path: Path, claims: list[Claim | BadLine]) -> str | None:
    """Return one line on the lines that hold no claim, None where all do."""
    bad = [one for one in claims if isinstance(one, BadLine)]
    if not bad:
        return None
    others = f" (and {len(bad) - 1} more, each with its `problem` in the output)" if bad[1:] else ""
    return f"{path}:{bad[0].line}: {bad[0].problem}{others}"


def _claim(number: int, line: bytes, bare: bool) -> Claim | BadLine:
    try:
        fields = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        return BadLine(number, f"it is not JSON in UTF-8; write it as {_FORM}")
    if not isinstance(fields, dict) or not isinstance(fields.get("id"), str | int):
        return BadLine(number, f"it has no id; write it as {_FORM}")
    claim = fields.get("claim")
    if not isinstance(claim, str) or not claim.strip():
        return BadLine(number, f"it has no claim; write it as {_FORM}")
    given = [fields.get(name) for name in ("paper_id", "title", "evidence")]
    if not all(one is None or isinstance(one, str) for one in given):
        return BadLine(number, "paper_id, title and evidence must be text; put it in quotes")
    if not bare and sum(one is not None for one in given) != 1:
        return BadLine(number, "it needs one of paper_id, title and evidence; correct that")
    return Claim(fields["id"], claim, *given)
