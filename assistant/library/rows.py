"""How papers, records and vectors are written in the catalog."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy

from assistant.library.database import Row
from assistant.types import Paper

if TYPE_CHECKING:
    from assistant.types import Vector, Vectors


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
    """Return the papers of rows; `sources` are rows of a paper's id and a source of it."""
    by_paper: dict[str, list[str]] = {}
    for paper_id, source in sorted(sources):
        by_paper.setdefault(paper_id, []).append(source)
    return [_paper_of(row, by_paper.get(row[0], [])) for row in rows]


def _paper_of(row: Row, sources: list[str]) -> Paper:
    """Return the paper of a row, whose last column has its tags, and its sources."""
    id, title, abstract, authors, year, venue, doi, arxiv_id, pmid, url, keywords, tags = row
    return Paper(
        id=id, title=title, abstract=abstract, authors=tuple(json.loads(authors)), year=year,
        venue=venue, doi=doi, arxiv_id=arxiv_id, pmid=pmid, url=url,
        keywords=tuple(json.loads(keywords)), sources=tuple(sources),
        tags=tuple(sorted((tags or "").split(), key=str.casefold)),
    )  # fmt: skip


def written(given: Paper) -> str:
    """Return a record as JSON."""
    return json.dumps(asdict(given), ensure_ascii=False)


def parsed(record: str) -> Paper:
    """Return the record of a JSON text."""
    fields = json.loads(record)
    for name in ("authors", "keywords", "sources", "tags"):
        fields[name] = tuple(fields.get(name, ()))
    return Paper(**fields)


def encoded(vector: Vector) -> bytes:
    """Return a vector as float16 bytes."""
    return vector.astype(numpy.float16).tobytes()


def decoded(blobs: Iterable[bytes]) -> Vectors:
    """Return vectors of float16 bytes, shape (vectors, dimension)."""
    held = list(blobs)
    numbers = numpy.frombuffer(b"".join(held), dtype=numpy.float16).astype(numpy.float32)
    return numbers.reshape(len(held), -1) if held else numbers
