"""Commands on what the library holds: ingest, list, show, reindex."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli import counts_told, sync_commands
from assistant.interfaces.cli.options import Author, Json, Source, Tag, Venue, Year, Yes, filters
from assistant.interfaces.cli.session import Session, echo_json, json_text

_INGEST_EXAMPLES = (
    "Examples:  litassist ingest exports/ more.csv  |  litassist ingest library.bib zotero.ris  |  "
    "litassist ingest --sync papers/  |  curl -s URL | litassist ingest -"
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("ingest", epilog=_INGEST_EXAMPLES)(ingest)
    cli.command("list", epilog="Example:  litassist list --year 2020-")(list_papers)
    cli.command("show", epilog='Example:  litassist show "dense passage retrieval"')(show)
    cli.command("reindex", epilog="Example:  litassist reindex")(reindex)


def ingest(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, or - for standard input."),
    ],
    sync: Annotated[
        bool, typer.Option("--sync", help="Remove what vanished from these files and folders.")
    ] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Read papers into the library, whatever they were exported from.

    The content tells the format: BibTeX and BibLaTeX; RIS (Zotero, EndNote, Scopus, Embase, Ovid,
    ProQuest, EBSCO); PubMed (.nbib, XML); Ovid's texts; Web of Science; EndNote (.enw, XML); arXiv
    (Atom, the Kaggle snapshot); JSON, JSON Lines and answers of OpenAlex, Crossref, Semantic
    Scholar, Europe PMC and DBLP; CSL-JSON; Better BibTeX JSON; CSV (Scopus, IEEE Xplore, PubMed,
    Embase, Dimensions, Lens, OpenAlex, any with a title column); saved paper pages; PDF, its first
    page (extra pdf). Folders and .gz, .zip, .xz and .bz2 of them too, in any encoding.

    What is not understood is named by file and line; a record without an abstract keeps its title.

    With --sync, papers go that these files and folders held and hold no longer, unless another file
    speaks of them; it asks where many would go.
    """
    from assistant.answering.documents import counts_document

    session: Session = context.obj
    if not all(path.strip() for path in paths):
        raise InputError("a path is empty; is a variable of the shell not set?")
    files = [Path(path) for path in paths]
    if sync:
        sync_commands.sync(session, files, yes, as_json)
        return
    with session.progress("Indexing papers") as progress:
        counts = session.app.ingest(files, progress)
    if as_json:
        echo_json(counts_document(counts))
    else:
        counts_told.report(counts)
    if not counts.new + counts.updated + counts.unchanged + counts.merged:
        raise typer.Exit(2)


def list_papers(
    context: typer.Context,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
    as_json: Json = False,
) -> None:
    """List the papers, a line each: id, year, title; with --json, JSON Lines."""
    from assistant.answering.documents import paper_document
    from assistant.interfaces import render

    session: Session = context.obj
    wanted = filters(year, author, venue, source, tag)
    with session.app.library() as library:
        admitted = library.catalog.admitted(wanted)
        papers = [one for one in library.catalog.papers() if admitted is None or one.id in admitted]
    for paper in papers:
        typer.echo(json_text(paper_document(paper)) if as_json else render.paper_line(paper))
    session.remark(render.counted(len(papers), "paper"))


def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="Id, DOI, arXiv id, title or part of it.")
    ],
    as_json: Json = False,
) -> None:
    """Show one paper with its abstract, your notes, and which source gave what.

    Where its sources disagree, the line begins with ≠; the first value is the one that was taken.
    """
    from assistant.answering.documents import shown_document
    from assistant.interfaces import render
    from assistant.interfaces.render_duplicates import origins, origins_document

    session: Session = context.obj
    with session.app.library() as library:
        paper = library.paper(name)
        accounts = library.catalog.accounts.of(paper.id)
        notes = library.catalog.notes.of(paper.id)
    if as_json:
        echo_json({**shown_document(paper), "notes": notes, **origins_document(accounts)})
        return
    parts = [render.paper(paper), render.notes(notes), origins(accounts)]
    typer.echo("\n\n".join(filter(None, parts)))


def reindex(context: typer.Context, as_json: Json = False) -> None:
    """Rebuild both indexes from the catalog; embeds anew only where the settings changed."""
    session: Session = context.obj
    with session.progress("Rebuilding") as progress:
        embedded = session.app.reindex(progress)
    with session.app.library() as library:
        papers, chunks = library.catalog.count_papers(), library.catalog.count_chunks()
    if as_json:
        echo_json({"papers": papers, "chunks": chunks, "embedded_anew": embedded})
    else:
        how = "embedded anew" if embedded else "vectors taken from the catalog"
        typer.echo(f"indexed {papers} papers in {chunks} chunks; {how}")
