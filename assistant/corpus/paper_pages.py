"""Saved pages of a daily-papers site: five header lines, then title and abstract in turn.

Blank lines separate the blocks.  A page carries no authors, years or identifiers.
"""

from collections.abc import Iterable, Iterator

from assistant.corpus import identity
from assistant.corpus.fields import readable
from assistant.corpus.records import Record, Skipped
from assistant.types import Paper

HEADER_LINES = 5
# The longest title seen has 159 characters and the shortest abstract 1,356: between them lies
# room enough to tell one from the other, and so to find the step again after a lost line.
_LONGEST_TITLE = 300


def recognises(head: list[str]) -> bool:
    """Tell from the first lines of a file whether it is such a page."""
    texts = [line.strip() for line in head if line.strip()]
    return len(texts) >= HEADER_LINES and texts[0] == "new" and texts[2] == "Subscribe"


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record for each title that an abstract follows; report every other block."""
    blocks = ((number, line.strip()) for number, line in enumerate(lines, 1) if line.strip())
    title: tuple[int, str] | None = None
    for position, (number, text) in enumerate(blocks):
        if position < HEADER_LINES:
            continue
        is_title = len(text) <= _LONGEST_TITLE
        if is_title:
            if title:
                yield Skipped(source, title[0], f"title without abstract: {_shortened(title[1])}")
            title = (number, text)
        elif title:
            yield Record(_paper(title[1], text), source, title[0])
            title = None
        else:
            yield Skipped(source, number, f"abstract without title: {_shortened(text)}")
    if title:
        yield Skipped(source, title[0], f"title without abstract: {_shortened(title[1])}")


def _paper(title: str, abstract: str) -> Paper:
    title = readable(title)
    return Paper(id=identity.paper_id(title), title=title, abstract=readable(abstract))


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
