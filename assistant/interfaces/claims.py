"""Claims held against abstracts, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from assistant.grounding.check import Checker
from assistant.types import Citation, Document, Paper


def checked(claim: str, papers: Sequence[Paper], checker: Checker) -> Document:
    """Return verdict, score and evidence of a claim; its numbers are places in `papers`, from 1."""
    cited = dict(enumerate(papers, 1))
    verdict = checker.check(claim, [Citation(number) for number in cited], cited)
    return {
        "verdict": verdict.label,
        "score": verdict.score,
        "evidence": list(map(asdict, verdict.evidence)),
        "reason": verdict.reason,
        "checker": checker.name,
    }
