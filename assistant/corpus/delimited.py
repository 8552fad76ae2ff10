"""CSV and its relatives (semicolons, tabs): a header line names the fields."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from assistant.corpus import decoding
from assistant.corpus.fields import TITLE_NAMES, MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

_WEB_OF_SCIENCE = {"AF": "author full names", "SO": "venue", "DI": "doi", "DE": "keywords",
                   "PM": "pmid"}  # fmt: skip
# Where one of these is a column, "Source" says where a work was published; elsewhere, it can say
# what database a record is from.
_TELLING = frozenset({"cites", "work id", "author names"})
_CITED = re.compile(r"(?P<venue>.{1,300}?) \((?P<year>\d{4})\) ")
_LINKED = re.compile(r"[?&]id=doi:([^&]+)")
# Springer glues names together: "Ada RayProf. Dr. Greta GlowT. Tide".
_GLUED = re.compile(r"(?<!\bMac)(?<!\bVan)(?<=[^\W\dA-Z_]{2})(?=[A-ZÀ-ÖØ-ÞĆČĐŁŚŠŻŽ])")
_HONOURS = re.compile(r"(?:(?:Prof|Dr|Ing|Assoc|Asst|Mr|Mrs|Ms)\.[\s-]*)+")
_DELIMITERS = ",;\t|"
# Lines that can stand above the header: Dimensions says there what was searched for, Excel what
# parts the cells ("sep=;").
_ABOVE = 2
_HEAD_LINES = 20
_HEAD_CHARACTERS = 1_000_000
# Lines; an abstract in one cell has a few.  A quote that is open for longer was never closed.
_LONGEST_ROW = 200
# An abstract in one cell can exceed the 131,072 characters that the csv module admits.
csv.field_size_limit(10_000_000)


def recognises(head: list[str]) -> bool:
    """Tell whether one of the first lines is a header that names a title column."""
    return bool(head) and _delimiter(head[_header_at(head)]) is not None


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record a row; report a row that has no title or does not fit the header."""
    head, again = decoding.head(iter(lines), _HEAD_LINES, _HEAD_CHARACTERS)
    if not head:
        return
    header_at = _header_at(head)
    delimiter = _delimiter(head[header_at]) or ","
    try:
        header = _cells(head[header_at], delimiter)
    except csv.Error as error:
        yield Skipped(source, header_at + 1, f"column names not readable as CSV: {error}")
        return
    below = islice(again, header_at + 1, None)
    raw = _of_web_of_science(header) and delimiter == "\t"
    rows = _raw_rows(below) if raw else _rows(below, delimiter)
    names = _named(header)
    for offset, row in rows:
        line = header_at + 1 + offset
        if isinstance(row, str):
            yield Skipped(source, line, row)
            continue
        while len(row) > len(names) and not row[-1].strip():
            row.pop()
        if len(row) > len(names):
            reason = f"{len(row)} cells under {len(names)} column names; is a quote missing?"
            yield Skipped(source, line, reason)
            continue
        if not any(cell.strip() for cell in row):
            continue
        try:
            yield Record(paper_from(_fields(names, row)), source, line)
        except MissingTitle as error:
            yield Skipped(source, line, str(error))


def _rows(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the number of the first line and the cells of each row, or a reason in words."""
    for start, group in _row_lines(lines, 1, delimiter):
        if group is None:
            yield start, "a quote is opened here and never closed"
            continue
        try:
            yield start, next(csv.reader(group, delimiter=delimiter), [])
        except csv.Error as error:
            yield start, f"not readable as CSV: {error}"


def _raw_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the rows of a table of Web of Science, in which a quote is a sign like others."""
    for number, line in enumerate(lines, 1):
        yield number, [_unquoted(cell) for cell in line.rstrip("\r\n").split("\t")]


def _unquoted(cell: str) -> str:
    """Return a cell as it was before a spreadsheet kept the table again."""
    inner = cell[1:-1].replace('""', "")
    whole = len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in inner
    return cell[1:-1].replace('""', '"') if whole else cell


def _fields(names: list[str], row: list[str]) -> dict[str, str]:
    """Return the cells by name; Embase has venue and year in one, the DOI in an address."""
    fields = {name.strip(): cell for name, cell in zip(names, row, strict=False)}
    if "Item DOI" in fields:
        people = _GLUED.split(fields.get("Authors", ""))
        fields["Authors"] = "; ".join(_HONOURS.sub("", name) for name in people)
    if "Author Names" in fields:
        if cited := _CITED.match(fields.get("venue", "")):
            fields["venue"] = cited["venue"]
            fields.setdefault("Publication Year", cited["year"])
        if linked := _LINKED.search(fields.get("Open URL Link", "")):
            fields.setdefault("DOI", unquote(linked[1]))
    return fields


def _of_web_of_science(header: list[str]) -> bool:
    return {"PT", "TI"} <= {_bare(name) for name in header}


def _bare(name: str) -> str:
    return name.strip().lstrip("\ufeff")


def _named(header: list[str]) -> list[str]:
    """Return the names of columns; the tags of Web of Science by what they stand for."""
    if _of_web_of_science(header):
        tags = [_bare(name) for name in header]
        words = {} if "DE" in tags else {"ID": "keywords"}  # as MEDLINE is given there
        return [{**_WEB_OF_SCIENCE, **words}.get(tag, tag) for tag in tags]
    bare = [_bare(name).lower() for name in header]
    if _TELLING.isdisjoint(bare) or "source title" in bare:
        return header
    return ["venue" if low == "source" else name for low, name in zip(bare, header, strict=True)]


def _header_at(head: list[str]) -> int:
    """Return where among the first lines the header is; the first that says anything, if none."""
    said = [place for place, line in enumerate(head) if line.strip()][: _ABOVE + 1]
    headers = (place for place in said if _delimiter(head[place]))
    return next(headers, said[0] if said else 0)


def _delimiter(line: str) -> str | None:
    """Return what parts the cells of a line that names a title column, or None."""
    first = line.lstrip("\ufeff")
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
