"""Commands on tags: tag, untag, tags."""

from __future__ import annotations

from typing import Annotated

import typer

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
