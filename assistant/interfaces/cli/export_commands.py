"""Commands that turn what was saved into other formats: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.interfaces.cli.session import Session

_EXAMPLES = (
    "Example:  litassist export review.json review.html review.docx review.tex "
    "--style author-year.  Formats by ending: .md .html .txt .tex (with .bib) .docx .json .bib "
    ".ris .csl.json .svg .png; of tables .md .html .tex .csv .json .bib .ris .csl.json"
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("export", epilog=_EXAMPLES)(export)


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="What --json wrote.")],
    out: Annotated[
        list[Path], typer.Argument(metavar="OUT…", help="Files to write; the ending is the format.")
    ],
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="STYLE",
            help="numeric, author-year or a .csl file; in LaTeX the first two.",
        ),
    ] = "numeric",
) -> None:
    """Turn a saved review or comparison table into other formats."""
    from assistant.interfaces.export.reading import read
    from assistant.interfaces.export.writing import write

    session: Session = context.obj
    exported = read(file)
    for path in out:
        for written in write(exported, path, style):
            session.remark(f"wrote {written}")
