"""A comparison table as text for a terminal: a grid where there is room, else a block a paper."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Sequence

from assistant.interfaces.export.telling import EMPTY_CELL
from assistant.interfaces.render import appeared, clean, wrapped
from assistant.review import Cell, Comparison, Row

_WIDEST = 200
_PAPER = 22  # letters of the column that names the papers
_NARROWEST = 20  # a narrower cell has too few words a line to be read
_GAP = "  "


def table(one: Comparison, evidence: bool = False) -> str:
    """Return the table with what was made of it; with `evidence`, where each quote stands."""
    blocks = []
    if one.rows:
        width = _cell_width(len(one.columns))
        form = _blocks(one, evidence) if width < _NARROWEST else _grid(one, width, evidence)
        blocks.append(form)
    if one.message:
        blocks.append(wrapped(one.message))
    blocks.append(_usage(one))
    return "\n\n".join(blocks)


def _cell_width(columns: int) -> int:
    """Return how many letters a cell has in a grid, 0 where the output has no width."""
    width = min(_WIDEST, shutil.get_terminal_size((80, 24)).columns)
    return (width - _PAPER) // columns - len(_GAP)


def _grid(one: Comparison, width: int, evidence: bool) -> str:
    widths = [_PAPER, *[width] * len(one.columns)]
    head = _lines(["paper", *one.columns], widths)
    rule = _GAP.join("─" * letters for letters in widths)
    rows = [
        _lines([_paper(row), *(_said(cell, evidence) for cell in row.cells)], widths)
        for row in one.rows
    ]
    return f"\n{rule}\n".join([head, *rows])


def _lines(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return cells side by side, each wrapped to its width."""
    columns = [
        [line for part in clean(cell).split("\n") for line in textwrap.wrap(part, width)]
        for cell, width in zip(cells, widths, strict=True)
    ]
    height = max(map(len, columns))
    padded = [column + [""] * (height - len(column)) for column in columns]
    return "\n".join(
        _GAP.join(line.ljust(width) for line, width in zip(parts, widths, strict=True)).rstrip()
        for parts in zip(*padded, strict=True)
    )


def _blocks(one: Comparison, evidence: bool) -> str:
    indent = min(max(map(len, one.columns)), _PAPER) + 4
    blocks = []
    for row in one.rows:
        lines = [wrapped(row.paper.title, f"[{row.number}] ", " " * (len(str(row.number)) + 3))]
        if about := _about(row):
            lines.append(wrapped(about, "    ", "    "))
        for name, cell in zip(one.columns, row.cells, strict=True):
            first = f"  {clean(name)}".ljust(indent - 1) + " "
            lines.append(wrapped(_said(cell, evidence), first, " " * indent))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _paper(row: Row) -> str:
    return "\n".join(filter(None, (f"[{row.number}] {row.paper.title}", _about(row))))


def _about(row: Row) -> str:
    paper = row.paper
    names = [*paper.authors[:1], *(["et al."] if len(paper.authors) > 1 else [])]
    return ", ".join(filter(None, (" ".join(names), appeared(paper.venue, paper.year))))


def _said(cell: Cell, evidence: bool) -> str:
    if cell.quote is None:
        return f"({EMPTY_CELL})"
    place = f" ({cell.start}-{cell.end})" if evidence else ""
    return " ".join(cell.quote.split()) + place


def _usage(one: Comparison) -> str:
    usage = one.usage
    if usage.calls:
        how = f"chosen by {usage.model}, {usage.tokens_in} + {usage.tokens_out} tokens"
    else:
        how = "exact words of the abstracts, no language model was asked"
    return f"({how}; {usage.seconds:.1f} s)"
