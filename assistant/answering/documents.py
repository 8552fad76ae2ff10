"""Answers and search results as JSON documents: `answer/1` and `search/1`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from assistant.grounding import instructions
from assistant.library.ingest import Counts
from assistant.retrieval.spelling import Correction
from assistant.types import Answer, Document, Hit, Paper, Reference, Statement, Step


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
        "statements": [statement_document(one) for one in answer.statements],
        "dropped": [asdict(one) for one in answer.dropped],
        "references": [reference_document(one) for one in answer.references],
        "retrieved": retrieved_document(answer.retrieved),
        "disagreements": disagreements_document(answer),
        "checks": asdict(answer.checks),
        "usage": asdict(answer.usage),
        "trace_id": answer.trace_id,
        **({"steps": list(map(step_document, answer.steps))} if answer.steps else {}),
    }


def statement_document(statement: Statement) -> Document:
    """Return a statement as `answer/1` has it."""
    return {
        **asdict(statement),
        "citations": list(statement.citations),
        "evidence": list(map(asdict, statement.evidence)),
    }


def step_document(step: Step) -> Document:
    """Return a step of searching as `answer/1` has it; only answers with such steps have any."""
    return {**asdict(step), "papers": list(step.papers)}


def reference_document(reference: Reference) -> Document:
    """Return a reference as `answer/1` has it."""
    paper = reference.paper
    return {
        "number": reference.number,
        "paper_id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "doi": paper.doi,
        "url": paper.url,
    }


def disagreements_document(answer: Answer) -> list[Document]:
    """Return where other papers contradict statements; `statement` counts from 1.

    `number` is that of the paper among the references, None where the answer does not cite it.
    """
    numbers = {one.paper.id: one.number for one in answer.references}
    return [
        {
            "statement": one.statement,
            "number": numbers.get(one.paper.id),
            "paper_id": one.paper.id,
            "title": one.paper.title,
            "year": one.paper.year,
            **asdict(one.quoted),
            "reason": one.reason,
        }
        for one in answer.disagreements
    ]


def retrieved_document(hits: Sequence[Hit]) -> list[Document]:
    """Return the papers found as `answer/1` lists them."""
    return [
        {
            "rank": hit.rank,
            "paper_id": hit.paper.id,
            "title": hit.paper.title,
            "score": round(hit.score, 4),
        }
        for hit in hits
    ]


def search_document(
    query: str, hits: Sequence[Hit], corrections: Sequence[Correction] = ()
) -> Document:
    """Return search results as `search/1`."""
    return {
        "schema": "search/1",
        "query": query,
        "corrections": [asdict(one) for one in corrections],
        "hits": [
            {
                "rank": hit.rank,
                "paper_id": hit.paper.id,
                "title": hit.paper.title,
                "year": hit.paper.year,
                "score": round(hit.score, 4),
                "warning": instructions.warning(hit.paper.abstract),
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


def shown_document(paper: Paper) -> Document:
    """Return a paper whose abstract is shown: with a warning where that orders its reader about."""
    return {**paper_document(paper), "warning": instructions.warning(paper.abstract)}


def counts_document(counts: Counts) -> Document:
    """Return what became of the records of an ingest."""
    return asdict(counts)


def text(statements: Sequence[Statement]) -> str:
    """Return the statements as running text, each with its marks behind it."""
    return " ".join(
        one.text + "".join(f" [{number}]" for number in one.citations) for one in statements
    )
