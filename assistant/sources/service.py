"""What services of papers share: a request, the page that a reply holds, one step to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.corpus.records import Record, Skipped


class Malformed(ValueError):
    """Raised when a reply is not of the shape that the service documents; it may pass."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for, in the words of the service, and how many papers of it are wanted."""

    text: str
    limit: int
    first_year: int | None = None
    last_year: int | None = None

    @property
    def dated(self) -> bool:
        """Whether only papers of some years are wanted."""
        return self.first_year is not None or self.last_year is not None


@dataclass(frozen=True, slots=True)
class Request:
    """A path below the address of a service, and its parameters."""

    path: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """What a reply holds: papers, how many there are in all, and what names the next page.

    `total` is None where the reply does not say, `following` where there is no further page.
    """

    records: list[Record | Skipped]
    total: int | None = None
    following: str | None = None


Reader = Callable[[str, str], Page]
"""Makes a page of a reply and of the name that its papers' source has in the library.

It raises Malformed where the reply is not of the documented shape, and SourceError where the
service says in it what is wrong with the query.
"""


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked, and what reads the reply to it."""

    request: Request
    read: Reader


Search = Callable[[Query, str], Step]
"""Takes a query and what names a page of what it finds; the first one's name is empty."""
Work = Callable[[str], Step]
"""Takes a DOI."""
