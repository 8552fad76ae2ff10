"""Papers side by side."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.comparing import columns
from assistant.answering.review_documents import table_document
from assistant.interfaces.api import review_responses as responses
from assistant.interfaces.api.answers import Teller
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.requests import CompareBody
from assistant.interfaces.api.streaming import document_of
from assistant.types import Document

router = APIRouter(tags=["tables"])


@router.post("/v1/compare", response_model=responses.Table, summary="Set papers side by side")
async def compare(body: CompareBody, request: Request, parts: Given) -> Response:
    """Return a table of papers and columns; each cell is the exact words of the abstract, or null.

    Papers are named, or the best ones of a topic.  With a chat model there is one call a paper.
    """
    asked = columns.parse(body.columns)

    def work(teller: Teller) -> Document:
        comparer = parts.service.comparer()
        found = (
            comparer.named(body.papers, parts=False)
            if body.topic is None
            else comparer.about(body.topic, body.most, body.filters.filters())
        )
        table = comparer.compare(found, asked, body.topic, teller.go_on)
        return table_document(table)

    return JSONResponse(await document_of(parts.answers.start(work), request))
