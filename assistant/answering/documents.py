"""Answers and search results as JSON documents: `answer/1` and `search/1`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from assistant.types import Answer, Document, Hit, Paper, Statement


def answer_document(answer: Answer) -> Document:
    """Return the answer as `answer/1`."""
    return {
        "schema": "answer/1",
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "message": answer.message,
        "text": text(answer.statements) or answer.message or "",
        "statements": [
            {
                **asdict(one),
                "citations": list(one.citations),
                "evidence": list(map(asdict, one.evidence)),
            }
            for one in answer.statements
        ],
        "dropped": [asdict(one) for one in answer.dropped],
        "references": [
            {
                "number": one.number,
                "paper_id": one.paper.id,
                "title": one.paper.title,
                "authors": list(one.paper.authors),
                "year": one.paper.year,
                "venue": one.paper.venue,
                "doi": one.paper.doi,
                "url": one.paper.url,
            }
            for one in answer.references
        ],
        "retrieved": [
            {
                "rank": hit.rank,
                "paper_id": hit.paper.id,
                "title": hit.paper.title,
                "score": round(hit.score, 4),
            }
            for hit in answer.retrieved
        ],
        "checks": asdict(answer.checks),
        "usage": asdict(answer.usage),
        "trace_id": answer.trace_id,
    }


def search_document(query: str, hits: Sequence[Hit]) -> Document:
    """Return search results as `search/1`."""
    return {
        "schema": "search/1",
        "query": query,
        "hits": [
            {
                "rank": hit.rank,
                "paper_id": hit.paper.id,
                "title": hit.paper.title,
                "year": hit.paper.year,
                "score": round(hit.score, 4),
                "passages": [
                    {**asdict(passage), "score": round(passage.score, 4)}
                    for passage in hit.passages
                ],
            }
            for hit in hits
        ],
    }


def paper_document(paper: Paper) -> Document:
    """Return a paper with all its fields."""
    return asdict(paper)


def text(statements: Sequence[Statement]) -> str:
    """Return the statements as running text, each with its marks behind it."""
    return " ".join(
        one.text + "".join(f" [{number}]" for number in one.citations) for one in statements
    )
