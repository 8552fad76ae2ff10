"""Items of reference managers and archives -> fields by their usual names: CSL, Zotero, arXiv."""

from __future__ import annotations

import re

from assistant.corpus.fields import CLAIMED_ID
from assistant.corpus.formats.json_values import (
    Fields,
    NoPaper,
    dated,
    items,
    mapping,
    person,
    said,
)

_ASIDE = ("attachment", "note", "annotation")
_OF_CSL = {"container-title", "DOI", "PMID", "citation-key", "keyword", "number", "custom"}
_VENUES = (
    "publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "websiteTitle",
    "encyclopediaTitle", "dictionaryTitle", "blogTitle", "university", "institution", "repository",
)  # fmt: skip
_NOTED = re.compile(r"(?im)^[ \t]*(DOI|PMID|arXiv) ?:[ \t]*(?:doi:|arxiv:)? ?(\S+)")

_ARXIV_NUMBER = re.compile(r"(?:\d{4}\.\d{4,5}|[a-z-]{1,20}(?:\.[A-Z]{2})?/\d{7})(?:v\d{1,2})?")


def is_csl(item: Fields) -> bool:
    """Tell whether it is an item of CSL-JSON."""
    people = items(item.get("author")) + items(item.get("editor"))
    by_parts = any(mapping(one).keys() & {"family", "literal"} for one in people)
    named = item.keys() & _OF_CSL and "authors" not in item
    return "type" in item and (by_parts or bool(named) or isinstance(item.get("issued"), dict))


def csl(item: Fields) -> Fields:
    """Return the fields of an item of CSL-JSON."""
    noted = _noted(said(item.get("note")))
    title, more = said(item.get("title")), said(item.get("subtitle"))
    return {
        "title": f"{title}: {more}" if title and more and more not in title else title,
        "abstract": said(item.get("abstract")),
        "authors": [person(one) for one in items(item.get("author") or item.get("editor"))],
        "year": dated(item.get("issued")) or dated(item.get("original-date")),
        "venue": said(item.get("container-title")) or said(item.get("event-title")),
        "doi": said(item.get("DOI")) or noted.get("doi", ""),
        "arxiv_id": noted.get("arxiv", "") or _numbered(item),
        "pmid": said(item.get("PMID")) or noted.get("pmid", ""),
        "url": said(item.get("URL")),
        "keywords": said(item.get("keyword")),
        CLAIMED_ID: said(mapping(item.get("custom")).get(CLAIMED_ID)),
    }


def _numbered(item: Fields) -> str:
    """Return the arXiv id that is given as the number of an item, "arXiv:2004.04906"."""
    kind, _, number = said(item.get("number")).partition(":")
    return number if kind.strip().lower() == "arxiv" else ""


def is_zotero(item: Fields) -> bool:
    """Tell whether it is an item of Zotero, as Better BibTeX or Zotero's own interface has it."""
    return "itemType" in item or "itemType" in mapping(item.get("data"))


def zotero(item: Fields) -> Fields:
    """Return the fields of an item of Zotero.

    Raises:
        NoPaper: it is a note or a file that belongs to another item.
    """
    item = mapping(item.get("data")) if "itemType" not in item else item
    kind = said(item.get("itemType"))
    if kind in _ASIDE:
        raise NoPaper(f"no paper: Zotero calls it {kind}")
    creators = [mapping(one) for one in items(item.get("creators"))]
    authors = [one for one in creators if said(one.get("creatorType")) == "author"]
    noted = _noted(said(item.get("extra")))
    return {
        "title": said(item.get("title")),
        "abstract": said(item.get("abstractNote")),
        "authors": [person(one) for one in authors or creators],
        "year": said(item.get("date")),
        "venue": next(filter(None, (said(item.get(name)) for name in _VENUES)), ""),
        "doi": said(item.get("DOI")) or noted.get("doi", ""),
        "arxiv_id": noted.get("arxiv", "") or said(item.get("archiveID")),
        "pmid": said(item.get("PMID")) or noted.get("pmid", ""),
        "url": said(item.get("url")),
        "keywords": [said(mapping(one).get("tag")) or said(one) for one in items(item.get("tags"))],
    }


def is_arxiv_snapshot(record: Fields) -> bool:
    """Tell whether it is a line of the snapshot of arXiv's records."""
    return "authors_parsed" in record or ("update_date" in record and "categories" in record)


def arxiv_snapshot(record: Fields) -> Fields:
    """Return the fields of a line of the snapshot; its year is that of the first version."""
    versions = [mapping(one) for one in items(record.get("versions"))]
    parsed = [items(one) for one in items(record.get("authors_parsed"))]
    names = [
        ", ".join(part for part in (said(one[:1]), " ".join(map(said, one[1:]))) if part.strip())
        for one in parsed
    ]
    return {
        "title": said(record.get("title")),
        "abstract": " ".join(said(record.get("abstract")).split()),
        "authors": names or said(record.get("authors")),
        "year": next(filter(None, (said(one.get("created")) for one in versions)), "")
        or said(record.get("update_date")),
        "venue": said(record.get("journal-ref")),
        "doi": said(record.get("doi")),
        "arxiv_id": said(record.get("id")),
        "keywords": said(record.get("categories")).split(),
    }


def is_of_arxiv(record: Fields) -> bool:
    """Tell whether an object bears arXiv's number as its id, and categories, as extracts do."""
    id = said(record.get("id"))
    return "categories" in record and bool(_ARXIV_NUMBER.fullmatch(id))


def of_arxiv(record: Fields) -> Fields:
    """Return its fields, the number by its usual name."""
    return {"arxiv_id": record["id"], **record}


def _noted(text: str) -> dict[str, str]:
    """Return the identifiers that a field of free text gives a line each."""
    return {found[1].lower(): found[2] for found in _NOTED.finditer(text)}
