"""A saved review or table, read from its JSON file and made sure of."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.answering.review_documents import REVIEW, TABLE, review_of, table_of
from assistant.errors import InputError
from assistant.interfaces.export.telling import LEFT_OUT
from assistant.interfaces.render import VERDICTS
from assistant.retrieval.filters import FIELDS
from assistant.review import Comparison, Review
from assistant.types import Filters, Paper


def read(path: Path) -> Review | Comparison:
    """Return the review or table of a file.

    Raises:
        InputError: the file cannot be read, holds something else, or contradicts itself.
    """
    document = _document(path)
    schema = document.get("schema")
    if schema not in (REVIEW, TABLE):
        raise InputError(
            f"{path} holds neither a review ({REVIEW}) nor a table ({TABLE}); "
            "`litassist summarize TOPIC --json > FILE` writes one"
        )
    try:
        read = review_of(document) if schema == REVIEW else table_of(document)
        wrong = next(_faults(read) if isinstance(read, Review) else _table_faults(read), None)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{path} is broken: {error!r} is missing or of the wrong kind") from error
    if wrong:
        raise InputError(f"{path} is broken: {wrong}; write it anew with --json")
    return read


def _document(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); name a file") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not in UTF-8; name a file that --json wrote") from error
    try:
        document = json.loads(text)
        # Halves of characters, which JSON can spell and no file can hold, become question marks.
        document = json.loads(json.dumps(document, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no JSON ({error}); name a file that --json wrote") from error
    return document if isinstance(document, dict) else {}


def _faults(review: Review) -> Iterator[str]:
    numbers = [one.number for one in review.references]
    yield from _paper_faults([one.paper for one in review.references], numbers)
    told = [*review.sentences, *(one for note in review.notes for one in note.sentences)]
    cited = {number for one in told for number in one.statement.citations}
    cited |= {one.number for one in review.notes} | {one.number for one in review.points}
    unknown = cited - set(numbers)
    if unknown:
        yield f"it cites [{min(unknown)}], which is not among its references"
    for one in told:
        if one.statement.verdict not in VERDICTS:
            yield f"{one.statement.verdict!r} is no verdict"
    for point in review.points:
        if not (math.isfinite(point.x) and math.isfinite(point.y) and point.theme >= 0):
            yield f"[{point.number}] has no place on the map"
    yield from _filter_faults(review.filters)
    if not isinstance(review.coverage.looked_at, int | None):
        yield "the number of papers looked at is none"
    if any(one.why not in LEFT_OUT for one in review.coverage.left_out):
        yield "a paper is left out for a reason that is not known"


def _filter_faults(filters: Filters) -> Iterator[str]:
    names = [name for field in FIELDS.values() for name in getattr(filters, field)]
    years = (filters.year_from, filters.year_to)
    if not all(isinstance(one, str) for one in names):
        yield "a filter is no text"
    if not all(one is None or isinstance(one, int) for one in years):
        yield "a filter is no year"


def _table_faults(table: Comparison) -> Iterator[str]:
    yield from _paper_faults([row.paper for row in table.rows], [row.number for row in table.rows])


def _paper_faults(papers: list[Paper], numbers: list[int]) -> Iterator[str]:
    if len(set(numbers)) < len(numbers) or any(number < 1 for number in numbers):
        yield "a number stands for two papers, or is none"
    for paper in papers:
        texts = (paper.id, paper.title, paper.abstract, *paper.authors, *paper.keywords)
        optional = (paper.venue, paper.doi, paper.url, paper.arxiv_id, paper.pmid)
        if not all(isinstance(one, str) for one in texts):
            yield "a paper has a field that is no text"
        if not all(one is None or isinstance(one, str) for one in optional):
            yield "a paper has a field that is no text"
        if not (paper.year is None or isinstance(paper.year, int)):
            yield f"{paper.year!r} is no year"
