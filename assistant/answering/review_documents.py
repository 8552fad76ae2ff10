"""Reviews and comparison tables as JSON documents, and back: `review/1` and `table/1`.

References carry the abstract, so that a document can be rendered, and its quotes looked up, where
the library is not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from assistant.answering.documents import reference_document, statement_document
from assistant.errors import InputError
from assistant.library.saved import filters_of
from assistant.review import (
    Cell,
    Comparison,
    Coverage,
    LeftOut,
    Near,
    Note,
    Point,
    Review,
    Row,
    Sentence,
    Theme,
)
from assistant.types import (
    Checks,
    Document,
    Dropped,
    Evidence,
    Filters,
    Paper,
    Reference,
    Statement,
    Usage,
)

REVIEW = "review/1"
TABLE = "table/1"


def review_document(review: Review) -> Document:
    """Return the review as `review/1`."""
    return {
        "schema": REVIEW,
        "topic": review.topic,
        "depth": review.depth,
        "filters": _filters(review.filters),
        "abstained": review.abstained,
        "reason": review.reason,
        "message": review.message,
        "text": text(review),
        "overview": _sentences(review.overview),
        "themes": [
            {
                "title": theme.title,
                "terms": list(theme.terms),
                "papers": list(theme.papers),
                "sentences": _sentences(theme.sentences),
            }
            for theme in review.themes
        ],
        "agreements": _sentences(review.agreements),
        "disagreements": _sentences(review.disagreements),
        "gaps": _sentences(review.gaps),
        "notes": [
            {"number": note.number, "sentences": _sentences(note.sentences)}
            for note in review.notes
        ],
        "dropped": [asdict(one) for one in review.dropped],
        "references": [_reference(one) for one in review.references],
        "coverage": {
            "held": review.coverage.held,
            "relevant": review.coverage.relevant,
            "used": review.coverage.used,
            "looked_at": review.coverage.looked_at,
            "at_least": review.coverage.at_least,
            "left_out": [{**_unused(one), "why": one.why} for one in review.coverage.left_out],
            "near": [_unused(one) for one in review.coverage.near],
        },
        "map": [asdict(point) for point in review.points],
        "checks": asdict(review.checks),
        "usage": asdict(review.usage),
        "trace_id": review.trace_id,
    }


def text(review: Review) -> str:
    """Return the review as plain running text, a paragraph for each part, with its marks."""
    parts = [
        said(review.overview),
        *(f"{theme.title}\n{said(theme.sentences)}" for theme in review.themes),
        *(said(part) for part in (review.agreements, review.disagreements, review.gaps)),
    ]
    return "\n\n".join(part for part in parts if part) or review.message or ""


def said(sentences: Iterable[Sentence]) -> str:
    """Return sentences as running text, each with what leads to it and its marks behind it."""
    return " ".join(
        f"{one.lead} {one.statement.text}".strip()
        + "".join(f" [{number}]" for number in one.statement.citations)
        for one in sentences
    )


def review_of(document: Document) -> Review:
    """Return the review that a document of `review/1` tells of.

    Raises:
        InputError: it is none, or a part of it is missing or broken.
    """
    with _reading(document, REVIEW, "review", "summarize TOPIC --json"):
        return _review_of(document)


@contextmanager
def _reading(document: object, schema: str, what: str, writer: str) -> Iterator[None]:
    """Refuse what is not of a schema, and tell in one line what is missing or broken in it."""
    if not isinstance(document, dict) or document.get("schema") != schema:
        raise InputError(f"this is no {what} ({schema}); `litassist {writer}` writes one")
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            f"this {what} is broken: {error!r}; write it anew with `litassist {writer}`"
        ) from error


def _review_of(document: Document) -> Review:
    return Review(
        topic=document["topic"],
        depth=document["depth"],
        overview=_sentences_of(document["overview"]),
        themes=tuple(
            Theme(
                one["title"],
                tuple(one["terms"]),
                tuple(one["papers"]),
                _sentences_of(one["sentences"]),
            )
            for one in document["themes"]
        ),
        agreements=_sentences_of(document["agreements"]),
        disagreements=_sentences_of(document["disagreements"]),
        gaps=_sentences_of(document["gaps"]),
        notes=tuple(
            Note(one["number"], _sentences_of(one["sentences"])) for one in document["notes"]
        ),
        references=tuple(
            Reference(one["number"], _paper_of(one)) for one in document["references"]
        ),
        coverage=_coverage_of(document["coverage"]),
        points=tuple(Point(**one) for one in document["map"]),
        usage=Usage(**document["usage"]),
        trace_id=document["trace_id"],
        reason=document["reason"],
        message=document["message"],
        dropped=tuple(Dropped(**one) for one in document["dropped"]),
        checks=Checks(**document["checks"]),
        filters=filters_of(document.get("filters", {})),
    )


def table_document(table: Comparison) -> Document:
    """Return the comparison as `table/1`: rows are papers, cells quotes with their offsets."""
    return {
        "schema": TABLE,
        "topic": table.topic,
        "abstained": table.abstained,
        "reason": table.reason,
        "message": table.message,
        "columns": list(table.columns),
        "rows": [
            {
                **reference_document(Reference(row.number, row.paper)),
                "cells": {
                    column: asdict(cell)
                    for column, cell in zip(table.columns, row.cells, strict=True)
                },
            }
            for row in table.rows
        ],
        "usage": asdict(table.usage),
        "trace_id": table.trace_id,
    }


def table_of(document: Document) -> Comparison:
    """Return the comparison that a document of `table/1` tells of; abstracts are not in it.

    Raises:
        InputError: it is none, or a part of it is missing or broken.
    """
    with _reading(document, TABLE, "table", "compare --json"):
        return _table_of(document)


def _table_of(document: Document) -> Comparison:
    columns = tuple(document["columns"])
    return Comparison(
        document["topic"],
        columns,
        tuple(
            Row(
                one["number"],
                _paper_of(one),
                tuple(Cell(**one["cells"][column]) for column in columns),
            )
            for one in document["rows"]
        ),
        Usage(**document["usage"]),
        document["trace_id"],
        document["reason"],
        document["message"],
    )


def _filters(filters: Filters) -> Document:
    """Return filters as JSON has them: lists, which a document that is read back has too."""
    fields = asdict(filters)
    return {key: list(one) if isinstance(one, tuple) else one for key, one in fields.items()}


def _sentences(sentences: Sequence[Sentence]) -> list[Document]:
    return [{"lead": one.lead, **statement_document(one.statement)} for one in sentences]


def _sentences_of(documents: Iterable[Document]) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            Statement(
                text=one["text"],
                citations=tuple(one["citations"]),
                verdict=one["verdict"],
                score=one["score"],
                action=one["action"],
                evidence=tuple(Evidence(**quote) for quote in one["evidence"]),
                reason=one.get("reason"),
            ),
            one["lead"],
        )
        for one in documents
    )


def _reference(reference: Reference) -> Document:
    paper = reference.paper
    return {
        **reference_document(reference),
        "arxiv_id": paper.arxiv_id,
        "pmid": paper.pmid,
        "keywords": list(paper.keywords),
        "abstract": paper.abstract,
    }


def _unused(one: LeftOut | Near) -> Document:
    return {
        "paper_id": one.paper.id,
        "title": one.paper.title,
        "year": one.paper.year,
        "relevance": round(one.relevance, 4),
    }


def _unused_of(one: dict[str, Any]) -> tuple[Paper, float]:
    return Paper(one["paper_id"], one["title"], "", year=one["year"]), float(one["relevance"])


def _paper_of(one: dict[str, Any]) -> Paper:
    return Paper(
        id=one["paper_id"],
        title=one["title"],
        abstract=one.get("abstract", ""),
        authors=tuple(one["authors"]),
        year=one["year"],
        venue=one["venue"],
        doi=one["doi"],
        arxiv_id=one.get("arxiv_id"),
        pmid=one.get("pmid"),
        url=one["url"],
        keywords=tuple(one.get("keywords", ())),
    )


def _coverage_of(one: dict[str, Any]) -> Coverage:
    return Coverage(
        one["held"],
        one["relevant"],
        one["used"],
        tuple(LeftOut(*_unused_of(left), left["why"]) for left in one["left_out"]),
        one.get("looked_at"),
        one.get("at_least", False),
        tuple(Near(*_unused_of(near)) for near in one.get("near", ())),
    )
