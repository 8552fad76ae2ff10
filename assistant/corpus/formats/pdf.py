"""The first pages of a PDF -> title and abstract; needs the extra `pdf` (pypdf).

The title is what is set largest on the upper half of the first page; the abstract is what follows
its heading, up to the next.  A PDF holds no such fields: what is found can be wrong, and a file
without a heading "Abstract" gives a title alone.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

from assistant.corpus import identity
from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

MAGIC = b"%PDF-"
_LARGEST_FILE = 200 << 20
_PAGES = 2
_LONGEST_TITLE = 300
_LONGEST_ABSTRACT = 6_000
_NO_TITLE = re.compile(
    r"(?i)arxiv:|preprint|under review|published as|proceedings of|vol\.|https?:"
)
_HEADING = re.compile(r"(?im)^[ \t]*(?:abstract|summary) ?(?:[.:—–-]+|$)|\bAbstract ?[.:—–-]+")
_END = re.compile(
    r"(?im)^[ \t]*(?:(?:1|I)\.? +)?(?:introduction|keywords?|key words|index terms|ccs concepts"
    r"|categories and subject|general terms|acm reference|1\.?\s+[A-Z])\b|\n[ \t]*\n[ \t]*\n"
)
_STAMP = re.compile(
    r"arXiv:\s*([a-z.-]*/?\d{4}\.?\d{3,5})(?:v\d+)?(?:\s+\[[^\]]*\])?(?:\s+\d+ \w+ (\d{4}))?"
)
_DOI = re.compile(r"(?i)\b(?:doi[:.\s]\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]+)")


def read(file: BinaryIO, source: str) -> Iterator[Record | Skipped]:
    """Yield the one record of a PDF, or why there is none."""
    try:
        import pypdf
    except ImportError:
        reason = "a PDF; to read them: pip install 'literature-assistant[pdf]'"
        yield Skipped(source, 1, reason)
        return
    content = file.read(_LARGEST_FILE + 1)
    if len(content) > _LARGEST_FILE:
        yield Skipped(source, 1, f"larger than {_LARGEST_FILE >> 20} MB: no PDF of a paper")
        return
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints name no file
    try:
        document = pypdf.PdfReader(io.BytesIO(content), strict=False)
        runs = _runs(document)
        texts = [page.extract_text() for page in document.pages[:_PAGES]]
        named = str((document.metadata and document.metadata.title) or "")
    except Exception as error:  # noqa: BLE001 - a broken PDF raises whatever its parts make it raise
        yield Skipped(
            source, 1, f"a PDF that cannot be read: {error or type(error).__name__}"[:200]
        )
        return
    try:
        yield Record(paper_from(_fields(runs, "\n".join(texts), named)), source, 1)
    except MissingTitle:
        yield Skipped(source, 1, "a PDF without text on its first page; is it a scan?")


def _runs(document: object) -> list[tuple[float, str]]:
    """Return the stretches of the first page's text with the size of their letters.

    One that stands lower than the one before begins with the end of a line.
    """
    runs: list[tuple[float, str]] = []
    height = 0.0

    def visit(
        text: str, matrix: list[float], place: list[float], _font: object, size: float
    ) -> None:
        nonlocal height
        if text.strip():
            scale = abs(place[3]) or abs(place[1]) or 1.0
            at = place[5] * (matrix[3] or 1.0) + matrix[5]
            begins = "\n" if abs(at - height) > 1 else ""
            height = at
            letters = round(float(size) * scale * (abs(matrix[3]) or 1.0), 1)
            runs.append((letters, begins + text))

    document.pages[0].extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return runs


def _fields(runs: list[tuple[float, str]], text: str, named: str) -> dict[str, object]:
    stamp, doi = _STAMP.search(text), _DOI.search(text)
    return {
        "title": _title(runs, named),
        "abstract": _abstract(text),
        "arxiv_id": stamp[1] if stamp else "",
        "year": stamp[2] if stamp else "",
        "doi": identity.clean_doi(doi[1]) if doi else "",
    }


def _title(runs: list[tuple[float, str]], named: str) -> str:
    """Return what is set largest, else what the file says of itself, else its first line."""
    lines: dict[float, list[str]] = {}
    for size, text in runs:
        if not _NO_TITLE.search(text):
            lines.setdefault(size, []).append(text)
    for size in sorted(lines, reverse=True):
        said = _flowing("".join(lines[size]))
        if len(said.split()) > 2 and len(said) <= _LONGEST_TITLE and len(lines) > 1:
            return said
    if len(named.split()) > 2 and not re.search(r"(?i)\.(?:docx?|tex|dvi|pdf)$|untitled", named):
        return named
    first = next((text for _, text in runs if len(text.split()) > 2), "")
    return _flowing(first.strip().partition("\n")[0])[:_LONGEST_TITLE]


def _abstract(text: str) -> str:
    heading = _HEADING.search(text)
    if not heading:
        return ""
    rest = text[heading.end() : heading.end() + _LONGEST_ABSTRACT]
    end = _END.search(rest.lstrip())
    return _flowing(rest.lstrip()[: end.start()] if end else rest.rpartition(".")[0] + ".")


def _flowing(text: str) -> str:
    """Return lines as one, words that were parted at their ends put together."""
    return " ".join(re.sub(r"(?<=[a-z])-\n\s*(?=[a-z])", "", text).split())
