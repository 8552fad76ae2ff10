"""Papers as CSL-JSON items, which Zotero, pandoc and citation processors read.

Source: citationstyles.org, csl-data.json of CSL 1.0.2.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.corpus.fields import CLAIMED_ID
from assistant.corpus.names import name
from assistant.interfaces import bibliography
from assistant.interfaces.export.escaping import address, line
from assistant.interfaces.export.ris import published_as
from assistant.types import Document, Paper

_TYPES = {
    "article": "article-journal",
    "conference": "paper-conference",
    "preprint": "article",
    "unknown": "document",
}


def csl_items(papers: Sequence[Paper]) -> list[Document]:
    """Return the papers as items of CSL-JSON, with the keys of their BibTeX entries."""
    keys = bibliography.keys(papers)
    return [csl_item(key, paper) for key, paper in zip(keys, papers, strict=True)]


def csl_item(key: str, paper: Paper) -> Document:
    """Return a paper as an item of CSL-JSON; what is not known of it has no field."""
    item = {
        "title": line(paper.title),
        "author": [_person(author) for author in paper.authors if line(author)],
        "issued": {"date-parts": [[paper.year]]} if paper.year else None,
        "container-title": line(paper.venue or ""),
        "DOI": line(paper.doi or ""),
        "URL": address(paper.url),
        "PMID": line(paper.pmid or ""),
        "number": f"arXiv:{line(paper.arxiv_id)}" if paper.arxiv_id else None,
        "keyword": bibliography.joined(map(line, paper.keywords)),
        "abstract": line(paper.abstract),
        "custom": {CLAIMED_ID: claimed} if (claimed := bibliography.claimed_id(paper)) else None,
    }
    return {
        "id": key,
        "type": _TYPES[published_as(paper)],
        **{field: value for field, value in item.items() if value},
    }


def _person(author: str) -> dict[str, str]:
    one = name(line(author))
    if not one.given:
        return {"literal": one.family}
    return {"family": one.family, "given": one.given}
