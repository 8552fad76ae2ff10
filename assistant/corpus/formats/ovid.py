"""Ovid's own texts: records from "<1. >" on, of tags as in RIS or of labels with lines below.

Blank lines part the paragraphs of a field there, not records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.formats import tagged
from assistant.corpus.formats.medline import bare_title
from assistant.corpus.formats.tagged import Gathering, Tags, every, first, joined
from assistant.corpus.names import surname_first
from assistant.corpus.records import Record, Skipped

_START = re.compile(r"\ufeff?\s*<\d{1,7}\.?\s?>\s*")
_TAG = re.compile(r" ?([A-Z][A-Z0-9]) {2}-(?: (.*)|\s*)", re.DOTALL)
_STATUS = "status"  # of what is to appear, with a date
_LABELS = {
    "Title": "TI", "Author": "AU", "Authors": "AU", "Source": "SO", "Abstract": "AB",
    "Author Keywords": "KW", "Keyword Heading": "KW", "Keywords": "KW",
    "MeSH Subject Headings": "MH", "Subject Headings": "MH", "DOI Number": "DO", "DOI": "DO",
    "Digital Object Identifier": "DO", "Unique Identifier": "PM", "PMID": "PM",
    "Year of Publication": "YR", "Date of Publication": "DP", "Publication Date": "DP",
    "Journal Name": "JN", "Status": _STATUS,
}  # fmt: skip
_KIND = re.compile(r"\s*\[(?!\s)[\w ;,&/-]{3,80}\]\.?$")  # "A title. [Review] [References]."
_ROLE = re.compile(r"\[[^\[\]]*\]")  # "Ray, Ada B. [Author; E-mail: …]"
_OF_AUTHOR = re.compile(r",?\s(?:MD|PhD|Ph\.D\.|MSc|MPH|BSc|RN|DO|[\d*+,()]+)$")
_BEHIND_VENUE = re.compile(r"\.\s|\s(?:[A-Z][a-z]+(?:/[A-Z][a-z]+)? )?\d{4}\b")


def recognises(head: list[str]) -> bool:
    """Tell whether a record begins with its number, and a tag of Ovid or a label stands below."""
    if not any(_START.fullmatch(line) for line in head):
        return False
    return any(line.lstrip().startswith("VN  - Ovid") or line.strip() in _LABELS for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report others."""
    return tagged.records(_records(lines), _fields, source)


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Tags]]:
    record, inside = Gathering(), False
    for number, line in enumerate(lines, 1):
        text = line.rstrip()
        if _START.fullmatch(text):
            if inside:
                yield record.whole()
            record.start(number)
            inside = True
        elif inside and text:
            _take(record, text)
    if inside:
        yield record.whole()


def _take(record: Gathering, text: str) -> None:
    if found := _TAG.fullmatch(text):
        record.add(found[1], found[2] or "")
    elif text[0] in " \t":
        record.go_on(text, anew=False)
    else:  # a label, known or not, ends the field before
        record.add(_LABELS.get(text.strip(), "?"), "")


def _fields(tags: Tags) -> Mapping[str, object]:
    return {
        "title": _title(joined(tags, "TI")),
        "abstract": joined(tags, "AB"),
        "authors": [
            _author(name) for text in every(tags, "AU") for name in _ROLE.sub("", text).split(";")
        ],
        "year": first(tags, "YR", "DP") or " ".join(every(tags, "SO", "BT", _STATUS)),
        "venue": (first(tags, "JN") or _BEHIND_VENUE.split(first(tags, "SO"), 1)[0]).rstrip("."),
        "doi": first(tags, "DO", "DI"),
        "pmid": first(tags, "PM") or tagged.pmid(first(tags, "DB"), first(tags, "UI")),
        "keywords": [
            word.replace("*", "").rstrip(".") for text in every(tags, "KW", "MH", "SH")
            for word in text.split(";")
        ],
    }  # fmt: skip


def _title(text: str) -> str:
    while kind := _KIND.search(text):
        if not text[: kind.start()].strip():
            break
        text = text[: kind.start()]
    return bare_title(bare_title(text))


def _author(text: str) -> str:
    """Return a name without the degrees, and the number of the address, behind it."""
    said = text.strip()
    while behind := _OF_AUTHOR.search(said):
        said = said[: behind.start()].rstrip()
    return surname_first(said)
