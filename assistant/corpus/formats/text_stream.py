"""A text that is read on as far as it is needed, with the number of the line one is at."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENOUGH = 262_144  # characters at hand, so that most records are whole at the first look


class TextStream:
    """What is at hand of a long text: `text` from `place` on."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._line, self._counted = 1, 0
        self.text, self.place = "", 0

    def line(self) -> int:
        """Return the number of the line at the place."""
        self._line += self.text.count("\n", self._counted, self.place)
        self._counted = self.place
        return self._line

    def fill(self, wanted: int = 0) -> bool:
        """Have so many characters at hand, or enough, if there are; return whether any came."""
        wanted = wanted or _ENOUGH
        at_hand = len(self.text) - self.place
        if at_hand >= wanted:
            return False
        self.line()
        parts = [self.text[self.place :]]
        for piece in self._pieces:
            parts.append(piece)
            at_hand += len(piece)
            if at_hand >= wanted:
                break
        self.text, self.place, self._counted = "".join(parts), 0, 0
        return len(parts) > 1

    def grow(self, most: int) -> bool:
        """Have twice as much at hand, up to a number of characters; return whether any came."""
        at_hand = len(self.text) - self.place
        return at_hand < most and self.fill(2 * at_hand + _ENOUGH)

    def step_over(self, pattern: re.Pattern[str]) -> str:
        """Step over what the pattern matches at the place and return the letter behind, or ""."""
        while True:
            self.fill()
            found = pattern.match(self.text, self.place)
            self.place = found.end() if found else self.place
            if self.place < len(self.text):
                return self.text[self.place]
            if not self.fill():
                return ""

    def seek(self, pattern: re.Pattern[str], longest: int) -> bool:
        """Go to where the pattern matches next, or to the end; no match is longer than said."""
        while True:
            if found := pattern.search(self.text, self.place):
                self.place = found.end()
                return True
            self.place = max(self.place, len(self.text) - longest)
            if not self.fill(len(self.text) - self.place + _ENOUGH):
                self.place = len(self.text)
                return False
