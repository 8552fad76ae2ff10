"""Papers as this program writes them, a JSON object a line: taken over as they stand.

{"schema": "paper/1", "id": "doi:10.1000/x", "title": …, "abstract": …, "authors": […],
"year": …, "venue": …, "doi": …, "arxiv_id": …, "pmid": …, "url": …, "keywords": […],
"tags": […], "notes": […], "sources": […]}
"""

from __future__ import annotations

from assistant.corpus import identity, markup
from assistant.corpus.fields import NO_TITLE, MissingTitle
from assistant.corpus.formats.json_values import Fields, items
from assistant.corpus.records import Record
from assistant.types import Paper

SCHEMA = "paper/1"


def is_own(item: Fields) -> bool:
    """Tell whether an object says that this program wrote it."""
    return item.get("schema") == SCHEMA


def record(item: Fields, source: str, line: int) -> Record:
    """Return the paper of an object with its tags and notes.

    Raises:
        MissingTitle: it has no title.
    """
    title = " ".join(_text(item.get("title")).split())
    if not title:
        raise MissingTitle(NO_TITLE)
    doi = identity.clean_doi(_text(item.get("doi")))
    arxiv_id = identity.clean_arxiv_id(_text(item.get("arxiv_id")))
    pmid = identity.clean_pmid(_text(item.get("pmid")))
    year = item.get("year")
    paper = Paper(
        id=identity.claimed_id(_text(item.get("id")))
        or identity.paper_id(title, doi=doi, arxiv_id=arxiv_id, pmid=pmid),
        title=title,
        abstract=_text(item.get("abstract")),
        authors=_texts(item.get("authors")),
        year=year if isinstance(year, int) and 0 < year < 10_000 else None,
        venue=_text(item.get("venue")) or None,
        doi=doi,
        arxiv_id=arxiv_id,
        pmid=pmid,
        url=_text(item.get("url")) or None,
        keywords=_texts(item.get("keywords")),
    )
    tags, notes = _texts(item.get("tags")), _texts(item.get("notes"))
    return Record(paper, source, line, tags, notes, distinct=True)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(said for one in items(value) if (said := _text(one)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return markup.without_controls(value.encode(errors="replace").decode()).strip()
