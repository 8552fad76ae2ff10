"""How the server is, and the page it serves."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import PlainTextResponse

from assistant.errors import AssistantError
from assistant.interfaces.api import responses
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.problems import try_later

router = APIRouter(tags=["system"])
PAGE = Path(__file__).parent.parent / "web"


@router.get("/healthz", response_model=responses.State, summary="Is the server alive?")
async def health() -> Response:
    """Answer at once, whatever else goes on."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", response_model=responses.Ready, summary="Can it answer?")
def ready(parts: Given) -> Response:
    """Open the library and count its papers."""
    try:
        papers = parts.service.library().catalog.count_papers()
    except AssistantError as error:
        raise try_later(503, "not-ready", str(error)) from None
    return JSONResponse({"status": "ready", "papers": papers})


@router.get("/metrics", response_class=PlainTextResponse, summary="Figures for Prometheus")
async def metrics(parts: Given) -> Response:
    """Return figures on requests, answers, tokens and the process."""
    return Response(parts.metrics.page(), media_type=CONTENT_TYPE_LATEST)


@router.get("/", include_in_schema=False)
async def page() -> Response:
    """Return the page."""
    return FileResponse(PAGE / "index.html")
