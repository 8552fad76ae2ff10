"""Europe PMC: its Articles RESTful API, paged by cursor marks.

Documented at https://europepmc.org/RestfulWebService.  It says in replies of status 200, too, what
is wrong with a query.
"""

from __future__ import annotations

from assistant.errors import SourceError
from assistant.sources import replies
from assistant.sources.service import Page, Query, Request, Step

_PAGE = 200
_FIRST_YEAR, _LAST_YEAR = 1500, 2999


def search(query: Query, token: str) -> Step:
    """Return what gives the page of a cursor mark."""
    text = query.text
    if query.dated:
        first, last = query.first_year or _FIRST_YEAR, query.last_year or _LAST_YEAR
        text = f"({text}) AND PUB_YEAR:[{first} TO {last}]"
    asked = {"query": text, "resultType": "core", "format": "json"}
    size = str(min(_PAGE, query.limit))
    return Step(
        Request("/search", {**asked, "pageSize": size, "cursorMark": token or "*"}), _results
    )


def work(doi: str) -> Step:
    """Return what gives the work of a DOI."""
    return search(Query(f'DOI:"{doi}"', 1), "")


def _results(reply: str, source: str) -> Page:
    answer = replies.document(reply)
    if told := answer.get("errMsg"):
        raise SourceError(f"Europe PMC: {told}; correct the query")
    results = replies.listed(replies.part(answer, "resultList"), "result")
    following = replies.token(answer.get("nextCursorMark")) if results else None
    total = replies.number(answer.get("hitCount"))
    return Page(replies.records(results, source), total, following)
