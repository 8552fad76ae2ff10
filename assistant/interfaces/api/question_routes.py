"""Questions without a conversation that is kept: ask, search, check."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.agreeing.documents import agreement_document
from assistant.answering.documents import answer_document, search_document
from assistant.interfaces.api import agreement_responses, responses
from assistant.interfaces.api.answers import Teller
from assistant.interfaces.api.openapi import streamed
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.requests import (
    AgreementBody,
    AskBody,
    CheckBody,
    ClaimBody,
    SearchBody,
)
from assistant.interfaces.api.streaming import respond
from assistant.interfaces.claims import Claim, judged
from assistant.retrieval import typed
from assistant.types import Document

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

    With `Accept: text/event-stream` the answer is told while it is made: a `step` for each search
    that a model adds (`retrieval.search_steps` and its like), `sources`, then for each checked
    statement `delta` and `statement`, then `usage` and `done`, or `error` with a problem.
    The texts of all `delta` events, joined, are the `text` of the answer.
    """

    def work(teller: Teller) -> Document:
        assistant = parts.service.assistant()
        return answer_document(
            assistant.ask(
                body.asked(),
                teller.on_statement,
                teller.on_hits,
                teller.on_reference,
                teller.on_step,
            )
        )

    return await respond(request, parts.answers.start(work), parts.heartbeat_seconds)


@router.post("/v1/search", response_model=responses.SearchResult, summary="Search the papers")
def search(body: SearchBody, parts: Given) -> Response:
    """Search by meaning and by words; each paper comes with its passages, the best first."""
    searcher = parts.service.assistant().searcher
    library, limits = parts.service.library(), body.filters.filters()
    found = typed.search(searcher, library, body.query, body.papers, limits)
    return JSONResponse(search_document(body.query, found.hits, found.corrections))


@router.post(
    "/v1/agreement", response_model=agreement_responses.Agreement, summary="Who agrees on a claim"
)
def agreement(body: AgreementBody, parts: Given) -> Response:
    """Return which papers support a claim, contradict it or do both; the others are counted."""
    panel = parts.service.panel().on(body.claim, body.filters.filters())
    return JSONResponse(agreement_document(panel))


@router.post("/v1/check", response_model=responses.Verdicts, summary="Check claims")
def check(body: CheckBody, parts: Given) -> Response:
    """Check each claim against the abstract of a paper, or against a text that comes with it.

    What the offline checks leave open goes to the language model, where there is one, as the
    setting `check.judge` says.
    """
    # A text of one's own can be checked without a library.
    claims = [_claim(item) for item in body.items]
    library = parts.service.library() if any(one.names_a_paper for one in claims) else None
    app = parts.service.app
    return JSONResponse({"items": judged(claims, library, app.checker, app.judge())})


def _claim(item: ClaimBody) -> Claim:
    return Claim(item.id, item.claim, item.paper_id, item.title, item.evidence)
