"""MEDLINE, the format of PubMed's and PMC's .nbib files.

A blank line parts records; a line that begins with blanks goes on with the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.formats import tagged
from assistant.corpus.formats.tagged import Gathering, Tags, every, first, joined
from assistant.corpus.names import surname_first
from assistant.corpus.records import Record, Skipped

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9]{1,3}) {0,2}-(?: (.*)|\s*)$", re.DOTALL)
_START = re.compile(r"\ufeff?(?:PMID|PMC|OWN|NLM) ?-(?: |$)")


def recognises(head: list[str]) -> bool:
    """Tell whether one of the first lines begins a record."""
    return any(_START.match(line) for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report others, and lines outside of any."""
    return tagged.records(_records(lines, source), _fields, source)


def _records(lines: Iterable[str], source: str) -> Iterator[tuple[int, Tags] | Skipped]:
    record, inside, astray = Gathering(), False, False
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        found = _TAG.match(text)
        if not text:
            if inside:
                yield record.whole()
            inside = astray = False
        elif found:
            if inside and found[1] == "PMID" and record.has("PMID"):
                yield record.whole()
                inside = False
            if not inside:
                record.start(number)
                inside = True
            record.add(found[1], found[2] or "")
        elif inside:
            record.go_on(text, anew=False)
        elif not astray:
            astray = True
            yield Skipped(source, number, "stands outside of a record: no tag such as PMID before")
    if inside:
        yield record.whole()


def _fields(tags: Tags) -> Mapping[str, object]:
    title = first(tags, "TI", "BTI", "TT", "CTI")
    named = [text for text in every(tags, "LID", "AID", "SO") if "[doi]" in text or "doi:" in text]
    return {
        "title": bare_title(title),
        "abstract": joined(tags, "AB") or _other_abstract(tags),
        "authors": every(tags, "FAU")
        or [surname_first(name) for name in every(tags, "AU")]
        or every(tags, "CN", "FED"),
        "year": first(tags, "DP", "DEP", "EDAT", "CRDT"),
        "venue": first(tags, "JT", "TA", "BTI"),
        "doi": next(iter(named), ""),
        "pmid": first(tags, "PMID"),
        "keywords": [word.replace("*", "") for word in every(tags, "OT", "MH")],
    }


def bare_title(title: str) -> str:
    """Return a title without the full stop and the brackets of translation that PubMed adds."""
    said = title.strip()
    said = said[:-1] if said.endswith(".") and not said.endswith("..") else said
    return said[1:-1] if said.startswith("[") and said.endswith("]") else said


def _other_abstract(tags: Tags) -> str:
    said = joined(tags, "OAB")
    return "" if "available from the publisher" in said.lower() else said
