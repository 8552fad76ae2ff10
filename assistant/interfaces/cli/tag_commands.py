"""Commands on tags and notes: tag, untag, tags, note."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json

_Paper = Annotated[
    str, typer.Argument(metavar="PAPER", help="Id, DOI, arXiv id, title or part of it.")
]
_Tags = Annotated[
    list[str], typer.Argument(metavar="TAG...", help="Words of letters, figures and - _ . : /")
]


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("tag", epilog="Example:  litassist tag arxiv:2004.04906 to-read thesis/ch2")(tag)
    cli.command("untag", epilog="Example:  litassist untag arxiv:2004.04906 to-read")(untag)
    cli.command("tags", epilog="Example:  litassist tags")(tags)
    cli.command(
        "note",
        epilog='Examples:  litassist note arxiv:2004.04906 "cite in ch. 2"  |  '
        "litassist note arxiv:2004.04906 --remove 1",
    )(note)


def tag(context: typer.Context, name: _Paper, words: _Tags, as_json: Json = False) -> None:
    """Give a paper tags, to find it by (--tag) and to search among such papers only."""
    _change(context.obj, name, words, as_json, give=True)


def untag(context: typer.Context, name: _Paper, words: _Tags, as_json: Json = False) -> None:
    """Take tags from a paper."""
    _change(context.obj, name, words, as_json, give=False)


def tags(context: typer.Context, as_json: Json = False) -> None:
    """List the tags, a line each, with the number of papers that bear them."""
    from assistant.interfaces import render

    session: Session = context.obj
    with session.app.library() as library:
        counts = library.catalog.tags.counts()
    if as_json:
        echo_json({"tags": [{"tag": tag, "papers": papers} for tag, papers in counts.items()]})
    else:
        typer.echo(render.tag_counts(counts))


def note(
    context: typer.Context,
    name: _Paper,
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="What to note.")] = None,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="N", help="Take away its Nth note.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a note on a paper, which stays with it; without a text, show its notes."""
    from assistant.interfaces import render

    if text is not None and remove is not None:
        raise InputError("either write a note or --remove one")
    session: Session = context.obj
    with session.app.library() as library:
        paper, kept = library.paper(name), library.catalog.notes
        if text is not None:
            kept.add(paper.id, [text])
        if remove is not None:
            kept.remove(paper.id, remove)
        notes = kept.of(paper.id)
    if as_json:
        echo_json({"paper_id": paper.id, "notes": notes})
    else:
        typer.echo(render.clean(f"{paper.id}: {paper.title}"))
        typer.echo(render.notes(notes) or "no notes")


def _change(session: Session, name: str, words: list[str], as_json: bool, *, give: bool) -> None:
    from assistant.interfaces import render

    with session.app.library() as library:
        paper, kept = library.paper(name), library.catalog.tags
        (kept.add if give else kept.remove)(paper.id, words)
        paper = library.paper(paper.id)
    if as_json:
        echo_json({"paper_id": paper.id, "tags": paper.tags})
    else:
        typer.echo(render.tags_of(paper))
