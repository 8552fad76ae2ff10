"""How papers, records and vectors are written in the catalog."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy

from assistant.library.database import Row
from assistant.types import Paper

if TYPE_CHECKING:
    from assistant.types import Vector, Vectors


COLUMNS = "id, title, abstract, authors, year, venue, doi, arxiv_id, pmid, url, keywords"
"""Those of a paper, in the order of its row."""
_BARE: dict[str, Any] = {"sources": (), "tags": ()}  # which a paper has from elsewhere
_LISTS = frozenset({"authors", "keywords", *_BARE})
_FIELDS = (*COLUMNS.split(", "), *_BARE)


def row_of(paper: Paper) -> Row:
    """Return the columns of a paper, in the order of the catalog."""
    authors, keywords = (
        json.dumps(part, ensure_ascii=False) for part in (paper.authors, paper.keywords)
    )
    return (
        paper.id, paper.title, paper.abstract, authors, paper.year, paper.venue,
        paper.doi, paper.arxiv_id, paper.pmid, paper.url, keywords,
    )  # fmt: skip


def papers_of(rows: Iterable[Row], sources: Iterable[Row]) -> list[Paper]:
    """Return the papers of rows, whose last column has their tags.

    `sources` are rows of a paper's id and a source of it.
    """
    by_paper: dict[str, list[str]] = {}
    for paper_id, source in sorted(sources):
        by_paper.setdefault(paper_id, []).append(source)
    return [
        paper_of(
            row[:-1], by_paper.get(row[0], ()), sorted((row[-1] or "").split(), key=str.casefold)
        )
        for row in rows
    ]


def paper_of(row: Row, sources: Iterable[str] = (), tags: Iterable[str] = ()) -> Paper:
    """Return the paper of a row."""
    id, title, abstract, authors, year, venue, doi, arxiv_id, pmid, url, keywords = row
    return Paper(
        id, title, abstract, tuple(json.loads(authors)), year, venue, doi, arxiv_id, pmid, url,
        tuple(json.loads(keywords)), tuple(sources), tuple(tags),
    )  # fmt: skip


def difference(said: Paper, paper: Paper) -> str:
    """Return as JSON in which fields a record says something else than its paper.

    Most say all that the paper does: their texts would be kept twice.
    """
    bare = dataclasses.replace(paper, **_BARE)
    fields = {
        name: value for name in _FIELDS if (value := getattr(said, name)) != getattr(bare, name)
    }
    return json.dumps(fields, ensure_ascii=False)


def said(difference: str, paper: Paper) -> Paper:
    """Return the record that differs so from its paper."""
    fields = {**_BARE, **json.loads(difference)}
    for name in _LISTS & fields.keys():
        fields[name] = tuple(fields[name])
    return dataclasses.replace(paper, **fields)


def encoded(vector: Vector) -> bytes:
    """Return a vector as float16 bytes."""
    return vector.astype(numpy.float16).tobytes()


def decoded(blobs: Iterable[bytes]) -> Vectors:
    """Return vectors of float16 bytes, shape (vectors, dimension)."""
    held = list(blobs)
    numbers = numpy.frombuffer(b"".join(held), dtype=numpy.float16).astype(numpy.float32)
    return numbers.reshape(len(held), -1) if held else numbers
