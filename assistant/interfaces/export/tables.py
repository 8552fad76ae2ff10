"""Comparison tables as Markdown, CSV, HTML and LaTeX; empty cells say so in words."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from markupsafe import Markup

from assistant.interfaces import bibliography
from assistant.interfaces.export import escaping, telling
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.latex import PREAMBLE
from assistant.interfaces.export.page import page
from assistant.interfaces.export.styles import CitationStyle
from assistant.interfaces.render import appeared
from assistant.review import Cell, Comparison, Row
from assistant.types import Paper


def table_markdown(table: Comparison, style: CitationStyle) -> str:
    """Return the table as Markdown (GitHub's), with its references."""
    escaped = escaping.markdown
    head = ["Paper", *map(escaped, table.columns)]
    rows = [
        [f"{escaped(row.paper.title)} {_mark(row, style, escaped)}", *_said(row, escaped, "*{}*")]
        for row in table.rows
    ]
    lines = [head, ["---"] * len(head), *rows]
    grid = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    entries = [
        f"{entry.label} {escaped(entry.text)}"
        if entry.label
        else escaping.begun(escaped(entry.text))
        for entry in style.entries
    ]
    blocks = [f"# {escaped(_title(table))}", grid, "## References", *entries]
    return "\n\n".join([*blocks, escaped(telling.usage(table.usage))]) + "\n"


def table_csv(table: Comparison) -> str:
    """Return the table as CSV (RFC 4180) that a spreadsheet shows and never computes."""
    out = io.StringIO()
    writer = csv.writer(out)
    cell = escaping.cell
    writer.writerow(["Paper", "Authors", "Year", "Venue", "Address", *map(cell, table.columns)])
    for row in table.rows:
        paper = row.paper
        writer.writerow(
            [
                cell(paper.title), cell("; ".join(paper.authors)), cell(str(paper.year or "")),
                cell(paper.venue or ""), cell(_address(paper)), *_said(row, cell, "{}"),
            ]
        )  # fmt: skip
    return out.getvalue()


def table_html(table: Comparison, style: CitationStyle) -> str:
    """Return the table as a page that holds all it needs."""
    escape = Markup.escape
    columns = [Markup('<th scope="col">{}</th>').format(line(one)) for one in table.columns]
    rows = Markup("\n").join(_html_row(row, style) for row in table.rows)
    references = Markup("\n").join(
        Markup('<li id="reference-{}" dir="auto">{} {}</li>').format(
            entry.number, entry.label, line(entry.text)
        )
        for entry in style.entries
    )
    body = Markup(
        '<div class="wide">\n<header>\n<p class="kind">Comparison of papers</p>\n<h1 dir="auto">{0}'
        '</h1>\n</header>\n<main>\n<div class="table" role="region" aria-label="{0}" '
        'tabindex="0">\n'
        '<table>\n<thead><tr><th scope="col">Paper</th>{1}</tr></thead>\n<tbody>\n{2}\n</tbody>\n'
        '</table>\n</div>\n<h2>References</h2>\n<ol class="references">\n{3}\n</ol>\n'
        "<footer><p>{4}</p></footer>\n</main>\n</div>\n"
    ).format(
        _title(table),
        Markup("").join(columns),
        rows,
        references,
        escape(telling.usage(table.usage)),
    )
    return page(_title(table), body)


def table_latex(table: Comparison, bibliography_name: str) -> str:
    """Return the table as a LaTeX document, which cites the keys of the BibTeX file beside it."""
    escaped = escaping.latex
    keys = bibliography.keys(row.paper for row in table.rows)
    count = len(table.columns) + 1
    rows = [
        [f"{escaped(row.paper.title)} \\cite{{{key}}}", *_said(row, escaped, "\\emph{{{}}}")]
        for row, key in zip(table.rows, keys, strict=True)
    ]
    head = " & ".join(f"\\textbf{{{name}}}" for name in ["Paper", *map(escaped, table.columns)])
    # A group before each row: one that began with [ would be read as an option of the row before.
    body = "\n".join(f"{{}}{' & '.join(cells)} \\\\ \\hline" for cells in rows)
    wide = f"p{{\\dimexpr\\linewidth/{count}-2\\tabcolsep\\relax}}"
    cite = "\\bibliographystyle{plain}\n\\bibliography{" + bibliography_name + "}\n\n"
    return (
        f"{PREAMBLE}\\usepackage{{longtable}}\n\\usepackage{{url}}\n\\sloppy\n\n"
        f"\\begin{{document}}\n\\section*{{{escaped(_title(table))}}}\n"
        f"\\begin{{longtable}}{{{wide * count}}}\n{head} \\\\ \\hline\n\\endhead\n{body}\n"
        f"\\end{{longtable}}\n\n{cite if keys else ''}{escaped(telling.usage(table.usage))}\n\n"
        "\\end{document}\n"
    )


def _html_row(row: Row, style: CitationStyle) -> Markup:
    cells = Markup("").join(
        Markup('<td dir="auto">{}</td>').format(line(one.quote))
        if one.quote
        else Markup('<td class="empty">{}</td>').format(telling.EMPTY_CELL)
        for one in row.cells
    )
    mark = Markup("").join(
        Markup('<a href="#reference-{}">{}</a>').format(row.number, piece.text)
        if piece.number
        else Markup.escape(piece.text)
        for piece in style.citation([row.number])
    )
    where = line(appeared(row.paper.venue, row.paper.year))
    return Markup('<tr><th scope="row" dir="auto">{} {}<small>{}</small></th>{}</tr>').format(
        line(row.paper.title), mark, where, cells
    )


def _said(row: Row, escape: Callable[[str], str], empty: str) -> Sequence[str]:
    return [_cell(one, escape, empty) for one in row.cells]


def _cell(one: Cell, escape: Callable[[str], str], empty: str) -> str:
    return escape(one.quote) if one.quote else empty.format(telling.EMPTY_CELL)


def _mark(row: Row, style: CitationStyle, escape: Callable[[str], str]) -> str:
    said = "".join(piece.text for piece in style.citation([row.number]))
    return said if said == f"[{row.number}]" else escape(said)


def _title(table: Comparison) -> str:
    return line(table.topic or "") or "Comparison of papers"


def _address(paper: Paper) -> str:
    return escaping.doi_address(paper.doi) or escaping.address(paper.url) or ""
