"""EndNote's tagged export, which Google Scholar and others write, too: "%T" and a title.

A record begins with its type, %0, or behind a blank line: with the tag that the first began with,
or with any where the one before has no type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.formats import tagged
from assistant.corpus.formats.tagged import Gathering, Tags, every, first, joined
from assistant.corpus.names import surname_first
from assistant.corpus.records import Record, Skipped

_TAG = re.compile(r"\ufeff?%([0-9A-Z@!#$&()?*^+~<>=\[\]])(?: (.*)|\s*)$", re.DOTALL)
_FIRST = re.compile(r"\ufeff?%[0AT] \S")


def recognises(head: list[str]) -> bool:
    """Tell whether the first lines are a type, an author or a title, and another tag."""
    first_line, second = ([*(line for line in head if line.strip()), "", ""])[:2]
    return bool(_FIRST.match(first_line) and _TAG.match(second.rstrip()))


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report others."""
    return tagged.records(_records(lines), _fields, source)


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Tags]]:
    record, inside, blank, opening = Gathering(), False, False, ""
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        found = _TAG.match(text)
        if found:
            opening = opening or found[1]
            if inside and _is_next(record, found[1], opening, blank=blank):
                yield record.whole()
                inside = False
            if not inside:
                record.start(number)
                inside = True
            record.add(found[1], found[2] or "")
        elif inside and text:
            record.go_on(text, anew=record.latest == "K")
        blank = not text
    if inside:
        yield record.whole()


def _is_next(record: Gathering, tag: str, opening: str, *, blank: bool) -> bool:
    """Tell whether a tag begins another record; a record may state two types, one by one."""
    if tag == "0":
        return blank or (record.has("0") and record.latest != "0")
    return blank and (tag == opening or not record.has("0"))


def _fields(tags: Tags) -> Mapping[str, object]:
    return {
        "title": joined(tags, "T"),
        "abstract": joined(tags, "X"),
        "authors": [surname_first(name) for name in every(tags, "A") or every(tags, "E")],
        "year": first(tags, "D", "8"),
        "venue": first(tags, "J", "B", "S"),
        "doi": first(tags, "R"),
        "pmid": tagged.pmid(first(tags, "~", "W"), first(tags, "M")),
        "url": first(tags, "U", ">"),
        "keywords": [word for text in every(tags, "K") for word in text.split(";")],
    }
