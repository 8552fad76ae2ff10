"""Commands about the installation: doctor, config show."""

from __future__ import annotations

import typer

from assistant.interfaces.cli.options import Json
from assistant.interfaces.cli.session import Session, echo_json

_SIGNS = {"ok": "✓", "note": "·", "problem": "✗"}


def register(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("doctor", epilog="Example:  litassist doctor")(doctor)
    config = typer.Typer(help="Settings: what is in force.", no_args_is_help=True)
    config.command("show", epilog="Example:  litassist config show")(config_show)
    cli.add_typer(config, name="config")


def doctor(context: typer.Context, as_json: Json = False) -> None:
    """Say what is configured, what works, what is missing and the command that mends it."""
    from assistant.doctor import examine

    session: Session = context.obj
    findings = examine(session.app)
    if as_json:
        echo_json([{"state": one.state, "part": one.part, "said": one.said} for one in findings])
    else:
        for one in findings:
            typer.echo(f"{_SIGNS[one.state]} {one.part:<11} {one.said}")
    if any(one.state == "problem" for one in findings):
        raise typer.Exit(2)


def config_show(context: typer.Context, as_json: Json = False) -> None:
    """Show all settings in force, as TOML; secrets only as set or not."""
    import json

    from assistant.settings import redacted

    session: Session = context.obj
    values = redacted(session.settings)
    if as_json:
        echo_json(values)
        return
    for section, keys in values.items():
        typer.echo(f"[{section}]")
        for key, value in keys.items():
            typer.echo(f"{key} = {json.dumps(value, ensure_ascii=False)}")
        typer.echo("")
