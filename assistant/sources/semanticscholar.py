"""Semantic Scholar: the bulk search of its Academic Graph API, paged by tokens.

Documented at https://api.semanticscholar.org/api-docs/graph.  A page has up to 1,000 papers, and
none ranks them by relevance: the most cited come first.
"""

from __future__ import annotations

from urllib.parse import quote

from assistant.sources import replies
from assistant.sources.service import Page, Query, Request, Step

_FIELDS = (
    "title,abstract,authors,year,publicationDate,venue,publicationVenue,journal,externalIds,url,"
    "fieldsOfStudy"
)


def search(query: Query, token: str) -> Step:
    """Return what gives the page of a token; plain words must all be in title or abstract."""
    asked = {"query": query.text, "fields": _FIELDS, "sort": "citationCount:desc"}
    if query.dated:
        first, last = (
            "" if year is None else f"{year:04}" for year in (query.first_year, query.last_year)
        )
        asked["year"] = first if first == last else f"{first}-{last}"
    return Step(Request("/paper/search/bulk", asked | ({"token": token} if token else {})), _papers)


def work(doi: str) -> Step:
    """Return what gives the work of a DOI."""
    return Step(Request(f"/paper/DOI:{quote(doi, safe='/')}", {"fields": _FIELDS}), _paper)


def _papers(reply: str, source: str) -> Page:
    answer = replies.document(reply)
    papers = replies.listed(answer, "data")
    following = replies.token(answer.get("token")) if papers else None
    return Page(replies.records(papers, source), replies.number(answer.get("total")), following)


def _paper(reply: str, source: str) -> Page:
    return Page(replies.records([replies.document(reply)], source))
