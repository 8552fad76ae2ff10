"""A checked draft as JSON: check/1."""

from __future__ import annotations

from assistant.answering.checking.drafts import CheckedDraft, CheckedSentence, Quote
from assistant.types import Document

SCHEMA = "check/1"


def check_document(draft: CheckedDraft) -> Document:
    """Return a checked draft as check/1; `supported` tells what the exit status tells."""
    return {
        "schema": SCHEMA,
        "file": draft.name,
        "checker": draft.checker,
        "supported": draft.supported,
        "counts": dict(draft.counts),
        "sentences": [_sentence(number, one) for number, one in enumerate(draft.sentences, 1)],
        "seconds": round(draft.seconds, 3),
    }


def _sentence(number: int, one: CheckedSentence) -> Document:
    suggested = one.suggestion
    return {
        "number": number,
        "line": one.sentence.line,
        "text": one.sentence.text,
        "citations": [
            {
                "label": cited.label,
                "paper_id": cited.paper.id if cited.paper else None,
                "problem": cited.problem,
            }
            for cited in one.cited
        ],
        "finding": one.finding,
        "verdict": one.verdict,
        "score": one.score,
        "reason": one.reason,
        "evidence": list(map(_quote, one.evidence)),
        "nearest": _quote(one.nearest) if one.nearest else None,
        "suggestion": (
            {**_quote(suggested.quote), "verdict": suggested.verdict} if suggested else None
        ),
    }


def _quote(one: Quote) -> Document:
    return {
        "paper_id": one.paper.id,
        "title": one.paper.title,
        "quote": one.text,
        "start": one.start,
        "end": one.end,
    }
