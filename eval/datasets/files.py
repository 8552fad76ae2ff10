"""The files of data sets: whether they are there, what they hold, a digest of their content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.corpus import files
from assistant.corpus.fields import paper_from
from assistant.corpus.records import Record, Skipped
from eval.datasets.errors import InvalidSet, MissingData

VARIABLE = "LITASSIST_EVAL_DATA"
Fields = dict[str, Any]


def require(name: str, data: Path | None, *needed: str) -> list[Path]:
    """Return the places of the files that a set needs, in the order asked for.

    Raises:
        MissingData: there is no folder of evaluation data, or it lacks one of them.
    """
    places = [data / file for file in needed] if data else []
    missing = [file for file, place in zip(needed, places, strict=False) if not place.exists()]
    if missing or not places:
        looked = f"no {', '.join(missing or needed)} in {data or 'any folder'}"
        raise MissingData(
            f"data set {name} is not here: {looked}; "
            f"give the folder that holds it with --data DIR or set {VARIABLE}"
        )
    return places


def digest(places: Iterable[Path]) -> str:
    """Return 16 hex digits that stand for the names and contents of the files, in their order.

    The folders above the files do not count, so that the same set has one digest everywhere.
    """
    whole = hashlib.sha256()
    for place in places:
        whole.update(hashlib.sha256(place.name.encode()).digest())
        whole.update(hashlib.sha256(place.read_bytes()).digest())
    return whole.hexdigest()[:16]


def rows(place: Path) -> Iterator[tuple[int, Fields]]:
    """Yield the objects of a JSON Lines file with their line numbers, from 1.

    Raises:
        InvalidSet: a line holds no object.
    """
    for number, row in parsed(place):
        if isinstance(row, str):
            raise InvalidSet(f"{place}:{number}: {row}")
        yield number, row


def parsed(place: Path) -> Iterator[tuple[int, Fields | str]]:
    """Yield for each line that is not blank its number and its object, or what is wrong with it."""
    with place.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, _object(line)


def records(places: Sequence[Path]) -> Iterator[Record | Skipped]:
    """Yield the records of files in any format that the product reads.

    The source of a record is the name of its file, so that it says the same on every machine.
    """
    for place in places:
        yield from files.read(place, source=place.name)


def document(source: str, line: int, title: str, parts: Iterable[str], **fields: object) -> Record:
    """Return the record of a paper whose abstract comes in parts, under a source of its own."""
    paper = paper_from({"title": title, "abstract": " ".join(parts), **fields})
    return Record(paper, source, line)


def no_records() -> tuple[Record, ...]:
    """Return the papers of a set that has claims alone."""
    return ()


def _object(line: bytes) -> Fields | str:
    try:
        value = json.loads(line.decode("utf-8-sig").rstrip())
    except UnicodeDecodeError:
        return "the line is not UTF-8; save the file as UTF-8"
    except json.JSONDecodeError as error:
        return f"not valid JSON: {error.msg} at column {error.colno}; write one object a line"
    if not isinstance(value, dict):
        return "not an object with named fields; write one object a line"
    return value
