"""Literature reviews: begin one, look how far it is, fetch it, cancel it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from assistant.answering.review_documents import review_document
from assistant.interfaces.api import review_responses as responses
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.problems import Problem
from assistant.interfaces.api.requests import SummaryBody
from assistant.interfaces.api.summaries import Job, Told
from assistant.interfaces.export import writing
from assistant.review import Review
from assistant.types import Document

router = APIRouter(tags=["summaries"])
Id = Annotated[str, Path(max_length=100)]
_MEDIA = {
    "md": "text/markdown",
    "html": "text/html",
    "txt": "text/plain",
    "tex": "application/x-tex",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl.json": "application/vnd.citationstyles.csl+json",
}
_FORMATS = ", ".join(_MEDIA)
Format = Annotated[str, Query(max_length=20, description=f"One of {_FORMATS}.")]


@router.post(
    "/v1/summaries",
    status_code=202,
    response_model=responses.Summary,
    responses={202: {"headers": {"Location": {"schema": {"type": "string"}}}}},
    summary="Begin a literature review",
)
async def begin(body: SummaryBody, request: Request, parts: Given) -> Response:
    """Line up a review of a topic and return its job, whose address is in `Location`.

    Ask for it there until its `state` is `done`; `review` then holds `review/1`.
    """

    def work(tell: Told) -> Review:
        reviewer = parts.service.reviewer()
        outline = reviewer.outline(
            body.topic, body.filters.filters(), body.papers, on_progress=tell
        )
        return reviewer.review(outline, body.depth, body.words, tell)

    job = parts.summaries.begin(body.topic.strip(), request.state.request_id, work)
    where = {"Location": f"/v1/summaries/{job.id}"}
    return JSONResponse(_document(job), 202, headers=where)


@router.get("/v1/summaries", response_model=responses.Summaries, summary="List literature reviews")
async def summaries(parts: Given) -> Response:
    """List the reviews of this run of the server, the latest first, without their texts."""
    return JSONResponse({"summaries": [_document(job) for job in parts.summaries.all()]})


@router.get(
    "/v1/summaries/{id}", response_model=responses.WholeSummary, summary="Get a literature review"
)
def summary(id: Id, parts: Given) -> Response:
    """Tell how far a review is; once it is done, the whole of it."""
    job = parts.summaries.find(id)
    review = review_document(job.review) if job.review else None
    return JSONResponse({**_document(job), "review": review})


@router.get(
    "/v1/summaries/{id}/export",
    response_class=Response,
    responses={200: {"content": {media: {} for media in _MEDIA.values()}}},
    summary="Get a literature review as a file",
)
def export(id: Id, parts: Given, format: Format = "md", style: str = "numeric") -> Response:
    """Return the review as a file to keep; `style` is `numeric` or `author-year`."""
    if format not in _MEDIA:
        raise Problem(400, "unknown-format", f"format is one of {_FORMATS}")
    if style not in ("numeric", "author-year"):
        raise Problem(400, "unknown-style", "style is numeric or author-year")
    review = parts.summaries.find(id).review
    if review is None:
        raise Problem(409, "not-done", "this summary is not done; wait until its state is done")
    name = f"review.{format}"
    contents = writing.files(review, name, style)[name]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(contents, 200, headers, _MEDIA[format])


@router.delete("/v1/summaries/{id}", status_code=204, summary="Cancel or forget a review")
async def cancel(id: Id, parts: Given) -> Response:
    """Stop a review that is being made; forget one that has ended."""
    parts.summaries.cancel(id)
    return Response(status_code=204)


def _document(job: Job) -> Document:
    return {
        "id": job.id,
        "topic": job.topic,
        "started": job.started,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "problem": job.problem.document(job.request_id) if job.problem else None,
    }
