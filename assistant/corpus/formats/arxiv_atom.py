"""The Atom feed with which arXiv's interface answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from assistant.corpus.formats import xml_records
from assistant.corpus.formats.xml_records import child, children, text
from assistant.corpus.records import Record, Skipped


def recognises(head: list[str]) -> bool:
    """Tell whether a feed begins in the first lines."""
    return any(("<feed" in line and "/Atom" in line) or "<entry>" in line for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record an entry; report one that is broken or has no title."""
    return xml_records.read(lines, source, ("entry",), _fields)


def _fields(entry: Element) -> Mapping[str, object]:
    address = text(child(entry, "id"))
    return {
        "title": text(child(entry, "title")),
        "abstract": text(child(entry, "summary")),
        "authors": [text(one) for one in children(entry, "author", "name")],
        "year": text(child(entry, "published")) or text(child(entry, "updated")),
        "venue": text(child(entry, "journal_ref")),
        "doi": text(child(entry, "doi")),
        "arxiv_id": address if "arxiv.org/" in address else "",
        "url": address,
        "keywords": [one.get("term", "") for one in children(entry, "category")],
    }
