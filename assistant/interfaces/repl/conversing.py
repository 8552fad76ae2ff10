"""The chat itself: lines in, texts and answers out, whatever the terminal is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from assistant.errors import AssistantError
from assistant.interfaces import render
from assistant.interfaces.repl.commands import outcome
from assistant.interfaces.repl.session import Session
from assistant.interfaces.repl.watching import Making, Running
from assistant.types import Answer, Statement, Step

DONE, FAILED, ABSTAINED = 0, 2, 3


class Screen(Protocol):
    """Where a chat is shown."""

    interruptible: bool
    """Whether Ctrl-C stops the answer; else it ends the program."""

    def show(self, text: str) -> None:
        """Show a text of the chat."""

    def remark(self, text: str) -> None:
        """Show something that matters less."""

    def fail(self, text: str) -> None:
        """Show what went wrong, on one line."""

    def waiting(self) -> AbstractContextManager[object]:
        """Show, for the length of a `with` block, that an answer is awaited."""


def converse(session: Session, lines: Iterable[str], screen: Screen) -> int:
    """Answer line by line; return the exit status that the last answer or mistake deserves."""
    status = DONE
    for line in lines:
        if not line.strip():
            continue
        try:
            status = _respond(session, line, screen, status)
        except AssistantError as error:
            screen.fail(_one_line(str(error)))
            status = FAILED
        except KeyboardInterrupt:
            if not screen.interruptible:
                raise
            screen.remark("Stopped.")
        if session.leaving:
            break
    return status


def continued(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, those that end in a backslash joined with the next."""
    parts: list[str] = []
    for line in lines:
        bare = line.rstrip("\r\n")
        parts.append(bare.removesuffix("\\"))
        if not bare.endswith("\\"):
            yield "\n".join(parts)
            parts = []
    if parts:
        yield "\n".join(parts)


def _respond(session: Session, line: str, screen: Screen, status: int) -> int:
    """Show what a line becomes; return the exit status from here on."""
    became = outcome(session, line)
    if isinstance(became, str):
        if became:
            screen.show(f"{became}\n")
        return status
    answer = _answer(session, became, screen)
    if answer is None:
        return status
    space = "\n" if answer.statements else ""
    screen.show(f"{space}{render.after_statements(answer)}\n")
    return ABSTAINED if answer.abstained else DONE


def _answer(session: Session, making: Making, screen: Screen) -> Answer | None:
    """Show an answer as it comes along; None where it was stopped."""
    running = Running(making)
    shown = _Shown(screen)
    try:
        return shown.follow(running)
    except KeyboardInterrupt:
        if not screen.interruptible:
            raise
        if not running.stop():
            # It was complete, and kept, before the key was pressed.
            return shown.follow(running)
        session.stopped += 1
        screen.remark("Stopped; this answer is not kept. /retry asks again, /as in other words.")
        return None


class _Shown:
    """How far an answer was shown."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._statements = 0

    def follow(self, running: Running) -> Answer:
        """Show what is told until the answer is there."""
        with self._screen.waiting():
            for event in running.events():
                match event:
                    case str():
                        said = f"asked as: {_one_line(event)}"
                        self._screen.remark(render.wrapped(said, "", "  "))
                    case Step():
                        self._screen.remark(render.step(event))
                    case Statement():
                        self._statements += 1
                        self._screen.show(render.statement(event, number=self._statements))
                    case Answer():
                        return event
                    case Exception():
                        raise event
        raise AssertionError("the events of an answer end with it, or with an error")


def _one_line(text: str) -> str:
    return " ".join(render.clean(text).split())
