"""Opens files, folders and archives and hands each file to the reader that knows its content."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

from assistant.corpus import decoding, delimited, json_lines, paper_pages, unpacking
from assistant.corpus.formats import (
    arxiv_atom,
    bibliography,
    endnote_tagged,
    endnote_xml,
    json_documents,
    medline,
    ovid,
    pdf,
    pubmed_xml,
    ris,
    web_of_science,
)
from assistant.corpus.records import Reader, Record, Skipped
from assistant.corpus.unpacking import Allowance
from assistant.errors import InputError

# Tried in this order, on content alone: a suffix says little about what an export holds.
_FORMATS = (
    ("saved paper pages", paper_pages.recognises, paper_pages.read),
    ("JSON Lines", json_lines.recognises, json_lines.read),
    ("JSON", json_documents.recognises, json_documents.read),
    ("BibTeX", bibliography.recognises, bibliography.read),
    ("RIS", ris.recognises, ris.read),
    ("MEDLINE", medline.recognises, medline.read),
    ("Ovid", ovid.recognises, ovid.read),
    ("Web of Science", web_of_science.recognises, web_of_science.read),
    ("EndNote", endnote_tagged.recognises, endnote_tagged.read),
    ("EndNote XML", endnote_xml.recognises, endnote_xml.read),
    ("PubMed XML", pubmed_xml.recognises, pubmed_xml.read),
    ("arXiv Atom", arxiv_atom.recognises, arxiv_atom.read),
    ("CSV with a title column", delimited.recognises, delimited.read),
)
STANDARD_INPUT = Path("-")
_HEAD_LINES = 200
_HEAD_CHARACTERS = 1_000_000
_DEEPEST = 3  # archives within archives
_LARGEST_WITHIN = 100 << 20  # bytes of an archive within another


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the files among the paths and below the folders among them, each once, in order.

    The path "-" is standard input and stays as it is.  A folder that cannot be listed is among the
    files, so that reading it tells.

    Raises:
        InputError: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path == STANDARD_INPUT:
            found[path] = None
        elif _is_file(path):
            found[path.resolve()] = None
        elif path.is_dir():
            found.update(dict.fromkeys(file.resolve() for file in sorted(_inside(path))))
        else:
            raise InputError(f"no file or folder {path}; check the spelling of the path")
    return list(found)


def read(path: Path, source: str | None = None) -> Iterator[Record | Skipped]:
    """Yield the records of a file; what is not understood is yielded as Skipped.

    `source` names the file in the library; without it, its path does.
    """
    if path == STANDARD_INPUT:
        with tempfile.TemporaryFile() as file:  # archives and PDFs are not read from front to end
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
            with open(file.fileno(), "rb", closefd=False) as copied:
                yield from _content(copied, source or "-")
        return
    name = source or name_of(path)
    try:
        with path.open("rb") as opened:
            yield from _content(opened, name)
    except OSError as error:
        yield Skipped(name, 1, f"cannot be read: {error.strerror or error}")


def name_of(path: Path) -> str:
    """Return the name under which a file is kept as a source: one not in UTF-8 cannot be."""
    return str(path).encode(errors="replace").decode()


def _content(file: io.BufferedReader, name: str) -> Iterator[Record | Skipped]:
    allowance = unpacking.Allowance(os.fstat(file.fileno()).st_size)
    try:
        yield from _recognised(file, name, 0, allowance)
    except unpacking.TooLarge as error:
        yield Skipped(name, 1, str(error))


def _recognised(
    file: io.BufferedReader, name: str, depth: int, allowance: Allowance
) -> Iterator[Record | Skipped]:
    start = file.peek(16)
    if how := unpacking.kind(start):
        if depth == _DEEPEST:
            yield Skipped(name, 1, "an archive within archives; unpack it and give the files")
        else:
            yield from _unpacked(file, how, name, depth, allowance)
    elif start.lstrip().startswith(pdf.MAGIC):
        yield from pdf.read(cast(BinaryIO, file), name)
    else:
        yield from _text(file, name)


def _unpacked(
    file: io.BufferedReader, how: str, name: str, depth: int, allowance: Allowance
) -> Iterator[Record | Skipped]:
    """Yield the records of what an archive holds; damage ends the file within that it is in."""
    archive = cast(BinaryIO, file)
    try:
        if how == "zip" and depth:  # its table of contents stands at its end
            archive = io.BytesIO(file.read(_LARGEST_WITHIN))
        for one in unpacking.unpacked(archive, how, name, allowance):
            if isinstance(one, Skipped):
                yield one
            else:
                yield from _member(one[1], one[0], depth + 1, allowance)
    except unpacking.TooLarge:
        raise
    except (OSError, *unpacking.DAMAGES) as error:
        yield Skipped(name, 1, unpacking.damage(error))


def _member(
    file: io.BufferedReader, name: str, depth: int, allowance: Allowance
) -> Iterator[Record | Skipped]:
    last = 1
    try:
        for found in _recognised(file, name, depth, allowance):
            last = found.line
            yield found
    except unpacking.TooLarge:
        raise
    except (OSError, *unpacking.DAMAGES) as error:
        yield Skipped(name, last, unpacking.damage(error))


def _text(file: io.BufferedReader, name: str) -> Iterator[Record | Skipped]:
    head, lines = decoding.head(decoding.lines(file), _HEAD_LINES, _HEAD_CHARACTERS)
    reader = _reader_for(head)
    if reader is None:
        known = ", ".join(label for label, _, _ in _FORMATS)
        reason = "the file is empty" if not head else f"format not recognised (known: {known}, PDF)"
        yield Skipped(name, 1, reason)
    else:
        yield from reader(lines, name)


def _reader_for(head: list[str]) -> Reader | None:
    return next((read for _, recognises, read in _FORMATS if recognises(head)), None)


def _inside(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder but hidden ones, and the folders that cannot be listed."""
    barred: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=barred.append):
        folders[:] = filter(_visible, folders)
        yield from filter(_is_file, (Path(place, name) for name in names if _visible(name)))
    yield from (Path(one.filename) for one in barred)


def _is_file(path: Path) -> bool:
    """Tell whether a path is a file, or one that may not be looked at: reading it tells."""
    try:
        return path.is_file()
    except PermissionError:
        return True


def _visible(name: str) -> bool:
    return not name.startswith(".")
