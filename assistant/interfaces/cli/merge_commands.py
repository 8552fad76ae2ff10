"""Commands on papers that are one, or are not: duplicates, merge, unmerge."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json

_Names = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids or whole titles.")]


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command(
        "duplicates",
        epilog="Examples:  litassist duplicates  |  "
        "litassist duplicates --dismiss arxiv:2005.11401 doi:10.1000/other",
    )(duplicates)
    cli.command("merge", epilog="Example:  litassist merge doi:10.1000/x arxiv:2004.04906")(merge)
    cli.command("unmerge", epilog="Example:  litassist unmerge doi:10.1000/x")(unmerge)


def duplicates(
    context: typer.Context,
    most: Annotated[int, typer.Option("-n", min=1, help="Show at most so many pairs.")] = 20,
    dismiss: Annotated[
        bool, typer.Option("--dismiss", help="The papers named are not one; say no more of it.")
    ] = False,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="With --dismiss: ids.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List papers that may be one but were not merged: near misses, two by two.

    They share the beginning of the abstract, the title, or most of the title by the same authors.
    """
    from assistant.interfaces import render_duplicates
    from assistant.library.near_misses import near_misses

    session: Session = context.obj
    with session.app.library() as library:
        if dismiss:
            papers = [library.paper(name, parts=False) for name in names or ()]
            if len({paper.id for paper in papers}) < 2:
                raise InputError("--dismiss needs two papers or more; give their ids")
            library.catalog.decisions.keep_apart(paper.id for paper in papers)
            session.remark("they are no longer taken for one")
            if as_json:
                echo_json({"dismissed": sorted({paper.id for paper in papers})})
            return
        if names:
            raise InputError("ids go with --dismiss; `litassist merge ID ID` makes papers one")
        found = near_misses(library.catalog.census.outlines(), library.catalog.decisions.apart())
        shown = found if as_json else found[:most]
        ids = {id for pair in shown for id in (pair.one, pair.other)}
        papers_by_id = library.catalog.papers_by_id(sorted(ids))
    if as_json:
        echo_json(render_duplicates.duplicates_document(shown, papers_by_id))
        return
    typer.echo(render_duplicates.duplicates(shown, papers_by_id))
    if len(found) > most:
        session.remark(f"{len(found) - most} more; `-n {len(found)}` shows all")


def merge(context: typer.Context, names: _Names, as_json: Json = False) -> None:
    """Make papers one: the first of them, with the records, tags and notes of all.

    Later ingests keep to it; `unmerge` undoes it.
    """
    from assistant import upkeep
    from assistant.interfaces import render

    session: Session = context.obj
    paper = upkeep.merge(session.app, names)
    if as_json:
        echo_json({"paper_id": paper.id, "sources": paper.sources})
    else:
        sources = render.counted(len(paper.sources), "source")
        typer.echo(render.clean(f"{paper.id}: {paper.title} ({sources})"))


def unmerge(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Id or whole title.")],
    as_json: Json = False,
) -> None:
    """Take a paper apart into those that were merged, or that its records call themselves.

    All of them bear its tags and notes. Later ingests keep them apart.
    """
    from assistant import upkeep
    from assistant.interfaces import render

    session: Session = context.obj
    papers = upkeep.unmerge(session.app, name)
    if as_json:
        echo_json({"papers": [paper.id for paper in papers]})
        return
    for paper in papers:
        typer.echo(render.paper_line(paper))
