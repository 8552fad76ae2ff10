"""Claims held against abstracts, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.errors import PaperNotFound
from assistant.grounding.check import Checker
from assistant.library.library import Library
from assistant.types import Citation, Document, Paper


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim and what it is held against: a paper, by id or title, or a text of one's own."""

    id: object
    text: str
    paper_id: str | None = None
    title: str | None = None
    evidence: str | None = None

    @property
    def names_a_paper(self) -> bool:
        """Whether the library is needed to check it."""
        return self.evidence is None


def judged(claim: Claim, library: Library | None, checker: Checker) -> Document:
    """Return what was found out about a claim, or the `problem` that is in the way."""
    said: Document = {
        "id": claim.id, "verdict": None, "score": None, "paper_id": None, "evidence": [],
        "reason": None, "checker": checker.name, "problem": None,
    }  # fmt: skip
    if sum(one is not None for one in (claim.paper_id, claim.title, claim.evidence)) != 1:
        return said | {"problem": "give one of paper_id, title and evidence"}
    try:
        paper = _paper(claim, library)
    except PaperNotFound as error:
        return said | {"problem": str(error)}
    return said | checked(claim.text, [paper], checker) | {"paper_id": paper.id or None}


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


def _paper(claim: Claim, library: Library | None) -> Paper:
    if library is None or not claim.names_a_paper:
        return Paper("", "", claim.evidence or "")
    return library.paper(claim.paper_id or claim.title or "", parts=False)
