"""What formats of tagged lines share: a tag, its text, lines that go on; fields by tag."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from assistant.corpus import identity
from assistant.corpus.fields import MissingTitle, paper_from
from assistant.corpus.records import Record, Skipped

Tags = dict[str, list[str]]
"""The texts of a record under each of its tags, in order."""
_OF_PUBMED = re.compile(r"(?i)nlm|medline|pubmed")


def first(tags: Tags, *names: str) -> str:
    """Return the first text under the first of these tags that has one."""
    return next((text for name in names for text in tags.get(name, ()) if text.strip()), "")


def joined(tags: Tags, *names: str) -> str:
    """Return all texts under the first of these tags that has one, as one."""
    for name in names:
        if said := " ".join(" ".join(tags.get(name, ())).split()):
            return said
    return ""


def every(tags: Tags, *names: str) -> list[str]:
    """Return all texts under all of these tags, each once."""
    texts = (text.strip() for name in names for text in tags.get(name, ()))
    return list(dict.fromkeys(text for text in texts if text))


def pmid(database: str, number: str) -> str | None:
    """Return the number of a record in a database where that is PubMed's."""
    return identity.clean_pmid(number) if _OF_PUBMED.search(database) else None


def records(
    found: Iterator[tuple[int, Tags] | Skipped] | Iterator[tuple[int, Tags]],
    fields: Callable[[Tags], Mapping[str, object]],
    source: str,
) -> Iterator[Record | Skipped]:
    """Yield a record for each set of tags that has a title."""
    for one in found:
        if isinstance(one, Skipped):
            yield one
            continue
        line, tags = one
        try:
            yield Record(paper_from(fields(tags)), source, line)
        except MissingTitle as error:
            yield Skipped(source, line, str(error))


class Gathering:
    """The tags of the record that is being read, the latest of them, and the line it starts on."""

    def __init__(self) -> None:
        self.line = 0
        self.latest = ""
        self._tags: dict[str, list[list[str]]] = {}
        self._open: list[list[str]] | None = None

    def start(self, line: int) -> None:
        """Begin a record."""
        self.line, self.latest, self._tags, self._open = line, "", {}, None

    def has(self, tag: str) -> bool:
        """Tell whether the record has this tag."""
        return tag in self._tags

    def add(self, tag: str, text: str) -> None:
        """Take a text under a tag; following lines may go on with it."""
        self.latest = tag
        self._open = self._tags.setdefault(tag, [])
        self._open.append([text.strip()])

    def go_on(self, text: str, *, anew: bool) -> None:
        """Take a line without a tag: the same text goes on, or another under the same tag."""
        if self._open is None:
            return
        if anew:
            self._open.append([text.strip()])
        else:
            self._open[-1].append(text.strip())

    def whole(self) -> tuple[int, Tags]:
        """Return the record and be ready for the next."""
        line = self.line
        tags = {
            tag: [" ".join(filter(None, parts)) for parts in texts]
            for tag, texts in self._tags.items()
        }
        self.start(0)
        return line, tags
