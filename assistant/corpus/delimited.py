"""CSV and its relatives (semicolons, tabs): a header line names the fields."""

import csv
from collections.abc import Iterable, Iterator

from assistant.corpus.fields import TITLE_NAMES, MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

_DELIMITERS = ",;\t|"
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
        header = _cells(header_line, delimiter)
    except csv.Error as error:
        yield Skipped(source, header_at, f"column names not readable as CSV: {error}")
        return
    rows = csv.reader(remaining, delimiter=delimiter)
    while True:
        start = header_at + rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
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
