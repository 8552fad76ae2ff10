"""The command stats."""

from __future__ import annotations

import typer

from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("stats", epilog="Example:  litassist stats")(stats)


def stats(context: typer.Context, as_json: Json = False) -> None:
    """Tell what the library holds: papers by year and source, what they lack, suspects, disk."""
    from assistant.interfaces import render_census
    from assistant.library.near_misses import near_misses

    session: Session = context.obj
    with session.app.library() as library:
        catalog = library.catalog
        found = catalog.census.counted()
        suspects = len(near_misses(catalog.census.outlines(), catalog.decisions.apart()))
        disk = sum(file.stat().st_size for file in library.folder.rglob("*") if file.is_file())
    if as_json:
        echo_json(render_census.census_document(found, suspects, disk))
    else:
        typer.echo(render_census.census(found, suspects, disk))
