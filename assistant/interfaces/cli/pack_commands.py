"""Evidence packs: --pack of ask and summarize, and the command replay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import InputError, NotRecorded
from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json

if TYPE_CHECKING:
    from assistant.answering.assistant import Assistant
    from assistant.answering.packing.packs import Kind
    from assistant.answering.reviewing.reviewer import Reviewer
    from assistant.retrieval.search import Searcher
    from assistant.types import Document

DIFFERS = 3
_LINES = 20
Pack = Annotated[
    Path | None,
    typer.Option("--pack", metavar="FILE", help="Write all it is made of, for `litassist replay`."),
]


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("replay", epilog="Example:  litassist replay answer.pack.json")(replay)


def replay(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What --pack wrote.")],
    as_json: Json = False,
) -> None:
    """Make an answer or review again from its evidence pack alone, and compare.

    No library, no network: the model's replies are those of the pack. Exit status 0: the same
    (but for seconds and trace id); 3: it differs, and where.
    """
    from assistant.answering.packing import packs
    from assistant.answering.packing.replay import compared
    from assistant.interfaces.render import clean

    session: Session = context.obj
    pack = packs.read(file)
    try:
        found = compared(pack, _again(session, pack))
    except NotRecorded as missing:
        found = compared(pack, missing)
    if as_json:
        echo_json({"same": not found, "differences": found})
    elif found:
        typer.echo(f"not the same ({len(found)} differences):")
        typer.echo(clean("\n".join(f"  {one}" for one in found[:_LINES])))
    else:
        typer.echo(f"the same {pack['kind']} again, from {len(pack['papers'])} papers of the pack")
    if found:
        raise typer.Exit(DIFFERS)


class Packing:
    """Records what an answer or a review is made of, and writes it as an evidence pack."""

    def __init__(self, session: Session, searcher: Searcher) -> None:
        from assistant.answering.packing.recording import RecordingSearch
        from assistant.models.recorded_chat import RecordingChat

        self._session = session
        self._library = searcher.library
        remote = session.settings.embedding.provider != "local"
        self.search = RecordingSearch(searcher, vectors=remote)
        chat = session.app.chat_model()
        self.chat = RecordingChat(chat) if chat else None

    def assistant(self) -> Assistant:
        """Return an assistant that is recorded."""
        return replace(self._session.app.assistant_over(self.search), chat=self.chat)

    def reviewer(self) -> Reviewer:
        """Return a reviewer that is recorded."""
        return replace(self._session.app.reviewer_over(self.search), chat=self.chat)

    def write(self, path: Path, kind: Kind, asked: Mapping[str, Any], document: Document) -> None:
        """Write the pack of what was made.

        Raises:
            InputError: the file cannot be written.
        """
        from assistant.answering.packing.packs import pack
        from assistant.settings import redacted

        facts = self._library.catalog.facts()
        held = {"papers": self.search.held, **{key: facts[key] for key in ("embedder", "chunking")}}
        calls = self.chat.calls if self.chat else None
        settings = redacted(self._session.settings)
        made = pack(
            kind, asked, document, self.search.log, calls, held, settings, self.search.dense_weight
        )
        try:
            path.write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path} cannot be written ({error.strerror})") from None
        self._session.remark(f"wrote {path}; litassist replay {path}")


def _again(session: Session, pack: Document) -> Document:
    from assistant.answering.packing import replay
    from assistant.answering.packing.replaying import ReplayingSearch
    from assistant.app import App

    app = App(replay.settings_of(pack), session.remark)
    search = ReplayingSearch(pack, app.local_embedder)
    if pack["kind"] == "answer":
        return replay.answer_again(pack, app.assistant_over(search))
    return replay.review_again(pack, app.reviewer_over(search))
