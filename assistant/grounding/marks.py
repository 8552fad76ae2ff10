"""Citation marks in a model's reply: [1], [1, 3], [1][2], [2-4], [1 "the words it rests on"].

A mark belongs to the sentence it stands in or directly after.  A reply may be read while it is
being written: a mark that has only begun is taken off too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding import sentences
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
_PART = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_WIDEST_RANGE = 20
_STOPS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence without its marks, and what they cite, in order."""

    text: str
    citations: tuple[Citation, ...]


def parse(reply: str) -> list[MarkedSentence]:
    """Return the sentences of a reply with the citations that belong to each."""
    reply = _JOINED.sub(r"\1][", reply)  # [1 "a", 2 "b"] is [1 "a"][2 "b"]
    clean: list[str] = []
    length = position = 0
    placed: list[tuple[int, Citation]] = []
    for mark in _MARK.finditer(reply):
        stretch = reply[position : mark.start()]
        clean.append(stretch)
        length += len(stretch)
        placed += [(length, citation) for citation in _citations(mark)]
        position = mark.end()
        kept_apart = mark[0][0].isspace() or stretch.endswith(_STOPS)
        if kept_apart and reply[position : position + 1].isalnum():
            clean.append(" ")  # "One.[1]Two." and "one [1]two" stay two words
            length += 1
    text = "".join([*clean, reply[position:]])
    spans = sentences.spans(text)
    if not spans:
        return []
    belonging: list[list[Citation]] = [[] for _ in spans]
    for place, citation in placed:
        before = [index for index, (start, _) in enumerate(spans) if start < place]
        belonging[before[-1] if before else 0].append(citation)
    return [
        MarkedSentence(said, tuple(cited))
        for (start, end), cited in zip(spans, belonging, strict=True)
        if (said := _plain(text[start:end]))
    ]


def _citations(mark: re.Match[str]) -> list[Citation]:
    if mark["number"]:
        quote = mark["quote"] or (mark["unclosed"] or "").rstrip(' "”')
        return [Citation(int(mark["number"]), " ".join(quote.split()) or None)]
    numbers: list[int] = []
    for part in _PART.finditer(mark["numbers"] or ""):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, min(last, first + _WIDEST_RANGE) + 1) if first < last else [first]
    return [Citation(number) for number in dict.fromkeys(numbers)]


def _plain(text: str) -> str:
    """Return a sentence without the sign of a list in front and without marks within marks."""
    while _MARK.search(text):  # "[1 [2]]" without its inner mark is a mark again
        text = _MARK.sub("", text)
    return " ".join(re.sub(r"^\s*[-*•]\s+", "", text).split())
