"""OpenAlex: its API of works, paged by cursor.

Documented at https://developers.openalex.org/api-reference/introduction.
"""

from __future__ import annotations

from urllib.parse import quote

from assistant.sources import replies
from assistant.sources.service import Page, Query, Request, Step

_PAGE = 100  # the most it gives; each page costs, however few works are on it
_FIELDS = (
    "id,doi,title,display_name,publication_year,publication_date,ids,primary_location,authorships,"
    "abstract_inverted_index,keywords"
)


def search(query: Query, token: str) -> Step:
    """Return what gives the page of a cursor."""
    first, last = query.first_year, query.last_year
    limits = [f"from_publication_date:{first:04}-01-01"] if first is not None else []
    limits += [f"to_publication_date:{last:04}-12-31"] if last is not None else []
    asked = {"search": query.text, "per_page": str(min(_PAGE, query.limit)), "select": _FIELDS}
    asked |= {"filter": ",".join(limits)} if limits else {}
    return Step(Request("/works", {**asked, "cursor": token or "*"}), _works)


def work(doi: str) -> Step:
    """Return what gives the work of a DOI."""
    return Step(Request(f"/works/doi:{quote(doi, safe='/')}", {"select": _FIELDS}), _work)


def _works(reply: str, source: str) -> Page:
    answer = replies.document(reply)
    meta, works = replies.part(answer, "meta"), replies.listed(answer, "results")
    following = replies.token(meta.get("next_cursor")) if works else None
    return Page(replies.records(works, source), replies.number(meta.get("count")), following)


def _work(reply: str, source: str) -> Page:
    return Page(replies.records([replies.document(reply)], source))
