"""Bringing the library into line with folders: what `ingest --sync` does, and the command watch."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import AssistantError, InputError
from assistant.interfaces.cli import counts_told
from assistant.interfaces.cli.options import Yes
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.corpus.watching import FolderWatch
    from assistant.library.withdrawing import Leaving
    from assistant.upkeep import Synced

_SHOWN = 20


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("watch", epilog="Example:  litassist watch ~/papers --sync")(watch)


def sync(session: Session, paths: list[Path], yes: bool, as_json: bool) -> None:
    """Read files and folders, and remove what vanished from them.

    Raises:
        InputError: nothing is there, or much would go and nobody agreed.
    """
    from assistant import upkeep

    with session.progress("Indexing papers") as progress:
        synced = upkeep.sync(session.app, paths, _consent(session, yes), progress)
    if as_json:
        echo_json(_document(synced))
    else:
        report(synced)
    if synced.refused:
        from assistant.interfaces import render

        raise InputError(
            f"{render.counted(synced.refused, 'paper')} would have been removed, none was; "
            "is the folder whole? If it is, run the command again with --yes"
        )


def watch(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to watch.")],
    removing: Annotated[
        bool, typer.Option("--sync", help="Remove what vanishes from the folder, too.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Read what is new or changed in a folder, now and whenever it comes, until Ctrl-C.

    A file is read when it has stopped growing. Where more than `library.sync_share` of the papers
    would go nothing is removed, unless --yes is given. `library.watch_seconds` sets how often it
    looks.
    """
    from assistant.corpus.watching import FolderWatch

    session: Session = context.obj
    watched = FolderWatch(folder)
    watched.look()
    typer.echo(f"watching {folder}; Ctrl-C ends it")
    trouble = ""
    try:
        while True:
            time.sleep(session.settings.library.watch_seconds)
            try:
                _look(session, watched, folder, removing, yes)
                trouble = ""
            # Another program may be writing, or the folder not be mounted: the next look.
            except AssistantError as error:
                if str(error) != trouble:
                    session.remark(str(error))
                trouble = str(error)
    except KeyboardInterrupt:
        typer.echo("stopped watching; what was read is kept")


def report(synced: Synced) -> None:
    """Print what became of a folder."""
    from assistant.interfaces import render

    counts_told.report(synced.counts)
    for paper in synced.removed[:_SHOWN]:
        typer.echo(render.clean(f"removed {paper.id}: {paper.title}"))
    if len(synced.removed) > _SHOWN:
        typer.echo(f"… and {len(synced.removed) - _SHOWN} more")
    line = f"vanished: {render.counted(len(synced.removed), 'paper')} removed"
    if synced.held:
        line += f", {len(synced.held)} kept that other files speak of"
    typer.echo(line)
    if synced.spared:
        typer.echo(
            f"{render.counted(synced.spared, 'record')} no longer found in files that were not "
            "wholly understood: left as they are",
            err=True,
        )


def _look(session: Session, watched: FolderWatch, folder: Path, removing: bool, yes: bool) -> None:
    changed = watched.look()
    gone = watched.gone() if removing else []
    # A file that is half written holds not yet what it held: nothing vanishes meanwhile.
    if not (changed or gone) or (removing and not watched.settled):
        return
    _take_in(session, folder, changed, removing, yes)
    watched.done(changed)


def _take_in(
    session: Session, folder: Path, changed: list[Path], removing: bool, yes: bool
) -> None:
    if removing:
        from assistant import upkeep

        report(upkeep.sync(session.app, [folder], lambda going: yes or _refused(session, going)))
    else:
        counts_told.report(session.app.ingest(changed))


def _refused(session: Session, going: Leaving) -> bool:
    from assistant.interfaces import render

    session.remark(
        f"{render.counted(len(going.papers), 'paper')} would go; `ingest --sync --yes` removes them"
    )
    return False


def _consent(session: Session, yes: bool) -> Callable[[Leaving], bool]:
    def consent(going: Leaving) -> bool:
        from assistant.interfaces import render

        if yes:
            return True
        for paper in going.papers[:_SHOWN]:
            typer.echo(render.clean(f"{paper.id}: {paper.title}"), err=True)
        if not session.can_ask:
            return False
        return session.agreed(f"Remove {render.counted(len(going.papers), 'paper')}?", yes)

    return consent


def _document(synced: Synced) -> dict[str, object]:
    from assistant.answering.documents import counts_document

    return {
        **counts_document(synced.counts),
        "removed": [paper.id for paper in synced.removed],
        "held": list(synced.held),
        "spared": synced.spared,
        "refused": synced.refused,
    }
