"""The command digest: what is new on standing topics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.options import Json, MaxCost, MaxTokens
from assistant.interfaces.cli.session import Session, echo_json

_EXAMPLES = (
    "Examples:  litassist digest --init, edit the file, litassist digest --out digests/  |  "
    'litassist --quiet digest "Dense retrieval" --out digests/ --max-cost 0.50'
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("digest", epilog=_EXAMPLES)(digest)


def digest(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[TOPIC]...", help="Names; without one, all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the digests are written.")
    ] = None,
    init: Annotated[
        bool, typer.Option("--init", help="Write an example of the file of topics, to edit.")
    ] = False,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    as_json: Json = False,
) -> None:
    """Write what is new on standing topics since the last time, and which kept work is stale.

    Fit for cron: it asks nothing, and where nothing is new it writes nothing. A topic that fails
    does not keep the others back; the exit status is then 2.
    """
    from assistant.answering.digesting import topics_file
    from assistant.answering.digesting.digester import Digester
    from assistant.interfaces.digests.running import run
    from assistant.interfaces.render import clean

    session: Session = context.obj
    path = session.settings.digests.topics_path.expanduser()
    if init:
        _init(session, path)
        return
    if out is None:
        raise InputError("no folder to write to; name one: litassist digest --out DIR")
    topics = topics_file.chosen(topics_file.read(path), names or [])
    session = session.limited(max_cost, max_tokens)
    answer_papers = session.settings.answer.papers
    done = []
    with session.app.searcher() as searcher, session.stages("Reading") as progress:
        digester = Digester(session.app.reviewer_over(searcher), searcher.library.catalog)
        for one in run(digester, topics, answer_papers, out, progress):
            done.append(one)
            if one.error:
                typer.echo(f"litassist: {clean(f'{one.topic}: {one.error}')}", err=True)
            elif one.page and not as_json and not session.quiet:
                typer.echo(f"{one.page}  {one.told}")
    if as_json:
        echo_json(
            {
                "digests": [
                    {
                        "topic": one.topic,
                        "page": str(one.page) if one.page else None,
                        "told": one.told or None,
                        "error": str(one.error) if one.error else None,
                    }
                    for one in done
                ]
            }
        )
    elif not any(one.page or one.error for one in done):
        session.remark("nothing new")
    if any(one.error for one in done):
        raise typer.Exit(2)


def _init(session: Session, path: Path) -> None:
    from assistant import resources, settings

    if path.exists():
        raise InputError(f"{path} is there already; edit that, or name another digests.topics_path")
    example = resources.folder("config") / settings.DIGESTS
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(example.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror}); name another digests.topics_path"
        ) from None
    session.remark(f"edit {path}, then: litassist digest --out DIR")
