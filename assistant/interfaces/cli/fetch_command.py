"""The command fetch: papers from online services into the library."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.counts_told import report
from assistant.interfaces.cli.options import Json, Year
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.sources.online import Online
    from assistant.sources.paging import Batch

_EXAMPLES = (
    'Examples:  litassist fetch arxiv "dense retrieval" --limit 200 --year 2020-  |  '
    'litassist fetch pubmed "asthma[MeSH] AND vitamin d"  |  '
    "litassist fetch doi:10.18653/v1/2020.emnlp-main.550 arxiv:2005.11401 pmid:31452104"
)


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("fetch", epilog=_EXAMPLES)(fetch)


def fetch(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE QUERY or ID...",
            help="A service and what it is searched for, or doi:…, arxiv:… and pmid:… .",
        ),
    ],
    limit: Annotated[
        int | None,
        typer.Option("--limit", min=1, metavar="N", help="At most so many (sources.papers)."),
    ] = None,
    year: Year = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Ask again for what was answered in the last hours.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fetch papers from online services into the library.

    SOURCE is arxiv, pubmed, crossref, europepmc, openalex or semanticscholar; QUERY is in its own
    words (plain ones do). Most relevant first, from Semantic Scholar the most cited. No key is
    needed; NCBI_API_KEY, OPENALEX_API_KEY and S2_API_KEY are used where they are set.

    Pages are stored as they come: what was stopped goes on with the same command, and what was
    answered in the last hours is not asked again. Fetching again updates, and doubles nothing.
    `--source "fetch arxiv"` narrows a search to what came from there.
    """
    from assistant.answering.documents import counts_document

    session: Session = context.obj
    with session.app.online(fresh) as online:
        batches = _batches(online, words, limit or session.settings.sources.papers, year)
        with session.progress("Fetching papers") as progress:
            counts = session.app.fetch(batches, progress)
    if as_json:
        echo_json(counts_document(counts))
    elif not counts.read:
        raise InputError(f"nothing there for {' '.join(words)!r}; try fewer or other words")
    else:
        report(counts)
    if counts.read == len(counts.skipped):
        raise typer.Exit(2)


def _batches(online: Online, words: Sequence[str], limit: int, year: str | None) -> Iterator[Batch]:
    """Return what is asked for, by search or by name.

    Raises:
        InputError: it is neither a service with a query nor a list of identifiers.
    """
    from assistant.retrieval.filters import years
    from assistant.sources import identifiers
    from assistant.sources.online import SERVICES
    from assistant.sources.service import Query

    name = words[0].strip().lower()
    if name in SERVICES:
        first, last = years(year) if year else (None, None)
        return online.search(name, Query(" ".join(words[1:]).strip(), limit, first, last))
    if not any(map(identifiers.looks_like_one, words)):
        near = difflib.get_close_matches(name, SERVICES, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise InputError(
            f"no service {words[0]!r}; {hint}write `litassist fetch SOURCE QUERY` with one of "
            f"{', '.join(SERVICES)}, or identifiers like doi:10.1000/182"
        )
    if year:
        raise InputError("--year narrows a search; leave it out with identifiers")
    return online.named(identifiers.parsed(words))
