"""Crossref: its REST API, paged by cursor.

Documented at https://api.crossref.org/swagger-ui/index.html.  The cursor of the last page is like
any other: an empty page tells that there is no more.
"""

from __future__ import annotations

from urllib.parse import quote

from assistant.sources import replies
from assistant.sources.service import Page, Query, Request, Step

_PAGE = 200
# A record whole, with its references, is twenty times as long.
_FIELDS = (
    "DOI,URL,abstract,author,container-title,created,issued,posted,published-online,"
    "published-print,publisher,subject,subtitle,title"
)


def search(query: Query, token: str) -> Step:
    """Return what gives the page of a cursor."""
    years = {"from-pub-date": query.first_year, "until-pub-date": query.last_year}
    limits = ",".join(f"{name}:{year:04}" for name, year in years.items() if year is not None)
    asked = {"query": query.text, "rows": str(min(_PAGE, query.limit)), "select": _FIELDS}
    asked |= {"filter": limits} if limits else {}
    return Step(Request("/works", {**asked, "cursor": token or "*"}), _works)


def work(doi: str) -> Step:
    """Return what gives the work of a DOI."""
    return Step(Request(f"/works/{quote(doi, safe='/')}"), _work)


def _works(reply: str, source: str) -> Page:
    message = replies.part(replies.document(reply), "message")
    items = replies.listed(message, "items")
    following = replies.token(message.get("next-cursor")) if items else None
    total = replies.number(message.get("total-results"))
    return Page(replies.records(items, source), total, following)


def _work(reply: str, source: str) -> Page:
    return Page(replies.records([replies.part(replies.document(reply), "message")], source))
