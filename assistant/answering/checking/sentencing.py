"""Paragraphs of a draft -> its sentences, with their lines and the citations of each."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator

from assistant.answering.checking.drafts import DraftSentence
from assistant.answering.checking.mapped import Mapped
from assistant.answering.checking.marking import SIGN, Marks
from assistant.grounding import sentences

_LONGEST = 5_000  # letters of a paragraph that is looked through at once; no prose is so long
_SPACE = re.compile(r"\s+")
_LEADERS = re.compile(r"[.!?…]{4,}")  # "Introduction ........ 3"
# "It does. [1] Next" and "It does.[1] Next": the citation belongs to what was just said.
_AFTER_STOP = re.compile(
    rf"(?P<stop>(?<!\bal)[.!?…]+[\"'”’)\]]*)(?P<signs>\s*{SIGN}(?:[\s,;]*{SIGN})*)"
    rf"(?=\s+[\"“(]?[A-Z]|\s*$)"
)
_SIGNS = re.compile(rf"\s*{SIGN}(?:[\s,;]*{SIGN})*")
_EMPTY_BRACKETS = re.compile(
    r"\s*(?:\(\s*(?:see|cf\.|e\.\s?g\.,?|i\.\s?e\.,?|in)?\s*[,;]?\s*\)|\[\s*\])"
)
_SPACE_BEFORE = re.compile(r"\s+(?=[.,;:!?)\]](?:\s|$))")
_WORD = re.compile(r"[^\W\d_]{2}")


class Sentences:
    """Cuts the paragraphs of one draft into sentences."""

    def __init__(self, draft: str, marks: Marks) -> None:
        self._marks = marks
        self._line_ends = [match.start() for match in re.finditer(r"\n", draft)]

    def of(self, paragraphs: Iterable[Mapped]) -> Iterator[DraftSentence]:
        """Yield the sentences in order; citations without any words are left out."""
        for paragraph in paragraphs:
            for piece in _pieces(paragraph.without(_SPACE, " ").without(_LEADERS, "…")):
                marked = self._marks.in_running_text(piece)
                yield from self._of_piece(
                    marked.edited(
                        _AFTER_STOP, lambda match: (match.span("signs"), match.span("stop"))
                    )
                )

    def _of_piece(self, piece: Mapped) -> Iterator[DraftSentence]:
        for start, end in sentences.spans(piece.text):
            part = piece.part(start, end)
            said = _plain(part.text)
            if not _WORD.search(said):
                continue
            signs = [
                place
                for letter, place in zip(part.text, part.places, strict=True)
                if letter == SIGN
            ]
            yield DraftSentence(said, self._line(part.places[0]), self._marks.at(signs))

    def _line(self, place: int) -> int:
        return bisect.bisect_left(self._line_ends, place) + 1


def _plain(text: str) -> str:
    """Return a sentence without the signs of its citations."""
    without = _EMPTY_BRACKETS.sub("", _SIGNS.sub("", text))
    return " ".join(_SPACE_BEFORE.sub("", without).split())


def _pieces(paragraph: Mapped) -> Iterator[Mapped]:
    """Yield a paragraph, or where it is longer than any prose, stretches of it."""
    start = 0
    while len(paragraph.text) - start > _LONGEST:
        stretch = paragraph.text[start : start + _LONGEST]
        cut = max(stretch.rfind(". ") + 1, 0) or max(stretch.rfind(" "), 0) or _LONGEST
        yield paragraph.part(start, start + cut)
        start += cut
    yield paragraph.part(start, len(paragraph.text))
