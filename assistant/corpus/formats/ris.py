"""RIS as Zotero, EndNote, Scopus, Embase, ProQuest, Ovid and others write it.

A record runs from TY to ER.  The tags for one thing differ: T1 or TI, N2 or AB, Y1, PY or DA.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus import identity
from assistant.corpus.fields import CLAIMED_ID
from assistant.corpus.formats import tagged
from assistant.corpus.formats.tagged import Gathering, Tags, every, first, joined
from assistant.corpus.names import surname_first
from assistant.corpus.records import Record, Skipped

_TAG = re.compile(r"\ufeff?([A-Z][A-Z0-9]) {0,2}-(?: (.*)|\s*)$", re.DOTALL)
_START = re.compile(r"\ufeff?TY {0,2}-(?: |$)")
# Tags that tell of a record that has lost its beginning; Ovid has others behind the end of each.
_OF_RECORDS = frozenset({"TI", "T1", "AU", "A1", "AB", "N2"})
_ENGLISH = re.compile(r"(?i)abstract\b")
_ADDRESS = re.compile(r"https?://(?:(?!;https?://)\S)+")
_DOI_IN = re.compile(r"doi\.org/|^10\.\d{4,9}/")
_PMID = re.compile(r"PMID:?\s*(\d{1,8})\b")
# Ovid's address of a record of MEDLINE: "…&D=medp&NEWS=N&AN=39012781".
_OVID = re.compile(r"[?&]D=(?:med|prem|pmed)\w{0,20}&\S{0,200}?\bAN=(\d{1,8})(?!\S)")
_LISTS = frozenset({"KW", "AU", "A1", "N1", "UR"})  # a line without a tag is one more of them


def recognises(head: list[str]) -> bool:
    """Tell whether one of the first lines begins a record."""
    return any(_START.match(line) for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report others, and tags outside of any."""
    return tagged.records(_records(lines, source), _fields, source)


def _records(lines: Iterable[str], source: str) -> Iterator[tuple[int, Tags] | Skipped]:
    record, inside, astray = Gathering(), False, 0
    for number, line in enumerate(lines, 1):
        found = _TAG.match(line.rstrip())
        tag = found[1] if found else ""
        if tag == "TY":
            if inside:  # the one before was never closed
                yield record.whole()
            record.start(number)
            inside, astray = True, 0
        elif tag == "ER":
            if inside:
                yield record.whole()
            inside = False
        elif inside and found:
            record.add(tag, found[2] or "")
        elif inside:
            _go_on(record, line)
        elif tag in _OF_RECORDS and not astray:
            astray = number
            yield Skipped(source, number, "stands outside of a record: no line TY before it")
    if inside:
        yield record.whole()


def _go_on(record: Gathering, line: str) -> None:
    if line.strip():
        record.go_on(line, anew=record.latest in _LISTS)


def _fields(tags: Tags) -> Mapping[str, object]:
    doi = first(tags, "DO", "DI") or next(
        (one for one in every(tags, "UR", "L2", "L3", "LK", "M3") if _DOI_IN.search(one)), ""
    )
    return {
        "title": first(tags, "TI", "T1", "CT", "BT", "ST"),
        "abstract": _abstract(tags),
        "authors": [surname_first(name) for name in _people(tags)],
        "year": next(filter(_has_year, every(tags, "PY", "Y1", "DA")), ""),
        "venue": first(tags, "T2", "JF", "JO", "C3", "JA", "J1", "J2", "BT", "T3"),
        "doi": doi,
        "arxiv_id": _arxiv_id(tags),
        "pmid": _pmid(tags),
        "url": next(iter(_addresses(tags)), ""),
        "keywords": [
            word.replace("*", "") for text in every(tags, "KW") for word in re.split(";", text)
        ],
        CLAIMED_ID: first(tags, "ID"),
    }


def _abstract(tags: Tags) -> str:
    """Return the abstract; of several, in several languages, the one that "Abstract" begins."""
    texts = every(tags, "AB")
    english = (text for text in texts if len(texts) > 1 and _ENGLISH.match(text))
    return next(english, "") or joined(tags, "AB", "N2")


def _people(tags: Tags) -> list[str]:
    """Return authors, else editors; two of one name are two unless two tags say the same."""
    named = [tag for tag in ("AU", "A1") if tags.get(tag)]
    if len(named) == 1:
        return tags[named[0]]
    return every(tags, "AU", "A1") or every(tags, "A2", "A3", "ED")


def _has_year(text: str) -> bool:
    return bool(re.search(r"\d{4}", text))


def _arxiv_id(tags: Tags) -> str | None:
    said = re.search(r"(?i)\barxiv:\s?(\S+)", " ".join(every(tags, "AN", "M1", "N1")))
    return said[1] if said else None


def _addresses(tags: Tags) -> list[str]:
    """Return the addresses of a record; some write several into one text."""
    texts = every(tags, "UR", "L2", "LK")
    return [found.rstrip(";,") for text in texts for found in _ADDRESS.findall(text)]


def _pmid(tags: Tags) -> str | None:
    if found := tagged.pmid(" ".join(every(tags, "DP", "DB", "DS")), first(tags, "AN")):
        return found
    said = _PMID.search(" ".join(every(tags, "N1", "AN", "C2", "M1")))
    pages = (address for address in _addresses(tags) if "ncbi.nlm.nih.gov/" in address)
    linked = next(filter(None, map(identity.clean_pmid, pages)), None)
    of_ovid = _OVID.search(" ".join(every(tags, "L2")))
    return said[1] if said else linked or (of_ovid[1] if of_ovid else None)
