"""Claims held against abstracts, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from assistant.answering.checked import Checked
from assistant.answering.judge import Judge
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


def judged(
    claims: Sequence[Claim], library: Library | None, checker: Checker, judge: Judge | None = None
) -> list[Document]:
    """Return what was found out about each claim, or the `problem` that is in the way.

    What the checker leaves open goes to the judge, if there is one, many claims at a time.
    """
    held = [_held(claim, library, checker) for claim in claims]
    known = [one for one in held if isinstance(one, Checked)]
    settled = iter(judge.judged(known) if judge else known)
    name = judge.name if judge else checker.name
    return [
        _document(claim, next(settled) if isinstance(one, Checked) else one, name)
        for claim, one in zip(claims, held, strict=True)
    ]


def _held(claim: Claim, library: Library | None, checker: Checker) -> Checked | str:
    """Return a claim held against what it names, or the problem that is in the way."""
    if sum(one is not None for one in (claim.paper_id, claim.title, claim.evidence)) != 1:
        return "give one of paper_id, title and evidence"
    try:
        return against(claim.text, [_paper(claim, library)], checker)
    except PaperNotFound as error:
        return str(error)


def against(claim: str, papers: Sequence[Paper], checker: Checker) -> Checked:
    """Return a claim held against papers; the numbers of its evidence are their places, from 1."""
    cited = dict(enumerate(papers, 1))
    citations = tuple(map(Citation, cited))
    return Checked(claim, citations, cited, checker.check(claim, citations, cited))


def _document(claim: Claim, found: Checked | str, name: str) -> Document:
    said: Document = {
        "id": claim.id, "verdict": None, "score": None, "paper_id": None, "evidence": [],
        "reason": None, "checker": name, "problem": None,
    }  # fmt: skip
    if isinstance(found, str):
        return said | {"problem": found}
    return said | verdict_document(found, name) | {"paper_id": found.cited[1].id or None}


def verdict_document(found: Checked, name: str) -> Document:
    """Return verdict, score and evidence of a claim."""
    verdict = found.verdict
    return {
        "verdict": verdict.label,
        "score": verdict.score,
        "evidence": list(map(asdict, verdict.evidence)),
        "reason": verdict.reason,
        "checker": name,
    }


def _paper(claim: Claim, library: Library | None) -> Paper:
    if library is None or not claim.names_a_paper:
        return Paper("", "", claim.evidence or "")
    return library.paper(claim.paper_id or claim.title or "", parts=False)
