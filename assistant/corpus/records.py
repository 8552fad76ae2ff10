"""What a reader yields: a record that was understood, or a note on what was not."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.types import Paper


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as one file gives it, and the line on which it starts (from 1).

    `tags` and `notes` are those of a user, from a file that this program wrote; there, each record
    is a paper `distinct` from the others.
    """

    paper: Paper
    source: str
    line: int
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of a file that is no paper, and why."""

    source: str
    line: int
    reason: str


Reader = Callable[[Iterable[str], str], Iterator[Record | Skipped]]
"""Takes the lines of a file (line ends kept) and the name of the source."""
