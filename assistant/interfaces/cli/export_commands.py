"""Commands that write files of what there is: export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.session import Session

if TYPE_CHECKING:
    from assistant.types import Paper

_EXAMPLES = (
    "Examples:  litassist export review.json review.html review.docx review.tex "
    "--style author-year  |  litassist export --papers library.jsonl library.bib  |  "
    "litassist export --papers thesis.bib --query tag:thesis.  Formats by ending: "
    ".md .html .txt .tex (with .bib) .docx .json .bib .ris .csl.json .svg .png; of tables "
    ".md .html .tex .csv .json .bib .ris .csl.json; of papers .jsonl .bib .ris .csl.json"
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("export", epilog=_EXAMPLES)(export)


def export(
    context: typer.Context,
    names: Annotated[
        list[Path],
        typer.Argument(
            metavar="[FILE.json] OUT…",
            help="What --json wrote, unless --papers; files to write, the ending is the format.",
        ),
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            help="numeric, author-year or a .csl file; in LaTeX the first two.",
        ),
    ] = "numeric",
    papers: Annotated[
        bool, typer.Option("--papers", help="Write the papers of the library.")
    ] = False,
    query: Annotated[
        str | None,
        typer.Option("--query", metavar="QUERY", help="With --papers: only these, by operators."),
    ] = None,
) -> None:
    """Turn a saved review or comparison table into other formats, or write the papers themselves.

    Files of papers can be read again with `ingest`: JSON Lines keep all, tags and notes too;
    BibTeX, RIS and CSL-JSON all but these and the breaks between paragraphs.
    """
    session: Session = context.obj
    if papers:
        _export_papers(session, names, query)
        return
    if query:
        raise InputError("--query goes with --papers")
    file, *out = names
    if not out:
        raise InputError(
            f"name the files to write: `litassist export {file} OUT…`; "
            f"for the papers of the library `litassist export --papers {file}`"
        )
    from assistant.interfaces.export.reading import read
    from assistant.interfaces.export.writing import write

    exported = read(file)
    for path in out:
        for written in write(exported, path, style):
            session.remark(f"wrote {written}")


def _export_papers(session: Session, out: list[Path], query: str | None) -> None:
    from assistant.interfaces import render
    from assistant.interfaces.export.library_files import FORMATS, library_file
    from assistant.interfaces.export.writing import format_of, put
    from assistant.retrieval.typed import admitted

    for path in out:
        format_of(path.name, FORMATS)  # before anything is written
    with session.app.library() as library:
        chosen: list[Paper] = admitted(library, query) if query else library.catalog.papers()
        notes = library.catalog.notes.all()
    for path in out:
        for written in put(library_file(chosen, notes, path.name), path):
            session.remark(f"wrote {render.counted(len(chosen), 'paper')} to {written}")
