"""The commands of the chat as a table, and what a typed line becomes."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from assistant.errors import InputError
from assistant.interfaces import render
from assistant.interfaces.repl import keeping, reading, steering, tagging
from assistant.interfaces.repl.session import Session
from assistant.interfaces.repl.watching import Making

Outcome = str | Making
"""What a line becomes: a text to show, or an answer to be made."""
_KEYS = (
    "Alt-Enter, or a backslash at the end of a line, begins another line of the same question.",
    "Ctrl-C stops the answer under way, and clears what is typed; Ctrl-D leaves.",
    "Sentences bear their number and a sign: ✓ the cited abstract supports it, ? unsure or not "
    "checked, ✗ it does not.",
)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its arguments as help shows them, what it does in a line."""

    name: str
    arguments: str
    help: str
    run: Callable[[Session, str], Outcome]

    @property
    def usage(self) -> str:
        """How it is typed."""
        return f"/{self.name} {self.arguments}".rstrip()


def outcome(session: Session, line: str) -> Outcome:
    """Return what a line becomes: a command's text, or an answer to be made.

    Raises:
        AssistantError: there is no such command, or it cannot do that.
    """
    text = line.strip()
    text = _WITHOUT_SLASH.get(text, text)
    if not text.startswith("/"):
        return partial(session.ask, text)
    name, *rest = text[1:].split(maxsplit=1) or [""]
    argument = " ".join(rest)
    command = COMMANDS.get(name)
    if command is None:
        near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
        hint = f"did you mean /{near[0]}? " if near else ""
        raise InputError(f"no command /{name}; {hint}/help lists all")
    if not argument and command.arguments and not command.arguments.startswith("["):
        raise InputError(f"write it as {command.usage}")
    return command.run(session, argument)


def _help(_: Session, __: str) -> str:
    width = max(len(command.usage) for command in COMMANDS.values())
    lines = [
        render.wrapped(command.help, f"{command.usage:<{width}}  ", " " * (width + 2))
        for command in COMMANDS.values()
    ]
    return "\n".join(["Type a question, or one of:", *lines, "", *map(render.wrapped, _KEYS)])


def _ask_as(session: Session, wording: str) -> Outcome:
    return partial(session.ask, session.asked_last(), standalone=wording)


def _retry(session: Session, _: str) -> Outcome:
    session.asked_last()
    return session.retry


def _quit(session: Session, _: str) -> str:
    session.leaving = True
    return ""


_TABLE = (
    Command("help", "", "this list", _help),
    Command("sources", "", "references of the last answer", reading.sources),
    Command("open", "N|TITLE", "abstract of reference N, quotes marked", reading.open_paper),
    Command(
        "why", "N|TITLE|withheld",
        "evidence of sentence N; where the search for the last question finds or loses a paper; or "
        "what was withheld", reading.why,
    ),
    Command("as", "NEW WORDING", "ask the last question in these words", _ask_as),
    Command("retry", "", "ask the last question again, a model afresh", _retry),
    Command("undo", "", "take the last question and answer back", keeping.undo),
    Command("search", "WORDS", "papers that match best", reading.search),
    Command("papers", "[PART]", "papers of the library", reading.papers),
    Command(
        "filter", "[KEY:VALUE ... | off]",
        "search only such papers, as in year:2020- author:Gao venue:ACL tag:to-read",
        steering.set_filters,
    ),
    Command("tags", "", "tags with the number of papers that bear them", tagging.tags),
    Command("tag", "N WORD ...", "give reference N of the last answer tags", tagging.tag),
    Command("untag", "N WORD ...", "take tags from it", tagging.untag),
    Command("model", "", "which model answers, how to change it", steering.model),
    Command("cost", "", "calls, tokens, dollars of this run", steering.cost),
    Command("good", "[NOTE]", "the last answer is good", keeping.praise),
    Command("bad", f"{'|'.join(keeping.COMPLAINTS)} [NOTE]", "it is not", keeping.complain),
    Command("save", "FILE", "conversation as Markdown, with bibliography", keeping.save),
    Command("export", "bib FILE", "cited papers as BibTeX", keeping.export),
    Command("sessions", "", "conversations about this library", keeping.sessions),
    Command("resume", "ID", "go on with one of them", keeping.resume),
    Command("new", "", "begin another", keeping.begin_anew),
    Command("quit", "", "leave; the conversation is kept", _quit),
)  # fmt: skip
COMMANDS = {command.name: command for command in _TABLE}
# What people type who expect no slash.
_WITHOUT_SLASH = {"help": "/help", "quit": "/quit", "exit": "/quit"}
