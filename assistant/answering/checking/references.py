"""The list of references at the end of a draft, and the .bib files beside it -> works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.answering.checking.drafts import Work
from assistant.corpus import bibtex, identity
from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.names import name

HEADING = re.compile(
    r"\W*(?:\d+\.?\s+)?(?:references?|bibliography|literature(?:\s+cited)?|works\s+cited|sources"
    r"|literatur(?:verzeichnis)?|quellen(?:verzeichnis)?|bibliographie|références)\W*",
    re.IGNORECASE,
)
"""The heading that opens such a list."""

ENTRY = re.compile(r"\s*(?:\[(?P<label>[^\]\s]{1,40})\]:?|(?P<number>\d{1,3})[.)]|[-*+•])\s+")
"""What may stand before an entry of it."""

_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(\S+)")
_OF_ARXIV = ("journal", "url", "note", "howpublished", "eprint", "number", "volume")


def listed(lines: Iterable[str]) -> tuple[dict[str, Work], tuple[Work, ...]]:
    """Return the works that have a number or label, by it, and those that have none."""
    works: dict[str, Work] = {}
    others: list[Work] = []
    for line in lines:
        found = ENTRY.match(line)
        work = Work(" ".join(line[found.end() if found else 0 :].split()))
        label = (found["label"] or found["number"]) if found else None
        if label:
            works.setdefault(label, work)
        elif work.text:
            others.append(work)
    return works, tuple(others)


def of_bibtex(text: str) -> dict[str, Work]:
    """Return the works of a .bib file by their keys."""
    return {key: _work(fields) for key, fields in bibtex.entries(text)}


def short_name(work: Work | None) -> str:
    """Return what stands for a work in a sentence: "Lee et al.", or "the authors"."""
    authors = work.paper.authors if work and work.paper else ()
    if not authors:
        return "the authors"
    family = _family(authors[0])
    if len(authors) == 2:
        return f"{family} and {_family(authors[1])}"
    return f"{family} et al." if len(authors) > 2 else family


def _family(author: str) -> str:
    return name(author).family


def _work(fields: Mapping[str, str]) -> Work:
    text = ". ".join(filter(None, (fields.get(one) for one in ("author", "title", "year", "note"))))
    people = re.sub(r"\s+and\s+others\s*$", "", fields.get("author") or fields.get("editor", ""))
    known = {**fields, "author": people, "doi": fields.get("doi") or fields.get("url", "")}
    try:
        paper = paper_from(known)
    except MissingTitle:
        return Work(text)
    return Work(text, replace(paper, arxiv_id=paper.arxiv_id or _arxiv_id(fields)))


def _arxiv_id(fields: Mapping[str, str]) -> str | None:
    if found := _ARXIV_DOI.search(fields.get("doi", "").lower()):
        return identity.clean_arxiv_id(found[1])
    said = " ".join(fields.get(name, "") for name in _OF_ARXIV)
    return identity.clean_arxiv_id(said) if "arxiv" in said.lower() else None
