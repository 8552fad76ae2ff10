"""The command why: at which stage a search finds or loses a paper."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Author, Json, Source, Tag, Venue, Year, filters
from assistant.interfaces.cli.question_commands import ABSTAINED
from assistant.interfaces.cli.session import Session, echo_json

_EXAMPLES = (
    'Examples:  litassist why "which unit of retrieval is best" arxiv:2312.06648  |  '
    'litassist why "dense retrieval year:2021-" "Dense Passage Retrieval"'
)


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("why", epilog=_EXAMPLES)(why)


def why(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="As you searched or asked.")],
    name: Annotated[
        str, typer.Argument(metavar="PAPER", help="Id, DOI, arXiv id, title or part of it.")
    ],
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    as_json: Json = False,
) -> None:
    """Tell at which stage and rank a search finds or loses a paper, and what would help.

    Exit status 3 where the paper is not among those shown.
    """
    from assistant.interfaces import render_why
    from assistant.retrieval.why import explain

    session: Session = context.obj
    if not question.strip():
        raise InputError("the question is empty; write it in quotes")
    chosen = session.settings
    with session.app.searcher() as searcher:
        told = explain(
            searcher,
            question,
            searcher.paper(name),
            chosen.retrieval,
            chosen.answer,
            filters(year, author, venue, source, tag),
        )
    if as_json:
        echo_json(render_why.why_document(told))
    else:
        typer.echo(render_why.why(told))
    if not told.found:
        raise typer.Exit(ABSTAINED)
