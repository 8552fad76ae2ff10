"""Finds the signs that Markdown sets around words and code: **x**, *x*, __x__, _x_, `x`.

Pairs alone are signs of emphasis, by CommonMark's rules of flanking where they matter in prose: the
stars of "p*", "a*b*c", "2 * 3" and "*p < .05, **p < .01", and the lines of snake_case, are none.
What stands between the signs of code is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_SIGN = re.compile(r"[*_`]")
# Emphasis does not reach beyond a paragraph, an item of a list or a row of a table.
_BORDER = re.compile(r"\n\s*\n|\n(?=[^\S\n]*(?:[-*•#][\s#]|\(?\d{1,3}[.)]\s|\|))")
_CODE = re.compile(
    r"^```.*?(?:^```|\Z)"
    r"|(?<![`\w\\])(?P<sign>`{1,2})(?=[^\s`])[^`\n]*(?<=[^\s`(\[])(?P=sign)(?!`)"
    # Names of Python look emphasised.
    r"|(?<!\w)__(?:all|call|dict|doc|enter|exit|file|getitem|init|iter|len|main|name|new|next|repr|"
    r"slots|str|version)__(?!\w)",
    re.MULTILINE | re.DOTALL,
)
_RUN = re.compile(r"\*{1,3}(?!\*)|_{1,3}(?!_)")
_NEVER_FIRST = frozenset(")]},.;:!?/$")
_NEVER_LAST = frozenset("([{/$")


@dataclass(frozen=True, slots=True)
class Signs:
    """The places of signs in a text, and of the first that is still open at its end, if any."""

    places: frozenset[int] = frozenset()
    open: int | None = None


@dataclass(slots=True)
class _Pairs:
    """Signs that have found their pair, and those that wait for it, in the order of the text."""

    found: list[re.Match[str]] = field(default_factory=list)
    waiting: list[re.Match[str]] = field(default_factory=list)

    def close(self, run: re.Match[str]) -> bool:
        """Pair a run with what it closes, "***" with "*" within "**" too; tell whether it did."""
        left, first = len(run[0]), len(self.waiting)
        while left and first:
            first -= 1
            opened = self.waiting[first][0]
            if opened[0] == run[0][0]:
                left -= len(opened)
        if left:
            return False
        closed = [one for one in self.waiting[first:] if one[0][0] == run[0][0]]
        self.found += [*closed, run]
        del self.waiting[first:]
        return True


def find(text: str) -> Signs:
    """Return the signs of a text."""
    if not _SIGN.search(text):
        return Signs()
    codes = list(_CODE.finditer(text))
    places = {place for code in codes if code["sign"] for place in _ends(code)}
    masked = _CODE.sub(lambda code: "x" * len(code[0]), text)
    pairs = _Pairs()
    for start, end in _stretches(masked):
        pairs.waiting.clear()
        for run in _RUN.finditer(masked, start, end):
            if not (_may_close(run, masked) and pairs.close(run)) and _may_open(run, masked):
                pairs.waiting.append(run)
    places.update(place for run in pairs.found for place in range(*run.span()))
    return Signs(frozenset(places), pairs.waiting[0].start() if pairs.waiting else None)


def removed(text: str) -> str:
    """Return a text without its signs."""
    return without(text, 0, len(text), find(text).places)


def without(text: str, start: int, end: int, places: frozenset[int]) -> str:
    """Return a stretch of a text without the signs in these places."""
    return "".join(text[place] for place in range(start, end) if place not in places)


def _ends(code: re.Match[str]) -> Sequence[int]:
    width = len(code["sign"])
    return [*range(code.start(), code.start() + width), *range(code.end() - width, code.end())]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for border in _BORDER.finditer(text):
        yield start, border.start()
        start = border.end()
    yield start, len(text)


def _may_open(run: re.Match[str], text: str) -> bool:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if not after or after.isspace() or after in _NEVER_FIRST:
        return False
    return not _joined(before, run[0]) and before != "\\"


def _may_close(run: re.Match[str], text: str) -> bool:
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if not before or before.isspace() or before in _NEVER_LAST or before == "\\":
        return False
    strong_end = run[0].startswith("**") and before.isalnum()  # "**DPR**s"
    return not _joined(after, run[0]) or strong_end


def _joined(neighbour: str, sign: str) -> bool:
    """Tell whether a sign is a part of the word beside it; not in scripts without blanks."""
    if sign[0] == "_" and neighbour == "/":  # of an address
        return True
    return neighbour.isalnum() and (neighbour.isascii() or not sign.startswith("**"))
