"""The command `litassist`: parses arguments, calls the app, prints; nothing else.

Exit status: 0 done, 1 a bug, 2 a mistake that the user can mend, 3 the answer is an abstention.
"""

import sys

import typer

from assistant.errors import AssistantError, StorageError
from assistant.interfaces.cli import library_commands, question_commands, system_commands
from assistant.interfaces.cli.session import Session

_EPILOG = (
    "Examples:  litassist demo  |  litassist ingest papers/ library.csv  |  "
    'litassist ask "Which papers use Minecraft?"  |  litassist doctor'
)
cli = typer.Typer(
    name="litassist",
    help="Answers questions from your paper library; every sentence cited, every citation checked.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
library_commands.register(cli)
question_commands.register(cli)
system_commands.register(cli)


@cli.callback()
def _options(
    context: typer.Context,
    library: str | None = typer.Option(
        None, "--library", metavar="DIR", help="Folder of the library to use."
    ),
    config: str | None = typer.Option(
        None, "--config", metavar="FILE", help="Settings file, or a preset such as 'offline'."
    ),
    assignments: list[str] = typer.Option(
        [], "--set", metavar="SECTION.KEY=VALUE", help="Override one setting; may be repeated."
    ),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="No progress and no remarks."),
    version: bool = typer.Option(False, "--version", help="Show the version and exit."),
) -> None:
    if version:
        from assistant import __version__

        typer.echo(f"litassist {__version__}")
        raise typer.Exit
    context.obj = Session(library, config, tuple(assignments), quiet)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr, a bug keeps its traceback."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal with a narrow encoding shows "?" for a letter it lacks rather than failing.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        cli(prog_name="litassist")
    except AssistantError as error:
        typer.echo(f"litassist: {error}", err=True)
        raise SystemExit(2) from None
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        sys.stderr.close()
        raise SystemExit(0) from None
    except OSError as error:
        if error.errno == 28:  # no space left on device
            typer.echo(f"litassist: {StorageError('the disk is full; free some space')}", err=True)
            raise SystemExit(2) from None
        raise
