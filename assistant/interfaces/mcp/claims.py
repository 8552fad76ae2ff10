"""The claims that other assistants have checked, by papers they name or the nearest ones."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from assistant.answering.calls import Calls
from assistant.answering.checked import Checked
from assistant.errors import PaperNotFound
from assistant.interfaces.claims import against, verdict_document
from assistant.interfaces.mcp.calls import Call, Name, Text
from assistant.types import Document

_PAPERS_FOR_A_CLAIM = 5


class Claim(BaseModel):
    """A sentence, and perhaps the paper that it is ascribed to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    claim: Text = Field(
        description="One sentence.",
        examples=["BM25 stays ahead of dense retrieval on SQuAD."],
    )
    paper: Name | None = Field(
        None,
        description="Id, DOI, arXiv id, title or part of the title of the paper that is said to "
        "support it. Without it the nearest papers of the library are looked at.",
        examples=["arxiv:2004.04906"],
    )


def verdicts(claims: Sequence[Claim], call: Call) -> list[Document]:
    """Return what was found out about each claim, or the `problem` that is in the way.

    What the checker leaves open goes to the judge, if there is one, many claims at a time.
    """
    held = []
    for claim in claims:
        held.append(_held(claim, call))
        call.step(f"checked {len(held)} of {len(claims)} claims")
    app = call.library.app
    name, judge = app.checker.name, app.judge()
    known = [one for one in held if isinstance(one, Checked)]
    if judge:
        name = judge.name
        known = judge.judged(known, Calls(judge.chat, judge.calls_in_flight, call.on_progress))
    settled = iter(known)
    return [
        _document(claim, next(settled) if isinstance(one, Checked) else one, name)
        for claim, one in zip(claims, held, strict=True)
    ]


def _held(one: Claim, call: Call) -> Checked | str:
    try:
        if one.paper is not None:
            papers = [call.library.library().paper(one.paper)]
        else:
            searcher = call.library.assistant().searcher
            papers = [hit.paper for hit in searcher.search(one.claim, _PAPERS_FOR_A_CLAIM)]
    except PaperNotFound as error:
        return str(error)
    return against(one.claim, papers, call.library.app.checker)


def _document(claim: Claim, found: Checked | str, name: str) -> Document:
    said: Document = {
        "claim": claim.claim, "verdict": None, "score": None, "paper_ids": [], "evidence": [],
        "reason": None, "checker": name, "problem": None,
    }  # fmt: skip
    if isinstance(found, str):
        return said | {"problem": found}
    verdict = verdict_document(found, name)
    evidence = [
        {"paper_id": found.cited[quote.pop("number")].id, **quote} for quote in verdict["evidence"]
    ]
    ids = [paper.id for paper in found.cited.values()]
    return said | verdict | {"paper_ids": ids, "evidence": evidence}
