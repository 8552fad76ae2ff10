"""What all commands share: the global options, and what is said beside the result."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING

import typer

from assistant.errors import InputError, SettingsError

if TYPE_CHECKING:
    from assistant.app import App
    from assistant.settings import Settings


@dataclass(frozen=True)
class Session:
    """The global options of one command."""

    library: str | None
    config: str | None
    assignments: tuple[str, ...]
    quiet: bool

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        from assistant import settings

        overrides = dict(map(_assignment, self.assignments))
        if self.library:
            overrides["library.path"] = self.library
        return settings.load(self.config, overrides)

    @cached_property
    def app(self) -> App:
        """The program with these settings."""
        from assistant.app import App

        return App(self.settings, self.remark)

    def limited(self, usd: float | None, tokens: int | None) -> Session:
        """Return this session with limits on what the chat model may take in it."""
        limits = {"budget.usd_per_session": usd, "budget.tokens_per_session": tokens}
        given = tuple(f"{key}={most}" for key, most in limits.items() if most is not None)
        return replace(self, assignments=(*self.assignments, *given))

    def remark(self, text: str) -> None:
        """Say something beside the result, on stderr."""
        if not self.quiet:
            from assistant.grounding import hidden

            typer.echo(f"litassist: {hidden.removed(text)}", err=True)

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to be asked."""
        return sys.stdin.isatty()

    def agreed(self, question: str, yes: bool) -> bool:
        """Ask whether to do what cannot be undone; where nobody can be asked, `yes` must be given.

        Raises:
            InputError: nobody can be asked.
        """
        if yes:
            return True
        if not self.can_ask:
            raise InputError(f"{question} There is nobody to ask: add --yes to do it")
        return typer.confirm(question, err=True)

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None] | None]:
        """Show a bar on stderr where that is a terminal."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = (
            "[progress.description]{task.description}",
            BarColumn(),
            MofNCompleteColumn(),
            "{task.fields[rate]}",
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(label, total=None, rate="")
            begun = monotonic()

            def told(done: int, total: int) -> None:
                rate = f"{done / max(monotonic() - begun, 0.001):.1f}/s"
                bar.update(task, completed=done, total=total, rate=rate)

            yield told

    @contextmanager
    def stages(self, label: str) -> Iterator[Callable[[str, int, int], None] | None]:
        """Show a bar for work in stages, which begins anew with each."""
        with self.progress(label) as progress:
            yield (lambda _, done, total: progress(done, total)) if progress else None


def echo_json(document: object) -> None:
    """Print a JSON document on stdout."""
    typer.echo(json_text(document, indent=2))


def json_text(document: object, indent: int | None = None) -> str:
    """Return a JSON document that a terminal can be shown: what would steer it is spelled out."""
    from assistant.grounding import hidden

    return hidden.escaped(json.dumps(document, ensure_ascii=False, indent=indent))


def _assignment(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise SettingsError(f"--set {text}: write it as SECTION.KEY=VALUE, like answer.papers=5")
    return key.strip(), value.strip()
