"""Web of Science's plain text: a tag of two letters, a blank; lines that go on are indented.

A record runs from PT to ER.  The same tags are the column names of its tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.formats import tagged
from assistant.corpus.formats.tagged import Gathering, Tags, every, first, joined
from assistant.corpus.records import Record, Skipped

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*))?$", re.DOTALL)
_FIRST = re.compile(r"\ufeff?(?:FN (?:Clarivate|Thomson|ISI)|PT [A-Z]\s*$)")
_LISTS = frozenset({"AU", "AF", "BE", "ED", "CR", "C1"})


def recognises(head: list[str]) -> bool:
    """Tell whether the file begins as such an export does."""
    first_line = next((line for line in head if line.strip()), "")
    return bool(_FIRST.match(first_line))


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report others, and tags outside of any."""
    return tagged.records(_records(lines, source), fields, source)


def _records(lines: Iterable[str], source: str) -> Iterator[tuple[int, Tags] | Skipped]:
    record, inside = Gathering(), False
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        found = _TAG.match(text)
        tag = found[1] if found else ""
        if tag == "PT":
            if inside:
                yield record.whole()
            record.start(number)
            inside = True
        elif tag == "ER":
            if inside:
                yield record.whole()
            inside = False
        elif inside and found:
            record.add(tag, found[2] or "")
        elif inside and text:
            record.go_on(text, anew=record.latest in _LISTS)
        elif found and tag not in ("FN", "VR", "EF"):
            yield Skipped(source, number, "stands outside of a record: no line PT before it")
    if inside:
        yield record.whole()


def fields(tags: Tags) -> Mapping[str, object]:
    """Return the fields of a record by their usual names."""
    return {
        "title": joined(tags, "TI"),
        "abstract": joined(tags, "AB"),
        "authors": _people(tags, "AF") or _people(tags, "AU") or _people(tags, "CA", "GP"),
        "year": first(tags, "PY", "EA"),
        "venue": joined(tags, "SO", "J9"),
        "doi": first(tags, "DI", "D2"),
        "arxiv_id": first(tags, "AR") if "arxiv" in first(tags, "AR").lower() else "",
        "pmid": first(tags, "PM") or first(tags, "UT").removeprefix("MEDLINE:"),
        "keywords": "; ".join(every(tags, "DE", "ID")),
    }


def _people(tags: Tags, *names: str) -> list[str]:
    """Return the names, a line each, or parted by semicolons as MEDLINE is given."""
    return [name.strip() for line in every(tags, *names) for name in line.split(";")]
