"""The prompt: keys, history and completion, by prompt_toolkit."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from assistant.interfaces.repl.completion import suggestions
from assistant.interfaces.repl.session import Session


def prompt(session: Session, history: Path) -> PromptSession[str]:
    """Return a prompt that remembers in a file what was typed."""
    return PromptSession(
        history=_history(history),
        completer=_Suggesting(session),
        complete_in_thread=True,
        key_bindings=_keys(),
        multiline=True,
        prompt_continuation="  ",
    )


class _Suggesting(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - how it was asked for makes no difference
    ) -> Iterable[Completion]:
        for one in suggestions(self._session, document.text_before_cursor):
            yield Completion(one.text, -one.replaces, display_meta=one.note)


def _keys() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if buffer.document.text_before_cursor.endswith("\\"):
            buffer.delete_before_cursor()
            buffer.insert_text("\n")
        else:
            buffer.validate_and_handle()

    @keys.add("escape", "enter")
    def _another_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    @keys.add("c-c")
    def _clear(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt)

    return keys


def _history(path: Path) -> History:
    """Return the history in this file, or one of this run where the file cannot be written."""
    try:
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
