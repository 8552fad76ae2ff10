"""arXiv: its API gives an Atom feed, found by query or by identifiers.

Documented at https://info.arxiv.org/help/api/user-manual.html; its terms of use ask for three
seconds between two requests and one connection at a time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from functools import partial

from assistant.corpus.formats import arxiv_atom
from assistant.errors import SourceError
from assistant.sources import replies
from assistant.sources.service import Malformed, Page, Query, Request, Step

MOST = 30_000  # papers of one search
# Larger slices are allowed, up to 2,000, but often come back cut short.
_PAGE = 200
_TOTAL = re.compile(r"<(?:\w+:)?totalResults[^<>]*>\s*(\d{1,12})\s*<")
_ERROR = re.compile(r"<id>[^<>]*arxiv\.org/api/errors")
_IN_ITS_WORDS = re.compile(
    r"\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):|\b(?:AND|OR|ANDNOT)\b"
)
_WORD = re.compile(r'"[^"]+"|[^\s"]+')
_FIRST_YEAR, _LAST_YEAR = 1991, 2999


def search(query: Query, token: str) -> Step:
    """Return what gives the papers from a place on; plain words must all be somewhere in them."""
    start = int(token or 0)
    size = min(_PAGE, query.limit)
    asked = {"search_query": _words(query), "start": str(start), "max_results": str(size)}
    return Step(Request("/query", {**asked, "sortBy": "relevance"}), partial(_slice, start))


def named(ids: Sequence[str]) -> Step:
    """Return what gives papers by their identifiers."""
    asked = {"id_list": ",".join(ids), "max_results": str(len(ids))}
    return Step(Request("/query", asked), _papers)


def _slice(start: int, reply: str, source: str) -> Page:
    """Return a slice of what was found; arXiv at times sends an empty one instead."""
    page = _papers(reply, source)
    total, end = page.total or 0, start + len(page.records)
    if start == end < total:
        raise Malformed(f"an empty page where {total - start} more papers were promised")
    return Page(page.records, total, str(end) if end < total else None)


def _papers(reply: str, source: str) -> Page:
    total = _TOTAL.search(reply)
    if not reply.rstrip().endswith("</feed>") or not total:
        raise Malformed("the feed is cut short" if "<feed" in reply else "no Atom feed")
    if _ERROR.search(reply):
        raise SourceError(f"arXiv: {replies.said(reply)}; correct the query")
    return Page(list(arxiv_atom.read(io.StringIO(reply), source)), int(total[1]))


def _words(query: Query) -> str:
    text = query.text
    if not _IN_ITS_WORDS.search(text):
        words = (word.strip(":,;()") for word in _WORD.findall(text))
        text = " AND ".join(f"all:{word}" for word in words if word)
    if query.dated:
        first, last = query.first_year or _FIRST_YEAR, query.last_year or _LAST_YEAR
        text = f"({text}) AND submittedDate:[{first}01010000 TO {last}12312359]"
    return text
