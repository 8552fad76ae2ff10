"""Papers that a query names: by DOI, arXiv id, PubMed id, address, title, or most of a title."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from assistant.corpus import identity
from assistant.corpus.identity import normalised_title
from assistant.library.catalog import Catalog
from assistant.types import Paper

_ADDRESS = re.compile(r"https?://\S+")
_PMID = re.compile(r"(?i)\bpmid:?\s*\d{1,8}\b")
_LIKE = 0.85  # of the letters: a title typed with an error or two, or without a word of it
_FEWEST_WORDS = 3  # a shorter piece of a title is a subject
_SHARE = 0.4  # of a title's letters that its piece must make up


def identified(query: str, catalog: Catalog) -> list[str]:
    """Return the ids of the papers whose identifier or address stands in a query, or is it."""
    text = query.strip()
    names = [
        text if " " not in text else None,
        identity.clean_doi(text),
        identity.clean_arxiv_id(text),
        *(found[0] for found in (*_ADDRESS.finditer(text), *_PMID.finditer(text))),
    ]
    found = dict.fromkeys(
        id for name in dict.fromkeys(names) if name for id in sorted(catalog.identified(name))
    )
    if found or not text:
        return list(found)
    return [paper.id for paper in catalog.papers_named(text, parts=False)]


def titled(query: str, papers: Iterable[Paper]) -> list[str]:
    """Return the ids of those papers whose title is nearly the query, or most of it the query."""
    asked = normalised_title(query)
    return [paper.id for paper in papers if asked and _is_meant(asked, paper.title)]


def _is_meant(asked: str, title: str) -> bool:
    whole = normalised_title(title)
    if f" {asked} " in f" {whole} ":
        long_enough = len(asked) >= _SHARE * len(whole)
        # "MindSearch: …" is known by what stands before the colon.
        begins = asked == normalised_title(title.partition(":")[0]) != whole
        return begins or (long_enough and len(asked.split()) >= _FEWEST_WORDS)
    if abs(len(asked) - len(whole)) > (1 - _LIKE) * (len(asked) + len(whole)):
        return False
    # Letters in any order are never fewer than those in one order, and quick to count.
    alike = 2 * (Counter(asked) & Counter(whole)).total() / max(len(asked) + len(whole), 1)
    return alike >= _LIKE and SequenceMatcher(None, asked, whole, autojunk=False).ratio() >= _LIKE
