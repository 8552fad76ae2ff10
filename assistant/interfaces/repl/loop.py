"""The chat in a terminal, with prompt_toolkit and rich."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.interfaces import render
from assistant.interfaces.repl import keyboard
from assistant.interfaces.repl.conversing import converse
from assistant.interfaces.repl.session import Session
from assistant.retrieval.filters import described

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from rich.text import Text

_STYLES = (
    (r"^ *(?:\d+ )?✓", "green"),
    (r"^ *(?:\d+ )?\?", "yellow"),
    (r"^ *(?:\d+ )?✗", "red"),
    (r"«[^»]*»", "bold"),
    (r"\[\d+\]", "cyan"),
    (r"^(?:References|Checked|Nearest papers)$", "bold"),
    (r"^\(.*\)$", "dim"),
)


class Terminal:
    """Colours, and a sign that the program is at work."""

    interruptible = True

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(highlight=False)

    def show(self, text: str) -> None:
        """Print a text with its signs in colour."""
        self._console.print(_coloured(text))

    def remark(self, text: str) -> None:
        """Print a remark, dimmed."""
        from rich.text import Text

        self._console.print(Text(text, style="dim"))

    def fail(self, text: str) -> None:
        """Print what went wrong."""
        from rich.text import Text

        self._console.print(Text(f"{text}\n", style="red"))

    def waiting(self) -> AbstractContextManager[object]:
        """Turn a spinner below what is printed."""
        return self._console.status("searching and checking … (Ctrl-C stops)", spinner="dots")


def converse_in_terminal(session: Session, history: Path) -> None:
    """Answer what is typed until its writer leaves."""
    screen = Terminal()
    screen.remark(_greeting(session))
    converse(session, _typed(session, keyboard.prompt(session, history), screen), screen)
    if session.conversation.id:
        screen.remark(f"Kept; `litassist chat --resume {session.conversation.id}` goes on with it.")


def _typed(session: Session, prompt: PromptSession[str], screen: Terminal) -> Iterator[str]:
    while True:
        filters = render.clean(described(session.conversation.filters))
        try:
            yield prompt.prompt([("ansigray", f"{filters} " if filters else ""), ("bold", "> ")])
        except KeyboardInterrupt:
            screen.remark("Ctrl-D or /quit leaves.")
        except EOFError:
            return


def _greeting(session: Session) -> str:
    chat = session.conversation.assistant.chat
    how = f"answers are written by {chat.name}" if chat else "answers are exact sentences"
    papers = render.counted(session.library.catalog.count_papers(), "paper")
    return render.wrapped(f"{papers}; {how}. Ask, or type /help; Ctrl-D leaves.")


def _coloured(text: str) -> Text:
    from rich.text import Text

    coloured = Text(text)
    for pattern, style in _STYLES:
        coloured.highlight_regex(re.compile(pattern, re.MULTILINE), style)
    return coloured
