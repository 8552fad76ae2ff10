"""Questions without a conversation that is kept: ask, search, check."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.documents import answer_document, search_document
from assistant.errors import PaperNotFound
from assistant.grounding.check import Checker
from assistant.interfaces.api import responses
from assistant.interfaces.api.answers import Teller
from assistant.interfaces.api.openapi import streamed
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.requests import AskBody, CheckBody, ClaimBody, SearchBody
from assistant.interfaces.api.streaming import respond
from assistant.interfaces.claims import checked
from assistant.library.library import Library
from assistant.types import Document, Paper

router = APIRouter(tags=["questions"])
EVENTS = (
    'event: sources\ndata: {"standalone_question": "…", "retrieved": […]}\n\n'
    'event: delta\ndata: {"text": "Dense retrieval outperforms BM25. [1]"}\n\n'
    'event: statement\ndata: {"text": "…", "citations": [1], …, "references": [{"number": 1, …}]}'
    "\n\nevent: usage\ndata: {…}\n\nevent: done\ndata: {the whole answer/1}\n\n"
)


@router.post(
    "/v1/ask",
    response_model=responses.Answer,
    responses=streamed(EVENTS),
    summary="Answer a question",
)
async def ask(body: AskBody, request: Request, parts: Given) -> Response:
    """Answer with checked citations, or say that the library does not hold it.

    With `Accept: text/event-stream` the answer is told while it is made: `sources`, then for each
    checked statement `delta` and `statement`, then `usage` and `done`, or `error` with a problem.
    The texts of all `delta` events, joined, are the `text` of the answer.
    """

    def work(teller: Teller) -> Document:
        assistant = parts.service.assistant()
        return answer_document(
            assistant.ask(body.asked(), teller.on_statement, teller.on_hits, teller.on_reference)
        )

    return await respond(request, parts.answers.start(work), parts.heartbeat_seconds)


@router.post("/v1/search", response_model=responses.SearchResult, summary="Search the papers")
def search(body: SearchBody, parts: Given) -> Response:
    """Search by meaning and by words; each paper comes with its passages, the best first."""
    searcher = parts.service.assistant().searcher
    found = searcher.search(body.query, body.papers, body.filters.filters())
    return JSONResponse(search_document(body.query, found))


@router.post("/v1/check", response_model=responses.Verdicts, summary="Check claims")
def check(body: CheckBody, parts: Given) -> Response:
    """Check each claim against the abstract of a paper, or against a text that comes with it."""
    # A text of one's own can be checked without a library.
    library = parts.service.library() if any(map(_names_a_paper, body.items)) else None
    checker = parts.service.app.checker
    return JSONResponse({"items": [_verdict(item, library, checker) for item in body.items]})


def _verdict(item: ClaimBody, library: Library | None, checker: Checker) -> Document:
    said: Document = {
        "id": item.id, "verdict": None, "score": None, "paper_id": None, "evidence": [],
        "reason": None, "checker": checker.name, "problem": None,
    }  # fmt: skip
    if sum(one is not None for one in (item.paper_id, item.title, item.evidence)) != 1:
        return said | {"problem": "give one of paper_id, title and evidence"}
    try:
        paper = _paper(item, library)
    except PaperNotFound as error:
        return said | {"problem": str(error)}
    return said | checked(item.claim, [paper], checker) | {"paper_id": paper.id or None}


def _paper(item: ClaimBody, library: Library | None) -> Paper:
    if library is None or not _names_a_paper(item):
        return Paper("", "", item.evidence or "")
    return library.paper(item.paper_id or item.title or "", parts=False)


def _names_a_paper(item: ClaimBody) -> bool:
    return item.evidence is None
