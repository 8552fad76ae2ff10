"""What became of the records of an ingest, in lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from assistant.library.ingest import Counts

_SKIPS_SHOWN = 20


def report(counts: Counts) -> None:
    """Print what became of the records of an ingest."""
    from assistant.interfaces import render

    for skipped in counts.skipped[:_SKIPS_SHOWN]:
        said = f"skipped {skipped.source}:{skipped.line}: {skipped.reason}"
        typer.echo(render.clean(said), err=True)
    if len(counts.skipped) > _SKIPS_SHOWN:
        more = len(counts.skipped) - _SKIPS_SHOWN
        typer.echo(f"… and {more} more; `ingest --json` lists all", err=True)
    typer.echo(
        f"read {counts.read}: new {counts.new}, updated {counts.updated}, "
        f"unchanged {counts.unchanged}, merged {counts.merged}, skipped {len(counts.skipped)}"
    )
