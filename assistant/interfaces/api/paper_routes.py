"""The papers of the library: list, get, add, remove."""

from __future__ import annotations

import itertools
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Response, UploadFile
from fastapi.responses import JSONResponse

from assistant.answering.documents import counts_document, paper_document, shown_document
from assistant.corpus import files as corpus_files
from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped
from assistant.interfaces.api import responses
from assistant.interfaces.api.parts import Given
from assistant.interfaces.api.requests import Records
from assistant.retrieval.filters import years
from assistant.types import Document, Filters

router = APIRouter(tags=["papers"])
_SOURCE = "api"
_Part = Annotated[str, Query(max_length=500)]


@router.get("/v1/papers", response_model=responses.Papers, summary="List the papers")
def papers(
    parts: Given,
    q: Annotated[
        _Part, Query(description="Words of the title, the names, the year or the id.")
    ] = "",
    year: Annotated[_Part, Query(description="2021, 2019-2021, 2019- or -2021.")] = "",
    author: Annotated[_Part, Query(description="Part of an author's name.")] = "",
    venue: Annotated[_Part, Query(description="Part of the venue's name.")] = "",
    tag: Annotated[_Part, Query(description="A tag of yours, whole.")] = "",
    offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> Response:
    """List the papers that satisfy all that is asked, in order of arrival, a page at a time."""
    first, last = years(year) if year else (None, None)
    filters = Filters(
        first,
        last,
        authors=(author,) if author else (),
        venues=(venue,) if venue else (),
        tags=(tag,) if tag else (),
    )
    catalog = parts.service.catalog()
    ids = catalog.ids(q, filters) if catalog else []
    page = catalog.papers_by_id(ids[offset : offset + limit]) if catalog else {}
    return JSONResponse(
        {
            "total": len(ids),
            "offset": offset,
            "limit": limit,
            "papers": [paper_document(paper) for paper in page.values()],
        }
    )


@router.post("/v1/papers", response_model=responses.Counts, summary="Add papers")
async def add(body: Annotated[Records, Body()], parts: Given) -> Response:
    """Add a paper, or a list of papers; one that is known is updated. It waits until they are in.

    A record without a title is skipped; `line` is its place in the list.
    """
    given = body if isinstance(body, list) else [body]
    return JSONResponse(await parts.writes.run(lambda: _add(parts, _records(given))))


@router.post("/v1/papers/upload", response_model=responses.Counts, summary="Add files of papers")
async def upload(files: list[UploadFile], parts: Given) -> Response:
    """Add the papers of files in any of the formats that `litassist ingest` reads."""

    def change() -> Document:
        with tempfile.TemporaryDirectory() as folder:
            read = [_read(one, Path(folder) / str(n)) for n, one in enumerate(files)]
            return _add(parts, itertools.chain.from_iterable(read))

    return JSONResponse(await parts.writes.run(change))


@router.get("/v1/papers/{id:path}", response_model=responses.ShownPaper, summary="Get a paper")
def paper(id: str, parts: Given) -> Response:
    """Return the paper that an id, a DOI, an arXiv id or a whole title names."""
    return JSONResponse(shown_document(parts.service.library().paper(id, parts=False)))


@router.delete("/v1/papers/{id:path}", response_model=responses.Removed, summary="Remove a paper")
async def remove(id: str, parts: Given) -> Response:
    """Remove the paper that an id, a DOI, an arXiv id or a whole title names."""
    removed = await parts.writes.run(lambda: parts.service.remove(id))
    return JSONResponse({"removed": [removed]})


def _add(parts: Given, records: Iterator[Record | Skipped]) -> Document:
    return counts_document(parts.service.add(records))


def _records(given: Sequence[dict[str, Any]]) -> Iterator[Record | Skipped]:
    for number, fields in enumerate(given, 1):
        try:
            yield Record(paper_from(fields), _SOURCE, number)
        except MissingTitle as error:
            yield Skipped(_SOURCE, number, str(error))


def _read(upload: UploadFile, place: Path) -> Iterator[Record | Skipped]:
    with place.open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    # Its name says where its papers are from; it never says where anything is written.
    name = re.sub(r"[^\w .()+-]", "_", Path(upload.filename or "").name)[:120] or "unnamed"
    return corpus_files.read(place, f"upload/{name}")
