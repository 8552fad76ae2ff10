"""A text made of a draft, whose characters know where in the draft they came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

Piece = str | tuple[int, int]
"""What takes the place of a match: words of one's own, or (start, end) of the text as it was."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text, and for each of its characters its place in the draft."""

    text: str
    places: Sequence[int]

    @classmethod
    def of(cls, draft: str) -> Mapped:
        """Return a draft as it is."""
        return cls(draft, range(len(draft)))

    def part(self, start: int, end: int) -> Mapped:
        """Return a stretch of it."""
        return Mapped(self.text[start:end], self.places[start:end])

    def edited(
        self, pattern: re.Pattern[str], by: Callable[[re.Match[str]], Iterable[Piece]]
    ) -> Mapped:
        """Return it with each match replaced by pieces; words of one's own stand where it began."""
        texts: list[str] = []
        places: list[int] = []
        done = 0
        for match in pattern.finditer(self.text):
            for piece in ((done, match.start()), *by(match)):
                if isinstance(piece, str):
                    texts.append(piece)
                    places += [self.places[match.start()]] * len(piece)
                else:
                    texts.append(self.text[slice(*piece)])
                    places += self.places[slice(*piece)]
            done = match.end()
        if not done:
            return self
        return Mapped("".join([*texts, self.text[done:]]), [*places, *self.places[done:]])

    def without(self, pattern: re.Pattern[str], instead: str = "") -> Mapped:
        """Return it with something else, or nothing, instead of each match."""
        return self.edited(pattern, lambda _: (instead,))

    def keeping(self, pattern: re.Pattern[str]) -> Mapped:
        """Return it with each match replaced by its last group that took part, if any."""
        return self.edited(
            pattern, lambda match: (match.span(match.lastindex),) if match.lastindex else ()
        )

    def split(self, pattern: re.Pattern[str]) -> Iterator[Mapped]:
        """Yield what stands between the matches."""
        done = 0
        for match in pattern.finditer(self.text):
            yield self.part(done, match.start())
            done = match.end()
        yield self.part(done, len(self.text))


def joined(parts: Iterable[Mapped], between: str = " ") -> Mapped:
    """Return texts one after the other; what stands between them belongs to the one before."""
    texts: list[str] = []
    places: list[int] = []
    for part in parts:
        if texts and part.text:
            texts.append(between)
            places += places[-1:] * len(between)
        if part.text:
            texts.append(part.text)
            places += part.places
    return Mapped("".join(texts), places)
