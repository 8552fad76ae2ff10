"""Reviews and comparison tables written as files; the ending of the name says the format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.answering.review_documents import review_document, table_document
from assistant.errors import InputError, StorageError
from assistant.interfaces import bibliography
from assistant.interfaces.export import pictures, tables
from assistant.interfaces.export.csl_json import csl_items
from assistant.interfaces.export.html import html
from assistant.interfaces.export.latex import latex
from assistant.interfaces.export.markdown import markdown
from assistant.interfaces.export.plain import plain
from assistant.interfaces.export.ris import ris
from assistant.interfaces.export.style_names import NUMERIC, style_of
from assistant.interfaces.export.telling import NO_YEARS
from assistant.interfaces.export.topic_map import map_picture
from assistant.interfaces.export.word import word
from assistant.interfaces.export.years import years_picture
from assistant.review import Comparison, Review
from assistant.types import Document, Paper, Reference

Exported = Review | Comparison
Files = dict[str, bytes]
"""Contents by file name."""

REVIEW_FORMATS = (
    ".md", ".html", ".txt", ".tex", ".docx", ".json", ".bib", ".ris", ".csl.json", ".svg", ".png"
)  # fmt: skip
TABLE_FORMATS = (".md", ".html", ".tex", ".csv", ".json", ".bib", ".ris", ".csl.json")


def write(exported: Exported, path: Path, style: str = NUMERIC) -> list[Path]:
    """Write a review or table into a file, or the files that its format has; return them.

    A file is put in its place whole: one that is there is replaced, never left half written.

    Raises:
        InputError: the ending is not known, the style cannot be used, a library is missing.
        StorageError: the disk refuses.
    """
    return put(files(exported, path.name, style), path)


def put(contents: Files, path: Path) -> list[Path]:
    """Put files in their places, beside that path, each of them whole; return where they are.

    Raises:
        StorageError: the disk refuses.
    """
    unfinished = {path.with_name(f".{name}.part"): path.with_name(name) for name in contents}
    try:
        for part, whole in unfinished.items():
            part.write_bytes(contents[whole.name])
        for part, whole in unfinished.items():
            part.replace(whole)
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written ({error.strerror}); name a place that can"
        ) from error
    finally:
        for part in unfinished:
            part.unlink(missing_ok=True)
    return list(unfinished.values())


def files(exported: Exported, name: str, style: str = NUMERIC) -> Files:
    """Return what a file of that name, and those that belong beside it, hold.

    LaTeX has its BibTeX file beside it. A name that ends in years.svg or map.svg is that picture;
    with any other, both are drawn beside each other: NAME-years.svg and NAME-map.svg (PNG alike).

    Raises:
        InputError: the ending is not known, the style cannot be used, a library is missing.
    """
    ending = format_of(name, REVIEW_FORMATS if isinstance(exported, Review) else TABLE_FORMATS)
    stem = name[: -len(ending)]
    references = _references(exported)
    papers = [one.paper for one in references]
    data: Mapping[str, Callable[[], str]] = {
        ".json": lambda: _json(_document(exported)),
        ".bib": lambda: bibliography.bibtex(papers),
        ".ris": lambda: ris(papers),
        ".csl.json": lambda: _json(csl_items(papers)),
    }
    if ending in data:
        return {name: _bytes(data[ending]())}
    if ending == ".tex":
        return _latex(exported, name, stem, style, papers)
    if isinstance(exported, Review):
        return _review_files(exported, name, stem, ending, style)
    if ending == ".csv":  # the mark of UTF-8 is for spreadsheets
        return {name: b"\xef\xbb\xbf" + _bytes(tables.table_csv(exported))}
    form = tables.table_markdown if ending == ".md" else tables.table_html
    return {name: _bytes(form(exported, style_of(style, references)))}


def format_of(name: str, known: Sequence[str]) -> str:
    """Return the ending of a file's name that says its format.

    Raises:
        InputError: it says none of those known.
    """
    found = [ending for ending in known if name.lower().endswith(ending)]
    if not found:
        raise InputError(
            f"{name} has no ending that says a format for this; known are {', '.join(known)}"
        )
    return max(found, key=len)


def _review_files(review: Review, name: str, stem: str, ending: str, style: str) -> Files:
    cited = style_of(style, review.references)
    if ending == ".docx":
        return {name: word(review, cited)}
    if ending in (".svg", ".png"):
        svgs = _pictures(review, stem, map_picture(review, cited))
        if ending == ".png":
            return {f"{one}.png": pictures.png(svg) for one, svg in svgs.items()}
        return {f"{one}.svg": _bytes(pictures.standing_alone(svg)) for one, svg in svgs.items()}
    forms = {".md": markdown, ".html": html, ".txt": plain}
    return {name: _bytes(forms[ending](review, cited))}


def _pictures(review: Review, stem: str, places: str | None) -> dict[str, str]:
    """Return the pictures asked for by the stems of their files."""
    drawn = {"years": years_picture(review), "map": places}
    alone = next((one for one in drawn if stem.lower().endswith(one)), None)
    wanted = {stem: drawn[alone]} if alone else {f"{stem}-{one}": drawn[one] for one in drawn}
    found = {one: svg for one, svg in wanted.items() if svg is not None}
    if not found:
        no_map = "This review has no map of its papers."
        said = {"years": NO_YEARS, "map": no_map, None: f"{NO_YEARS} {no_map}"}[alone]
        raise InputError(f"{said} Choose another format, such as {stem}.html")
    return found


def _latex(exported: Exported, name: str, stem: str, style: str, papers: list[Paper]) -> Files:
    # BibTeX takes no spaces or signs in the name of its file.
    beside = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-") or "references"
    text = (
        latex(exported, style, beside)
        if isinstance(exported, Review)
        else tables.table_latex(exported, beside)
    )
    return {name: _bytes(text), f"{beside}.bib": _bytes(bibliography.bibtex(papers))}


def _references(exported: Exported) -> Sequence[Reference]:
    if isinstance(exported, Review):
        return exported.references
    return [Reference(row.number, row.paper) for row in exported.rows]


def _document(exported: Exported) -> Document:
    return review_document(exported) if isinstance(exported, Review) else table_document(exported)


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
