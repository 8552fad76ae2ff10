"""Completes what is typed: commands, and what may stand behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.interfaces.render import clean
from assistant.interfaces.repl.commands import COMMANDS
from assistant.interfaces.repl.keeping import COMPLAINTS
from assistant.interfaces.repl.session import Session
from assistant.retrieval.filters import KEYS

_MOST = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that may stand for the last so many characters, with a note beside it."""

    text: str
    replaces: int
    note: str = ""


def suggestions(session: Session, typed: str) -> Iterator[Suggestion]:
    """Yield what may stand in place of the end of what is typed before the cursor."""
    if not typed.startswith("/") or "\n" in typed:
        return
    name, space, argument = typed[1:].partition(" ")
    if not space:
        for command in COMMANDS.values():
            if command.name.startswith(name):
                yield Suggestion(f"/{command.name}", len(typed), command.help)
    elif name in _ARGUMENTS:
        yield from _ARGUMENTS[name](session, argument.lstrip())


def _titles(session: Session, part: str) -> Iterator[Suggestion]:
    """Yield titles with this part: of the papers that the last answer cites, then of all."""
    cited = [
        one.paper for one in session.references if part.casefold() in one.paper.title.casefold()
    ]
    found = session.library.catalog.papers_named(part, most=_MOST) if part else []
    for paper in {one.id: one for one in [*cited, *found]}.values():
        yield Suggestion(" ".join(clean(paper.title).split()), len(part), clean(paper.id))


def _conversations(session: Session, part: str) -> Iterator[Suggestion]:
    for one in session.conversation.kept.all()[:_MOST]:
        if one.id.startswith(part) and one.turns:
            yield Suggestion(one.id, len(part), clean(one.title))


def _words(words: Iterable[str]) -> Callable[[Session, str], Iterator[Suggestion]]:
    def suggest(_: Session, typed: str) -> Iterator[Suggestion]:
        part = typed.rpartition(" ")[2]
        for word in words:
            if word.startswith(part):
                yield Suggestion(word, len(part))

    return suggest


_ARGUMENTS: dict[str, Callable[[Session, str], Iterator[Suggestion]]] = {
    "open": _titles,
    "why": _titles,
    "resume": _conversations,
    "bad": _words(COMPLAINTS),
    "export": _words(["bib "]),
    "filter": _words([*(f"{key}:" for key in KEYS), "off"]),
}
