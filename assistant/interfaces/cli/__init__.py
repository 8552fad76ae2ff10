"""The command `litassist`: parses arguments, calls the app, prints; nothing else.

Exit status: 0 done, 1 a bug, 2 a mistake that the user can mend, 3 the answer is an abstention,
what was checked is not supported, or the paper asked for is not among those found.
"""

import errno
import io
import os
import sys
from typing import NoReturn

import typer

from assistant.errors import AssistantError
from assistant.interfaces.cli import (
    chat_command,
    check_command,
    compare_command,
    digest_commands,
    export_commands,
    fetch_command,
    library_commands,
    merge_commands,
    pack_commands,
    question_commands,
    removal_command,
    saved_commands,
    server_commands,
    stats_command,
    summarize_command,
    sync_commands,
    system_commands,
    tag_commands,
    why_command,
)
from assistant.interfaces.cli.session import Session

_EPILOG = (
    "Examples:  litassist demo  |  litassist ingest papers/ library.csv  |  "
    'litassist ask "Which papers use Minecraft?"  |  litassist doctor'
)
_INTERRUPTED = 130
_STOPPED = "stopped; what was stored is kept, run the command again to go on"
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
fetch_command.register(cli)
sync_commands.register(cli)
removal_command.register(cli)
stats_command.register(cli)
merge_commands.register(cli)
tag_commands.register(cli)
question_commands.register(cli)
why_command.register(cli)
chat_command.register(cli)
summarize_command.register(cli)
compare_command.register(cli)
check_command.register(cli)
export_commands.register(cli)
server_commands.register(cli)
saved_commands.register(cli)
pack_commands.register(cli)
digest_commands.register(cli)
system_commands.register(cli)


def _show_version(wanted: bool) -> None:
    if wanted:
        from assistant import __version__

        typer.echo(f"litassist {__version__}")
        raise typer.Exit


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
    _: bool = typer.Option(
        False, "--version", is_eager=True, callback=_show_version, help="Show the version and exit."
    ),
) -> None:
    context.obj = Session(library, config, tuple(assignments), quiet)


def main() -> None:
    """Run the command line; a user's mistake is one line on stderr, a bug keeps its traceback."""
    # The matrices of one question are small: threads that wait for each other cost more than they
    # save, and take the processor from other requests.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal with a narrow encoding shows "?" for a letter it lacks rather than failing.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        cli(prog_name="litassist")
    except AssistantError as error:
        _end(str(error))
    except KeyboardInterrupt:
        _end(_STOPPED, _INTERRUPTED)
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:  # typer makes this of Ctrl-C, without a word
            _end(_STOPPED, _INTERRUPTED)
        raise
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            _end("the disk is full; free some space and run the command again")
        raise


def _end(said: str, status: int = 2) -> NoReturn:
    from assistant.interfaces.render import clean

    typer.echo(f"litassist: {clean(said)}", err=True)
    raise SystemExit(status) from None
