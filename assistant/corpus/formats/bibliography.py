"""Files of BibTeX and BibLaTeX, an entry at a time.

Strings are put in; an entry with `crossref` takes what it lacks from the one it names, wherever in
the file that stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus import bibtex
from assistant.corpus.bibtex import Entry
from assistant.corpus.fields import CLAIMED_ID, MissingTitle, paper_from
from assistant.corpus.formats.bibtex_text import names, plain, verbatim
from assistant.corpus.formats.journal_macros import JOURNALS
from assistant.corpus.records import Record, Skipped

_START = re.compile(r"\ufeff?\s*@\s*[A-Za-z]+\s*[{(]")
_ENTRY = re.compile(
    r"\ufeff?\s*@\s*(?:(?:string|preamble|comment)\s*[{(]|[A-Za-z]+\s*[{(]\s*[^\s,=(){}]*\s*,"
    # EndNote gives no key, Qiqqa the comma behind it on the next line.
    r"|(?:article|(?:in)?book|in(?:proceedings|collection)|misc|techreport|phdthesis|unpublished)"
    r"\s*[{(]\s*[^\s,=(){}]*\s*$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*@\s*(?:string|preamble|comment)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?i)(?:\\url\b|https?://)")
_LONGEST = 4_000_000  # characters of an entry
# Kinds that hold others; to keep something of all entries would take as much memory as the file.
_OF_OTHERS = re.compile(
    r"(?:mv)?(?:proceedings|book|collection|reference)|periodical|conference|xdata"
)
# What an entry takes from the one it names, under which name.
_TAKEN = {"title": "booktitle", "booktitle": "booktitle", "journaltitle": "journaltitle",
          "journal": "journal", "year": "year", "date": "date"}  # fmt: skip
_VENUES = ("journaltitle", "journal", "booktitle", "maintitle", "eventtitle", "school",
           "institution", "series", "howpublished")  # fmt: skip


def recognises(head: list[str]) -> bool:
    """Tell whether an entry begins on one of the first lines."""
    return any(_ENTRY.match(line) for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record an entry; report one that has no title or no fields."""
    macros = dict(bibtex.MONTHS)
    parents: dict[str, dict[str, str]] = {}
    waiting: list[tuple[int, Entry]] = []
    for line, text in _cut(lines):
        entry = None
        for entry in bibtex.parsed(text, macros):
            named = _parent(entry)
            if _OF_OTHERS.fullmatch(entry.kind):
                parents[entry.key.lower()] = _given_on(entry)
            if named and named not in parents:
                waiting.append((line, entry))
            else:
                yield _record(entry, parents, source, line)
        if entry is None and not _ASIDE.match(text):
            yield Skipped(source, line, "an entry without fields; is a brace missing?")
    for line, entry in waiting:
        yield _record(entry, parents, source, line)


def _cut(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the number of the first line and the text of each entry."""
    parts: list[str] = []
    start = size = 0
    for number, line in enumerate(lines, 1):
        if _START.match(line) or size > _LONGEST:
            if parts:
                yield start, "".join(parts)
            parts, start, size = [], number if _START.match(line) else 0, 0
        if start:
            parts.append(line)
            size += len(line)
    if parts:
        yield start, "".join(parts)


def _parent(entry: Entry) -> str:
    return (entry.fields.get("crossref") or entry.fields.get("xdata", "")).strip().lower()


def _given_on(entry: Entry) -> dict[str, str]:
    own = entry.fields
    return {_TAKEN[name]: own[name] for name in _TAKEN if own.get(name)}


def _record(
    entry: Entry, parents: Mapping[str, dict[str, str]], source: str, line: int
) -> Record | Skipped:
    try:
        return Record(
            paper_from(_fields(entry, {**parents.get(_parent(entry), {}), **entry.fields})),
            source,
            line,
        )
    except MissingTitle as error:
        return Skipped(source, line, f"{entry.key}: {error}" if entry.key else str(error))


def _fields(entry: Entry, written: Mapping[str, str]) -> Mapping[str, object]:
    title, more = plain(written.get("title", "")), plain(written.get("subtitle", ""))
    kind = (written.get("eprinttype") or written.get("archiveprefix", "")).strip().lower()
    eprint = verbatim(written.get("eprint", ""))
    venues = (plain(_unfolded(written.get(name, ""))) for name in _VENUES)
    venue = next((one for one in venues if one and not _ADDRESS.match(one)), "")
    return {
        "title": f"{title}: {more}" if title and more else title,
        "abstract": plain(written.get("abstract", "")),
        "authors": names(written.get("author") or written.get("editor", "")),
        "year": plain(written.get("year") or written.get("date", "")),
        "venue": venue,
        "doi": verbatim(written.get("doi", "")),
        "arxiv_id": (eprint if kind in ("", "arxiv") else "") or _arxiv_id(written),
        "pmid": verbatim(written.get("pmid", ""))
        or (eprint if kind == "pubmed" else "")
        or (entry.key if entry.key.startswith("PMID:") else ""),  # Europe PMC
        "url": verbatim(written.get("url") or written.get("adsurl", "")),
        "keywords": plain(written.get("author_keywords") or written.get("keywords", "")),
        CLAIMED_ID: verbatim(written.get(CLAIMED_ID, "")),
    }


def _unfolded(venue: str) -> str:
    r"""Return the journal that a lone macro of astronomers stands for (\mnras), or the venue."""
    name = venue.strip()
    return JOURNALS.get(name[1:].lower(), venue) if name.startswith("\\") else venue


def _arxiv_id(written: Mapping[str, str]) -> str:
    """Return the arXiv id that Mendeley names so; that DBLP and Semantic Scholar call a volume."""
    volume = verbatim(written.get("volume", ""))
    return verbatim(written.get("arxivid", "")) or (volume if volume.startswith("abs/") else "")
