"""Commands that serve the library to other programs: serve, mcp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import InputError
from assistant.interfaces.cli.session import Session

if TYPE_CHECKING:
    from pathlib import Path

_NEEDED = ("fastapi", "uvicorn", "prometheus_client", "python_multipart")
_EXAMPLES = (
    "Examples:  litassist serve  |  litassist serve --add-key alice  |  "
    "litassist serve --host 0.0.0.0 --port 8080"
)


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("serve", epilog=_EXAMPLES)(serve)
    cli.command("mcp", epilog="Example:  litassist --library ~/papers/library mcp")(mcp)


def serve(
    context: typer.Context,
    host: Annotated[
        str | None,
        typer.Option("--host", metavar="ADDRESS", help="Another than 127.0.0.1 needs a key."),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")
    ] = None,
    add_key: Annotated[
        str | None, typer.Option("--add-key", metavar="NAME", help="Make an API key and end.")
    ] = None,
    remove_key: Annotated[
        str | None, typer.Option("--remove-key", metavar="NAME", help="Forget an API key and end.")
    ] = None,
    requests_per_minute: Annotated[
        int | None, typer.Option("--requests-per-minute", min=1, help="Limit of the new key.")
    ] = None,
) -> None:
    """Serve the HTTP API, the OpenAI-compatible one and the page in a browser."""
    _need(_NEEDED, "api")
    session: Session = context.obj
    if requests_per_minute is not None and add_key is None:
        raise InputError(
            "--requests-per-minute goes with --add-key NAME; for all others set "
            "server.requests_per_minute"
        )
    keys_path = session.settings.server.keys_path.expanduser()
    if add_key is not None:
        _add_key(session, keys_path, add_key, requests_per_minute)
    elif remove_key is not None:
        _remove_key(session, keys_path, remove_key)
    else:
        _serve(_at(session, host, port))


def mcp(context: typer.Context) -> None:
    """Serve the library as tools to another assistant, by the Model Context Protocol (stdio)."""
    _need(("mcp",), "mcp")
    from assistant.interfaces.mcp.server import serve as run

    session: Session = context.obj
    run(session.app)


def _need(modules: Sequence[str], extra: str) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise InputError(
            f"the server needs {missing[0]}; install it with: "
            f'pip install "literature-assistant[{extra}]"'
        )


def _serve(session: Session) -> None:
    from assistant.interfaces.api.running import serve as run

    def ready(address: str) -> None:
        session.remark(f"serving {session.app.folder} at {address} (Ctrl-C ends it)")

    try:
        run(session.app, ready)
    except KeyboardInterrupt:  # what uvicorn raises again after it has ended in good order
        session.remark("ended")


def _at(session: Session, host: str | None, port: int | None) -> Session:
    """Return the session with the address that was given."""
    given = {"server.host": host, "server.port": port}
    said = tuple(f"{key}={value}" for key, value in given.items() if value is not None)
    return replace(session, assignments=session.assignments + said)


def _add_key(session: Session, path: Path, name: str, requests_per_minute: int | None) -> None:
    from assistant.interfaces.api import keys

    if not name.strip():
        raise InputError("the name of the key is empty; name who will use it")
    typer.echo(keys.add(path, name, requests_per_minute))
    session.remark(
        f"this is the key of {name}, shown only now; its hash is in {path}. "
        "Servers that run already learn of it when they are started again"
    )


def _remove_key(session: Session, path: Path, name: str) -> None:
    from assistant.interfaces.api import keys

    keys.remove(path, name)
    session.remark(
        f"the key of {name} is forgotten; servers that run already still know it until they are "
        "started again"
    )
