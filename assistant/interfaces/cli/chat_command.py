"""The command chat: a conversation in the terminal or through a pipe."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.interfaces.cli.options import Author, Source, Tag, Venue, Year, filters
from assistant.interfaces.cli.session import Session

_EXAMPLES = (
    "Examples:  litassist chat  |  litassist chat --resume 3f2a --year 2020-  |  "
    'echo "How large is WebShop?" | litassist chat --plain'
)


def register(cli: typer.Typer) -> None:
    """Add the command of this module."""
    cli.command("chat", epilog=_EXAMPLES)(chat)


def chat(
    context: typer.Context,
    plain: Annotated[
        bool,
        typer.Option("--plain", help="No prompt and no colours; implied where input is a pipe."),
    ] = False,
    resume: Annotated[
        str | None, typer.Option("--resume", metavar="ID", help="Go on with a conversation.")
    ] = None,
    year: Year = None,
    author: Author = None,
    venue: Venue = None,
    source: Source = None,
    tag: Tag = None,
) -> None:
    """Converse with the library: follow-ups, evidence, search; /help lists the commands.

    Each line is a question or a command. Conversations are kept; /sessions lists them.
    With --plain the exit status is that of the last question: 3 where it found no answer.
    """
    from assistant.interfaces.repl import session as repl
    from assistant.settings import without_password

    session: Session = context.obj
    app, admitted = session.app, filters(year, author, venue, source, tag)
    with app.conversation(resume) as conversation, app.library() as library:
        conversation.filters = admitted
        address = without_password(session.settings.llm.base_url)
        talk = repl.Session(conversation, library, address)
        if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
            from assistant.interfaces.repl.pipe import converse_in_pipe

            raise typer.Exit(converse_in_pipe(talk))
        from assistant.interfaces.repl.loop import converse_in_terminal

        converse_in_terminal(talk, app.folder / "chat-history")
