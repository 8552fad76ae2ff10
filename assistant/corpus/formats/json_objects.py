"""A JSON object -> a paper, by the flavour that its names tell."""

from __future__ import annotations

from collections.abc import Callable

from assistant.corpus.fields import paper_from
from assistant.corpus.formats import managers, own, services
from assistant.corpus.formats.json_values import Fields, NoPaper, mapping
from assistant.corpus.records import Record

_FLAVOURS: tuple[tuple[Callable[[Fields], bool], Callable[[Fields], Fields]], ...] = (
    (services.is_openalex, services.openalex),
    (managers.is_zotero, managers.zotero),
    (managers.is_arxiv_snapshot, managers.arxiv_snapshot),
    (services.is_crossref, services.crossref),
    (services.is_semantic_scholar, services.semantic_scholar),
    (services.is_europe_pmc, services.europe_pmc),
    (services.is_dblp, services.dblp),
    (managers.is_csl, managers.csl),
    (managers.is_of_arxiv, managers.of_arxiv),
)
WRAPPERS = (
    "results", "items", "data", "message", "papers", "works", "records", "references", "resultList",
    "result", "hits", "hit",
)  # fmt: skip
"""Names under which an answer holds its papers."""

_OF_PAPERS = frozenset({"title", "itemType", "display_name"})


def record(value: object, source: str, line: int) -> Record:
    """Return the record that a value of JSON is.

    Raises:
        MissingTitle: no field holds a title.
        NoPaper: it is no object, or one that is no paper.
    """
    if value is None:
        raise NoPaper("null is not an object with named fields")
    if not isinstance(value, dict):
        raise NoPaper("it is not an object with named fields")
    fields = mapping(value)
    if own.is_own(fields):
        return own.record(fields, source, line)
    flavours = (fields_of(fields) for is_of, fields_of in _FLAVOURS if is_of(fields))
    return Record(paper_from(next(flavours, fields)), source, line)


def wraps(value: object) -> bool:
    """Tell whether an object is no paper itself but holds some."""
    fields = mapping(value)
    if fields.keys() & _OF_PAPERS or managers.is_zotero(fields):
        return False
    known = any(isinstance(fields.get(name), list | dict) for name in WRAPPERS)
    return known or any(map(lists, fields.values()))


def lists(value: object) -> bool:
    """Tell whether a value is a list of papers, by the first objects in it."""
    return isinstance(value, list) and any(mapping(one).keys() & _OF_PAPERS for one in value[:3])
