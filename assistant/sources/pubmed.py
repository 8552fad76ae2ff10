"""PubMed: the E-utilities of NCBI, which find identifiers first and then give papers by them.

Documented at https://www.ncbi.nlm.nih.gov/books/NBK25499/.  The identifiers of a search are asked
for all at once, so that the pages are of one moment, and kept replies are good for going on: a
search that is kept on NCBI's own history server is forgotten after hours.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import partial

from assistant.corpus.formats import pubmed_xml
from assistant.errors import SourceError
from assistant.sources import replies
from assistant.sources.service import Malformed, Page, Query, Request, Step

MOST = 9_999  # papers of one search
_PAGE = 200  # identifiers that an address may hold
_FIRST_YEAR, _LAST_YEAR = 1000, 3000


def search(query: Query, token: str) -> Step:
    """Return what finds identifiers, or gives papers: a token is those that are still to come."""
    if token:
        ids = token.split(",")
        return named(ids[:_PAGE], ids[_PAGE:])
    asked = {"db": "pubmed", "term": query.text, "retmax": str(query.limit)}
    if query.dated:
        first, last = query.first_year or _FIRST_YEAR, query.last_year or _LAST_YEAR
        asked |= {"datetype": "pdat", "mindate": str(first), "maxdate": str(last)}
    return Step(Request("/esearch.fcgi", {**asked, "retmode": "json", "sort": "relevance"}), _found)


def named(ids: Sequence[str], rest: Sequence[str] = ()) -> Step:
    """Return what gives papers by their identifiers, before those of a rest."""
    asked = {"db": "pubmed", "id": ",".join(ids), "retmode": "xml"}
    return Step(Request("/efetch.fcgi", asked), partial(_articles, ",".join(rest)))


def _articles(rest: str, reply: str, source: str) -> Page:
    if not reply.rstrip().endswith(("</PubmedArticleSet>", "<PubmedArticleSet/>")):
        raise Malformed(replies.said(reply) or "the articles are cut short")
    return Page(list(pubmed_xml.read(io.StringIO(reply), source)), following=rest or None)


def _found(reply: str, _: str) -> Page:
    result = replies.part(replies.document(reply), "esearchresult")
    if told := result.get("ERROR"):
        raise SourceError(f"PubMed: {told}; correct the query")
    total = replies.number(result.get("count"))
    ids = [str(one) for one in replies.listed(result, "idlist")]
    if total and not ids:
        raise Malformed(f"no identifiers where {total} were promised")
    return Page([], total, ",".join(ids) or None)
