"""CSV and its relatives (semicolons, tabs): a header line names the fields."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from assistant.corpus.fields import TITLE_NAMES, MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

_WEB_OF_SCIENCE = {"AF": "author full names", "SO": "venue", "DI": "doi", "DE": "keywords",
                   "PM": "pmid"}  # fmt: skip
_DELIMITERS = ",;\t|"
# Lines; an abstract in one cell has a few.  A quote that is open for longer was never closed.
_LONGEST_ROW = 200
# An abstract in one cell can exceed the 131,072 characters that the csv module admits.
csv.field_size_limit(10_000_000)


def recognises(head: list[str]) -> bool:
    """Tell from the first line whether it is a header that names a title column."""
    return _delimiter(head) is not None


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record a row; report a row that has no title or does not fit the header."""
    remaining = iter(lines)
    header_at, header_line = next(
        ((number, line) for number, line in enumerate(remaining, 1) if line.strip()), (1, "")
    )
    delimiter = _delimiter([header_line]) or ","
    try:
        header = _named(_cells(header_line, delimiter))
    except csv.Error as error:
        yield Skipped(source, header_at, f"column names not readable as CSV: {error}")
        return
    for start, group in _row_lines(remaining, header_at + 1, delimiter):
        if group is None:
            yield Skipped(source, start, "a quote is opened here and never closed")
            continue
        try:
            row = next(csv.reader(group, delimiter=delimiter), [])
        except csv.Error as error:
            yield Skipped(source, start, f"not readable as CSV: {error}")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header):
            reason = f"{len(row)} cells under {len(header)} column names; is a quote missing?"
            yield Skipped(source, start, reason)
            continue
        try:
            yield Record(paper_from(dict(zip(header, row, strict=False))), source, start)
        except MissingTitle as error:
            yield Skipped(source, start, str(error))


def _named(header: list[str]) -> list[str]:
    """Return the names of columns; the tags of Web of Science by what they stand for."""
    tags = {name.strip().lstrip("\ufeff") for name in header}
    if not {"PT", "TI"} <= tags:
        return header
    return [_WEB_OF_SCIENCE.get(name.strip().lstrip("\ufeff"), name) for name in header]


def _delimiter(head: list[str]) -> str | None:
    first = next((line for line in head if line.strip()), "").lstrip("\ufeff")
    for delimiter in _DELIMITERS:
        try:
            names = {cell.strip().lower() for cell in _cells(first, delimiter)}
        except csv.Error:  # a line end of old Macs within the line, for one
            return None
        if len(names) > 1 and names & TITLE_NAMES:
            return delimiter
    return None


def _cells(line: str, delimiter: str) -> list[str]:
    """Split one line alone: a quote left open must not take the lines below with it."""
    return next(csv.reader([line], delimiter=delimiter), [])


def _row_lines(
    lines: Iterable[str], number: int, delimiter: str
) -> Iterator[tuple[int, list[str] | None]]:
    """Yield the number and the lines of each row; None for a line whose quote is never closed.

    Such a line alone is lost: the lines that its quote would swallow are read as rows again.
    """
    source, again = iter(lines), deque[str]()

    def following() -> str | None:
        return again.popleft() if again else next(source, None)

    while (line := following()) is not None:
        group = [line]
        more: str | None = line
        while more is not None and _is_open(group, delimiter):
            more = following() if len(group) < _LONGEST_ROW else None
            group += [more] if more is not None else []
        if more is None or (len(group) > 1 and _fault(group, delimiter)):
            again.extendleft(reversed(group[1:]))
            yield number, None
            number += 1
        else:
            yield number, group
            number += len(group)


def _is_open(group: list[str], delimiter: str) -> bool:
    """Tell whether a quote is open at the end of these lines."""
    if len(group) > 1 and sum(line.count('"') for line in group) % 2:
        return True
    return "unexpected end" in _fault(group, delimiter)


def _fault(group: list[str], delimiter: str) -> str:
    """Return what strict CSV has against these lines, "" for nothing."""
    try:
        for _ in csv.reader(group, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return str(error)
    return ""
