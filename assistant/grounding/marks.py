"""Citation marks in a model's reply: [1], [1, 3], [1][2], [2-4], [1 "the words it rests on"].

A mark belongs to the sentence it stands in or directly after; one that opens a line, to what it
opens.  "95% CI [12, 18]" is an interval and stays in the text.  A reply may be read while it is
being written: a mark that has only begun is taken off too.  So are signs of emphasis.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.grounding import emphasis, sentences
from assistant.types import Citation

_MARK = re.compile(
    r"""
    \s*\[\s*(?:
        (?P<numbers> [1-9]\d{0,2} (?: \s*[,;–-]\s*[1-9]\d{0,2} )* | 0 )  # [0, 1] is an interval
        \s*\]
      | (?P<number> \d{1,3} ) \s*[:,]?\s*["“] (?:
            # A quote that never closes must not reach into the mark of a later sentence.
            (?P<quote> (?: (?! \[\s*\d{1,3}\s*[:,]?\s*["“] ) . )*? ) ["”]\s*\]
            # It goes to the bracket of the mark instead, or to the end of what there is.
          | (?P<unclosed> (?: [^\[\]] | \[[^\[\]]*(?:\]|\Z) )* ) (?:\]|\Z)
          | )
      | [\d\s,;:–-]*\Z
    )
    """,
    re.DOTALL | re.VERBOSE,
)
_JOINED = re.compile(r"""(["”])\s*[,;]\s*(?=\d{1,3}\s*[:,]?\s*["“])""")
_LISTED = re.compile(r"(\[\s*[1-9]\d{0,2}\s*\])\s*[,;]\s*(?=\[\s*[1-9]\d{0,2}\s*\])")
_RANGED = re.compile(r"(\[\s*[1-9]\d{0,2})\s*\]\s*[–-]\s*\[\s*(?=[1-9]\d{0,2}\s*\])")
# Two numbers after one of these are the ends of an interval.
_BEFORE_INTERVAL = re.compile(
    r"(?:\b(?:C\.?I\.?|CrI|HDI|HPDI?|IQR|quartiles|intervals?|intervals? \(\w+\)|between|"
    r"ranging(?: from| in)?|range (?:of|from)|(?:in|on|over|within) the range)|[=∈])"
    r"(?: (?:of|was|is))?\s*[:=,]?\Z"
)
_PAIR = re.compile(r"\s*\[\s*(\d+)\s*[,;–-]\s*(\d+)\s*\]")
_CONTEXT = 40
# What stands between marks that open a line and the words that are theirs.
_OPENED = re.compile(r"[^\S\n]*(?=[\w\"“(*`])")
_BULLET = re.compile(r"\s*[-*•]\s+")
_NUMBER = re.compile(r"\s*\(?\d{1,3}[.)]\s+(?=\S)")
_PART = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_WIDEST_RANGE = 20
_STOPS = (".", "!", "?")
_HEADING = re.compile(r"(\*\*|__)[^*_]+\1:?")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence without its marks, and what they cite, in order.

    `heading` says that it stood on a line of its own and was emphasised as a whole.
    """

    text: str
    citations: tuple[Citation, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Marks directly after each other, with the white space before them."""

    start: int
    end: int
    citations: tuple[Citation, ...]


def parse(reply: str, *, ended: bool = True) -> list[MarkedSentence]:
    """Return the sentences of a reply with the citations that belong to each.

    Of one that has not ended yet, those that what is to come cannot change.
    """
    reply = _JOINED.sub(r"\1][", reply)  # [1 "a", 2 "b"] is [1 "a"][2 "b"]
    reply = _LISTED.sub(r"\1", reply)  # [1], [2] is [1][2]
    reply = _RANGED.sub(r"\1-", reply)  # [1]-[3] is [1-3]
    clean: list[str] = []
    length = position = 0
    placed: list[tuple[int, Citation]] = []
    for run in _runs(reply):
        stretch, ahead = reply[position : run.start], 0
        if lines := _opened_line(reply, run):
            stretch += lines[0]
            ahead = len(lines[1]) + 2  # past the first letter of what is opened
        clean.append(stretch)
        length += len(stretch)
        placed += [(length + ahead, citation) for citation in run.citations]
        position = run.end
        kept_apart = reply[run.start].isspace() or stretch.endswith(_STOPS)
        if kept_apart and reply[position : position + 1].isalnum():
            clean.append(" ")  # "One.[1]Two." and "one [1]two" stay two words
            length += 1
    return _told_apart("".join([*clean, reply[position:]]), placed, ended)


def _told_apart(
    text: str, placed: Sequence[tuple[int, Citation]], ended: bool
) -> list[MarkedSentence]:
    """Return the sentences of a text without marks, each with what is placed in or after it."""
    spans = sentences.spans(text)
    if not spans:
        return []
    signs = emphasis.find(text)
    whole = len(spans) if ended else _whole(spans, signs.open)
    belonging: list[list[Citation]] = [[] for _ in spans]
    for place, citation in placed:
        before = [index for index, (start, _) in enumerate(spans) if start < place]
        belonging[before[-1] if before else 0].append(citation)
    ends = [0, *(end for _, end in spans)]
    found: list[MarkedSentence] = []
    for (start, end), cited, last in list(zip(spans, belonging, ends, strict=False))[:whole]:
        opens_line = not last or "\n" in text[last:start]
        said = _plain(emphasis.without(text, start, end, signs.places), opens_line)
        if said and (cited or any(map(str.isalnum, said))):  # a rule ("---") says nothing
            alone = opens_line and _HEADING.fullmatch(text, start, end)
            found.append(MarkedSentence(said, tuple(cited), bool(alone)))
    return found


def _whole(spans: Sequence[tuple[int, int]], opened: int | None) -> int:
    """Return how many sentences are whole: the last is not, nor any that emphasis began in."""
    settled = len(spans) - 1
    return settled if opened is None else sum(end <= opened for _, end in spans[:settled])


def _runs(text: str) -> list[_Run]:
    runs: list[_Run] = []
    for mark in _marks(text):
        last = runs[-1] if runs else None
        if last and last.end == mark.start() and "\n" not in mark[0]:
            cited = (*runs.pop().citations, *_citations(mark))
            runs.append(_Run(last.start, mark.end(), cited))
        else:
            runs.append(_Run(mark.start(), mark.end(), tuple(_citations(mark))))
    return runs


def _marks(text: str) -> Iterator[re.Match[str]]:
    for mark in _MARK.finditer(text):
        pair = _PAIR.fullmatch(mark[0])
        before = text[max(0, mark.start() - _CONTEXT) : mark.start()]
        if not (pair and int(pair[1]) < int(pair[2]) and _BEFORE_INTERVAL.search(before)):
            yield mark


def _opened_line(text: str, run: _Run) -> tuple[str, str] | None:
    """Return the white space before and after marks that open a line with words on it."""
    marks = text[run.start : run.end]
    before = marks[: len(marks) - len(marks.lstrip())]
    after = _OPENED.match(text, run.end)
    return (before, after[0]) if "\n" in before and after else None


def _citations(mark: re.Match[str]) -> list[Citation]:
    if mark["number"]:
        quote = mark["quote"] or (mark["unclosed"] or "").rstrip(' "”')
        return [Citation(int(mark["number"]), " ".join(quote.split()) or None)]
    numbers: list[int] = []
    for part in _PART.finditer(mark["numbers"] or ""):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, min(last, first + _WIDEST_RANGE) + 1) if first < last else [first]
    return [Citation(number) for number in dict.fromkeys(numbers)]


def _plain(text: str, opens_line: bool) -> str:
    """Return a sentence without the sign of a list in front and without marks within marks."""
    while marks := list(_marks(text)):  # "[1 [2]]" without its inner mark is a mark again
        for mark in reversed(marks):
            text = text[: mark.start()] + text[mark.end() :]
    sign = _BULLET.match(text) or (_NUMBER.match(text) if opens_line else None)
    return " ".join(text[sign.end() if sign else 0 :].split())
