"""The chat through a pipe: plain lines in and out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import typer

from assistant.interfaces.repl.conversing import continued, converse
from assistant.interfaces.repl.session import Session


class Pipe:
    """Plain lines on the standard streams."""

    interruptible = False

    def show(self, text: str) -> None:
        """Print a text."""
        typer.echo(text)

    def remark(self, text: str) -> None:
        """Print a remark."""
        typer.echo(text)

    def fail(self, text: str) -> None:
        """Print what went wrong on stderr."""
        typer.echo(f"litassist: {text}", err=True)

    def waiting(self) -> AbstractContextManager[object]:
        """Show nothing."""
        return nullcontext()


def converse_in_pipe(session: Session) -> int:
    """Answer the lines of standard input; return the exit status."""
    return converse(session, continued(_standard_input()), Pipe())


def _standard_input() -> Iterator[str]:
    """Yield the lines; bytes that are no UTF-8 do not end them."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8-sig", errors="replace")
