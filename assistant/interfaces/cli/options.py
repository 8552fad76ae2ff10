"""Options that several commands share, and the filters made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from assistant.types import Filters

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
Year = Annotated[
    str | None, typer.Option("--year", metavar="Y", help="2021, 2019-2021, 2019- or -2021.")
]
Author = Annotated[
    list[str] | None, typer.Option("--author", metavar="NAME", help="Part of an author's name.")
]
Venue = Annotated[
    list[str] | None, typer.Option("--venue", metavar="NAME", help="Part of the venue's name.")
]
Source = Annotated[
    list[str] | None, typer.Option("--source", metavar="NAME", help="Part of a source file's path.")
]
Tag = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag of yours (litassist tags).")
]
MaxCost = Annotated[
    float | None,
    typer.Option("--max-cost", min=1e-6, metavar="USD", help="The model may cost at most so much."),
]
MaxTokens = Annotated[
    int | None,
    typer.Option("--max-tokens", min=1, metavar="N", help="The model may take at most so many."),
]


def filters(
    year: str | None,
    author: Sequence[str] | None,
    venue: Sequence[str] | None,
    source: Sequence[str] | None,
    tag: Sequence[str] | None,
) -> Filters:
    """Return the filters that the options ask for; repeated options mean "any of"."""
    from assistant.retrieval.filters import years

    first, last = years(year) if year else (None, None)
    names = (tuple(given or ()) for given in (author, venue, source, tag))
    return Filters(first, last, *names)
