"""Opens files and folders and hands each file to the reader that recognises its content."""

import codecs
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.corpus import delimited, json_lines, paper_pages
from assistant.corpus.records import Reader, Record, Skipped
from assistant.errors import InputError

# Tried in this order, on content alone: a suffix says little about what an export holds.
_FORMATS = (
    ("saved paper pages", paper_pages.recognises, paper_pages.read),
    ("JSON Lines", json_lines.recognises, json_lines.read),
    ("CSV with a title column", delimited.recognises, delimited.read),
)
_HEAD_LINES = 12


def find(paths: Iterable[Path]) -> list[Path]:
    """Return the files among the paths and below the folders among them, each once, in order.

    Raises:
        InputError: a path does not exist.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if file.is_file() and _visible(file, path)
            )
            found.update(dict.fromkeys(file.resolve() for file in inside))
        elif path.is_file():
            found[path.resolve()] = None
        else:
            raise InputError(f"no file or folder {path}; check the spelling of the path")
    return list(found)


def read(path: Path, source: str | None = None) -> Iterator[Record | Skipped]:
    """Yield the records of a file; what is not understood is yielded as Skipped.

    `source` names the file in the library; without it, its path does.
    """
    # A name that is not UTF-8 cannot be kept as it is.
    name = source or str(path).encode(errors="replace").decode()
    try:
        with path.open("rb") as file:
            lines = _decoded(file)
            head = list(itertools.islice(lines, _HEAD_LINES))
            reader = _reader_for(head)
            if reader is None:
                known = ", ".join(label for label, _, _ in _FORMATS)
                reason = (
                    "the file is empty" if not head else f"format not recognised (known: {known})"
                )
                yield Skipped(name, 1, reason)
                return
            yield from reader(itertools.chain(head, lines), name)
    except OSError as error:
        yield Skipped(name, 1, f"cannot be read: {error.strerror or error}")


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    """Decode as UTF-8 line by line; a line that is not is read as Windows-1252.

    Exports of older programs mix the two within one file; whole-file guessing would lose either.
    """
    for number, line in enumerate(lines):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 0 else line
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield raw.decode("cp1252", errors="replace")


def _reader_for(head: list[str]) -> Reader | None:
    return next((read for _, recognises, read in _FORMATS if recognises(head)), None)


def _visible(file: Path, folder: Path) -> bool:
    return not any(part.startswith(".") for part in file.relative_to(folder).parts)
