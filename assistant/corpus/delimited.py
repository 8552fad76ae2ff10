"""CSV and its relatives (semicolons, tabs): a header line names the fields."""

import csv
import itertools
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
    header_line = next((line for line in remaining if line.strip()), "")
    delimiter = _delimiter([header_line]) or ","
    rows = csv.reader(itertools.chain([header_line], remaining), delimiter=delimiter)
    header = next(rows, [])
    while True:
        start = rows.line_num + 1
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
        names = {
            cell.strip().lower() for cell in next(csv.reader([first], delimiter=delimiter), [])
        }
        if len(names) > 1 and names & TITLE_NAMES:
            return delimiter
    return None
