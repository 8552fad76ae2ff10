"""EndNote's XML, in which every text is in elements that say how it is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from assistant.corpus.formats import tagged, xml_records
from assistant.corpus.formats.xml_records import child, children, text
from assistant.corpus.names import surname_first
from assistant.corpus.records import Record, Skipped

_START = re.compile(r"<xml>\s*<records>|<record>\s*<(?:database|source-app|rec-number|ref-type)\b")


def recognises(head: list[str]) -> bool:
    """Tell whether a set of records or a record begins in the first lines."""
    return bool(_START.search("".join(head)))


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each that has a title; report one that is broken."""
    return xml_records.read(lines, source, ("record",), _fields)


def _fields(record: Element) -> Mapping[str, object]:
    for style in record.iter("style"):
        if "superscript" in style.get("face", ""):
            style.tag = "sup"
    authors = children(record, "contributors", "authors", "author")
    editors = children(record, "contributors", "secondary-authors", "author")
    venues = [
        *children(record, "periodical", "full-title"),
        *children(record, "titles", "secondary-title"),
        *children(record, "alt-periodical", "full-title"),
    ]
    addresses = [
        *children(record, "urls", "related-urls", "url"),
        *children(record, "urls", "web-urls", "url"),
    ]
    database = " ".join(
        text(child(record, f"remote-database-{part}")) for part in ("name", "provider")
    )
    return {
        "title": text(child(record, "titles", "title")),
        "abstract": text(child(record, "abstract")),
        "authors": [surname_first(text(one)) for one in authors or editors],
        "year": text(child(record, "dates", "year")),
        "venue": next(filter(None, map(text, venues)), ""),
        "doi": text(child(record, "electronic-resource-num")),
        "pmid": tagged.pmid(database, text(child(record, "accession-num"))),
        "url": next(filter(None, map(text, addresses)), ""),
        "keywords": [text(one) for one in children(record, "keywords", "keyword")],
    }
