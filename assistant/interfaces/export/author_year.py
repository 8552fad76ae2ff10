"""(Karpukhin et al., 2020): citations by author and year, told apart by letters."""

from __future__ import annotations

import string
import textwrap
from collections.abc import Sequence

from assistant.corpus.names import name
from assistant.interfaces.export.escaping import line
from assistant.interfaces.export.styles import Entry, Piece, Run, joined, sentence, whereabouts
from assistant.types import Paper, Reference

_LISTED = 8
"""Authors that the list of references names before "et al."."""


class AuthorYear:
    """Citations by author and year, and a list in their order.

    Papers alike in both get letters in the order of the list: 2020a, 2020b. Who has no author is
    cited by the beginning of the title, what has no year by "n.d.".
    """

    raised = False

    def __init__(self, references: Sequence[Reference]) -> None:
        in_order = sorted(references, key=lambda one: _place(one.paper))
        letters = year_letters(in_order)
        self._years = {
            one.number: _year(one.paper, letters.get(one.number, "")) for one in in_order
        }
        self._whose = {one.number: whose(one.paper) for one in in_order}
        self.entries = [
            Entry(one.number, "", _described(one.paper, self._years[one.number]))
            for one in in_order
        ]

    def citation(self, numbers: Sequence[int]) -> tuple[Piece, ...]:
        """Return authors and years in parentheses."""
        marks = [
            Piece(f"{self._whose[number]}, {self._years[number]}", number) for number in numbers
        ]
        return joined(marks, "(", "; ", ")")

    def label(self, number: int) -> str:
        """Return the first author and the year."""
        first = self._whose[number].removesuffix(" et al.").split(" and ")[0]
        return f"{textwrap.shorten(first, 18, placeholder='…')} {self._years[number]}"


def year_letters(references: Sequence[Reference]) -> dict[int, str]:
    """Return the letters of papers that author and year do not tell apart, by their numbers."""
    alike: dict[tuple[str, int | None], list[int]] = {}
    for one in references:
        alike.setdefault((whose(one.paper).casefold(), one.paper.year), []).append(one.number)
    return {
        number: _letters(place)
        for numbers in alike.values()
        if len(numbers) > 1
        for place, number in enumerate(numbers)
    }


def whose(paper: Paper) -> str:
    """Return the authors as a citation names them, or the beginning of the title."""
    families = [name(line(author)).family for author in paper.authors if line(author)]
    if not families:
        short = textwrap.shorten(line(paper.title), 32, placeholder=" …") or "Untitled"
        return f"“{short if short != '…' else line(paper.title)[:30] + '…'}”"
    if len(families) > 2:
        return f"{families[0]} et al."
    return " and ".join(families)


def _described(paper: Paper, year: str) -> tuple[Run, ...]:
    authors = [name(line(author)).initials for author in paper.authors if line(author)]
    listed = [*authors[:_LISTED], "et al."] if len(authors) > _LISTED else authors
    title = sentence(line(paper.title))
    venue = line(paper.venue or "")
    said = f"{', '.join(listed)} ({year}). {title}" if listed else f"{title}({year}). "
    return (
        Run(said),
        *((Run(venue, italic=True), Run(". ")) if venue else ()),
        *((Run(link),) if (link := whereabouts(paper)) else ()),
    )


def _place(paper: Paper) -> tuple[str, int, str]:
    families = " ".join(name(line(author)).inverted for author in paper.authors)
    first = families or line(paper.title)
    return first.casefold().strip("“"), paper.year or 0, line(paper.title).casefold()


def _year(paper: Paper, letter: str) -> str:
    if paper.year:
        return f"{paper.year}{letter}"
    return f"n.d.-{letter}" if letter else "n.d."


def _letters(place: int) -> str:
    """Return a, b and so on; aa follows z."""
    before, letter = divmod(place, len(string.ascii_lowercase))
    return (_letters(before - 1) if before else "") + string.ascii_lowercase[letter]
