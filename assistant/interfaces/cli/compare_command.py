"""The command compare: papers side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Author, Json, Source, Tag, Venue, Year, filters
from assistant.interfaces.cli.question_commands import ABSTAINED
from assistant.interfaces.cli.session import Session, echo_json

_EXAMPLES = (
    "Examples:  litassist compare arxiv:2004.04906 BEIR --evidence  |  "
    'litassist compare --topic "reward hacking" --papers 5  |  '
    'litassist compare --topic "sleep and memory" --columns participants,method --out table.html'
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("compare", epilog=_EXAMPLES)(compare)


def compare(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PAPER]...", help="Ids, DOIs, arXiv ids, titles or parts of them."),
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", metavar="T", help="Compare the best papers of a topic.")
    ] = None,
    papers: Annotated[
        int | None,
        typer.Option("--papers", "-n", min=1, max=100, metavar="N", help="Papers of the topic."),
    ] = None,
    columns: Annotated[
        str,
        typer.Option(
            "--columns",
            metavar="A,B,…",
            help="Any names; known are method, data, result, limits, task, metric, conclusion.",
        ),
    ] = "method,data,result,limits",
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Show where in the abstract each quote stands.")
    ] = False,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE", help="Write .md .html .tex .csv .json; repeatable."),
    ] = None,
    style: Annotated[
        str, typer.Option("--style", help="numeric, author-year, or a .csl file.")
    ] = "numeric",
    as_json: Json = False,
) -> None:
    """Set papers side by side: each cell holds exact words of the abstract, or says it has none."""
    from assistant.answering.comparing.columns import parse
    from assistant.answering.review_documents import table_document
    from assistant.interfaces import render_table
    from assistant.interfaces.export import writing

    session: Session = context.obj
    admitted = filters(year, author, venue, source, tag)
    _refuse_mixed(names, topic, papers, admitted.empty)
    for path in out or ():
        writing.format_of(path.name, writing.TABLE_FORMATS)  # a mistake costs no model call
    asked = parse([columns])
    with session.app.searcher() as searcher, session.stages("Comparing") as progress:
        comparer = session.app.comparer_over(searcher)
        found = comparer.named(names) if names else comparer.about(topic or "", papers, admitted)
        table = comparer.compare(found, asked, topic, progress)
    if table.message and out:
        session.remark(table.message)
    for path in out or ():
        for written in writing.write(table, path, style):
            session.remark(f"wrote {written}")
    if as_json:
        echo_json(table_document(table))
    elif not out:
        typer.echo(render_table.table(table, evidence))
    if table.abstained:
        raise typer.Exit(ABSTAINED)


def _refuse_mixed(
    names: list[str] | None, topic: str | None, papers: int | None, unfiltered: bool
) -> None:
    if (topic is None) == (not names):
        raise InputError(
            "name the papers to compare, or give a topic: litassist compare ID ID …, or "
            'litassist compare --topic "reward hacking"'
        )
    if names and (papers is not None or not unfiltered):
        raise InputError("--papers, --year, --author, --venue, --source and --tag go with --topic")
    if topic is not None and not topic.strip():
        raise InputError("the topic is empty; write it in quotes")
