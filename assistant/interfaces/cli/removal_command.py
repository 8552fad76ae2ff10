"""The command remove: papers by name, by a query of operators, or by the file they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Json, Yes
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.library.withdrawing import Leaving
    from assistant.types import Paper

_EXAMPLES = (
    "Examples:  litassist remove arxiv:2004.04906  |  "
    "litassist remove --query 'venue:acl year:2010-2012'  |  litassist remove --source old.bib"
)
_SHOWN = 20


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("remove", epilog=_EXAMPLES)(remove)


def remove(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Ids or whole titles.")
    ] = None,
    query: Annotated[
        str | None,
        typer.Option("--query", metavar="QUERY", help="All papers that satisfy these operators."),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="FILE", help="All that only this file speaks of."),
    ] = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Remove papers from the library and its indexes, by name, operators or source.

    With --query and --source it shows what would go and asks. A paper that other files speak of,
    too, stays with what they say. To have removed papers back, ingest their files again.
    """
    session: Session = context.obj
    if sum(map(bool, (names, query, source))) != 1:
        raise InputError("name papers, or give --query, or --source")
    if source:
        removed = _by_source(session, source, yes)
    else:
        removed = _by_query(session, query, yes) if query else _by_name(session, names or ())
    if as_json:
        echo_json({"removed": [paper.id for paper in removed]})
        return
    _say(removed, "removed ")


def _by_name(session: Session, names: Sequence[str]) -> Sequence[Paper]:
    with session.app.library() as library:
        # All names are resolved first, and whole: a wrong one, or a part of one, removes nothing.
        found = {paper.id: paper for name in names for paper in [library.paper(name, parts=False)]}
        with library.writing():
            library.remove(list(found))
    return list(found.values())


def _by_query(session: Session, query: str, yes: bool) -> Sequence[Paper]:
    from assistant.retrieval.typed import admitted

    with session.app.library() as library:
        papers = admitted(library, query)
        if not papers:
            session.remark("no paper satisfies this")
            return ()
        if not yes:
            _say(papers, "")
        if not session.agreed(f"Remove {len(papers)} of {library.words.count()} papers?", yes):
            return ()
        with library.writing():
            library.remove([paper.id for paper in papers])
    return papers


def _by_source(session: Session, source: str, yes: bool) -> Sequence[Paper]:
    from assistant import upkeep

    def consent(going: Leaving) -> bool:
        from assistant.interfaces import render

        if not yes:
            _say(going.papers, "")
        held = f" What other files speak of stays: {len(going.held)}." if going.held else ""
        return session.agreed(f"Remove {render.counted(len(going.papers), 'paper')}?{held}", yes)

    going = upkeep.withdraw(session.app, source, consent)
    return going.papers if going else ()


def _say(papers: Sequence[Paper], before: str) -> None:
    from assistant.interfaces import render

    for paper in papers[:_SHOWN]:
        typer.echo(render.clean(f"{before}{paper.id}: {paper.title}"))
    if len(papers) > _SHOWN:
        typer.echo(f"… and {len(papers) - _SHOWN} more")
