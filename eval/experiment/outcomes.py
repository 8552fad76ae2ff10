"""Documents of the product's schemas -> outcomes that metrics are computed from."""

from __future__ import annotations

from typing import Any

from assistant.types import Document
from eval.types import Cost, Outcome, Quote, Sentence


def outcome(case: str, document: Document, confidence: float | None) -> Outcome:
    """Return what an `answer/1` or `search/1` document says in reply to a case.

    Raises:
        KeyError: it is neither.
    """
    if document["schema"] == "search/1":
        ranked = tuple(hit["paper_id"] for hit in document["hits"])
        return Outcome(case, ranked=ranked, confidence=confidence)
    papers = {one["number"]: one["paper_id"] for one in document["references"]}
    usage = document["usage"]
    return Outcome(
        case=case,
        ranked=tuple(hit["paper_id"] for hit in document["retrieved"]),
        sentences=tuple(_sentence(one, papers) for one in document["statements"]),
        references=tuple(papers.values()),
        answered=not document["abstained"],
        message=document["message"],
        confidence=confidence,
        cost=Cost(
            calls=usage["calls"],
            tokens_in=usage["tokens_in"],
            tokens_out=usage["tokens_out"],
            dollars=usage["cost_usd"],
            seconds=usage["seconds"],
        ),
    )


def _sentence(statement: dict[str, Any], papers: dict[int, str]) -> Sentence:
    marks = statement["citations"]
    return Sentence(
        text=statement["text"],
        cites=tuple(dict.fromkeys(papers[number] for number in marks if number in papers)),
        # What is told to claim nothing is not shown as checked.
        flagged=statement["action"] == "flagged" or statement["verdict"] == "no_claim",
        score=statement["score"],
        quotes=tuple(
            Quote(papers.get(one["number"], ""), one["quote"], one["start"], one["end"])
            for one in statement["evidence"]
        ),
        dangling=sum(number not in papers for number in marks),
    )
