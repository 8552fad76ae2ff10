"""Citation marks in a model's reply: [1], [1, 3], [1][2], [2-4], [1 "the words it rests on"].

A mark belongs to the sentence it stands in or directly after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding import sentences
from assistant.types import Citation

_QUOTE = r'\s*[:,]?\s*["“](?P<quote>.*?)["”]'
_MARK = re.compile(
    rf"\s*\[\s*(?:(?P<number>\d{{1,3}}){_QUOTE}|(?P<numbers>\d{{1,3}}(?:\s*[,;–-]\s*\d{{1,3}})*))\s*\]",
    re.DOTALL,
)
_PART = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_WIDEST_RANGE = 20


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence without its marks, and what they cite, in order."""

    text: str
    citations: tuple[Citation, ...]


def parse(reply: str) -> list[MarkedSentence]:
    """Return the sentences of a reply with the citations that belong to each."""
    clean: list[str] = []
    length = position = 0
    placed: list[tuple[int, Citation]] = []
    for mark in _MARK.finditer(reply):
        clean.append(reply[position : mark.start()])
        length += mark.start() - position
        position = mark.end()
        placed += [(length, citation) for citation in _citations(mark)]
    text = "".join([*clean, reply[position:]])
    spans = sentences.spans(text)
    if not spans:
        return []
    belonging: list[list[Citation]] = [[] for _ in spans]
    for place, citation in placed:
        before = [index for index, (start, _) in enumerate(spans) if start < place]
        belonging[before[-1] if before else 0].append(citation)
    return [
        MarkedSentence(_unlisted(text[start:end]), tuple(cited))
        for (start, end), cited in zip(spans, belonging, strict=True)
    ]


def _citations(mark: re.Match[str]) -> list[Citation]:
    if mark["number"]:
        return [Citation(int(mark["number"]), " ".join(mark["quote"].split()) or None)]
    numbers: list[int] = []
    for part in _PART.finditer(mark["numbers"]):
        first, last = int(part[1]), int(part[2] or part[1])
        numbers += range(first, min(last, first + _WIDEST_RANGE) + 1) if first < last else [first]
    return [Citation(number) for number in dict.fromkeys(numbers)]


def _unlisted(text: str) -> str:
    return " ".join(re.sub(r"^\s*[-*•]\s+", "", text).split())
