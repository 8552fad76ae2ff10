"""Commands on tags: which there are, giving and taking them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.errors import InputError
from assistant.interfaces import render
from assistant.interfaces.repl.reading import referenced
from assistant.interfaces.repl.session import Session


def tags(session: Session, _: str) -> str:
    """List the tags, a line each, with the number of papers that bear them."""
    return render.tag_counts(session.library.catalog.tags.counts())


def tag(session: Session, text: str) -> str:
    """Give a paper that the last answer cites tags."""
    return _change(session, text, "tag", session.library.catalog.tags.add)


def untag(session: Session, text: str) -> str:
    """Take tags from a paper that the last answer cites."""
    return _change(session, text, "untag", session.library.catalog.tags.remove)


def _change(
    session: Session, text: str, name: str, change: Callable[[str, Sequence[str]], None]
) -> str:
    number, *words = text.split()
    bare = number.strip("[]")
    if not bare.isdecimal() or not words:
        raise InputError(f"write it as /{name} N WORD, with N of the references (/sources)")
    id = referenced(session.references, int(bare)).id
    change(id, words)
    # Looked up anew: a paper that the library holds no longer has no tags.
    return render.tags_of(session.paper(id))
