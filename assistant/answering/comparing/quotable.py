"""An abstract -> the stretches of it that can be quoted alone: sentences, and whole clauses.

Labels of sections ("METHODS:", "RESULTS A total of …") are kept apart: they say what the sentences
after them tell, and are no part of a quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.grounding import instructions, sentences

Section = Literal["aim", "method", "data", "result", "conclusion", "limits", "other"]
SECTIONS: tuple[Section, ...] = get_args(Section)

# What the words of a label say; all other words of a label (and, study, main …) say nothing.
_TELLING: dict[Section, str] = {
    "aim": "background backgrounds introduction context rationale motivation importance objective "
    "objectives aim aims purpose purposes hypothesis hypotheses question questions problem",
    "method": "method methods methodology design approach procedure procedures intervention "
    "interventions measurement measurements materials material exposures exposure techniques",
    "data": "data patients participants subjects population setting settings sample samples "
    "sources dataset datasets selection",
    "result": "result results findings finding outcomes outcome measure measures",
    "conclusion": "conclusion conclusions discussion interpretation implications significance "
    "relevance summary",
    "limits": "limitation limitations limits weaknesses",
    "other": "funding registration availability trial implementation keywords",
}
_MEANING = {word: section for section, words in _TELLING.items() for word in words.split()}
_SILENT = (
    "and of the or & primary secondary main principal study studies research experimental "
    "review key recent measured extraction synthesis analysis analyses collection criteria search "
    "strategy clinical statistical strengths unlabelled abstract"
).split()
_WORD = "(?:" + "|".join(sorted({*_MEANING, *_SILENT}, key=len, reverse=True)) + r")\b"
_BETWEEN = r"(?:\s*[,/&]\s*|\s+)"
_PHRASE = rf"{_WORD}(?:{_BETWEEN}{_WORD})*"
_CAPITALS = _PHRASE.replace(_WORD, _WORD.upper().replace(r"\B", r"\b"))
_LABEL = re.compile(
    rf"(?P<words>(?i:{_PHRASE}))(?:\s*[:—–]|\s*\.(?=\s+[A-Z]|\Z))\s*|"
    rf"(?P<capitals>{_CAPITALS})\s+(?=[A-Z0-9])"
)
# "Main outcome measures" are what was measured, not what came of it.
_MEASURED = re.compile(r"\b(outcomes?|measures?)\b", re.IGNORECASE)
_FOUND = re.compile(r"\b(results?|findings?)\b", re.IGNORECASE)

# Where a sentence falls into parts of which each stands for itself.
_CLAUSES = re.compile(r";\s+(?:and\s+|while\s+)?(?=\S)|,\s+and\s+(?=(?:we|our)\b)")
_LONGEST = 2000  # letters of a sentence; longer ones are lists or no sentences
_LEAST_WORDS = 6  # of a clause: fewer are a list's item or a remark
_VERB = re.compile(
    r"\b(is|are|was|were|has|have|had|can|could|may|might|will|did|do|does|we|show|shows|"
    r"\w{3,}(?:ed|izes|ises))\b",
    re.IGNORECASE,
)
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Quotable:
    """A stretch of an abstract that can be quoted alone: `abstract[start:end] == text`.

    `sections` are what the labels in force say of it, empty where there is none; `place` is how
    far into the abstract its sentence stands, 0 to 1; `whole` tells a sentence from a clause.
    """

    start: int
    end: int
    text: str
    sections: frozenset[Section]
    place: float
    whole: bool


def find(abstract: str) -> list[Quotable]:
    """Return the sentences of an abstract in order, each followed by its clauses; no orders."""
    found: list[Quotable] = []
    labelled = [_without_labels(abstract, *span) for span in sentences.spans(abstract)]
    last = max(1, len(labelled) - 1)
    sections: frozenset[Section] = frozenset()
    for number, (start, end, said) in enumerate(labelled):
        sections = said or sections
        text = abstract[start:end]
        if not any(map(str.isalnum, text)) or instructions.is_order(text):
            continue
        place = number / last
        found.append(Quotable(start, end, text, sections, place, True))
        found += [
            Quotable(left, right, abstract[left:right], sections, place, False)
            for left, right in _clauses(abstract, start, end)
        ]
    return found


def _without_labels(abstract: str, start: int, end: int) -> tuple[int, int, frozenset[Section]]:
    """Return a sentence without the labels before it, and what the last of them says."""
    said: frozenset[Section] = frozenset()
    while (label := _LABEL.match(abstract, start, end)) and (meaning := _meaning(label)):
        start, said = label.end(), meaning
    return start, end, said


def _meaning(label: re.Match[str]) -> frozenset[Section]:
    words = (label["words"] or label["capitals"]).lower()
    said = {_MEANING[word] for word in re.findall(r"\w+", words) if word in _MEANING}
    if "result" in said and _MEASURED.search(words) and not _FOUND.search(words):
        said = said - {"result"} | {"method"}
    return frozenset(said)


def _clauses(abstract: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a sentence that are sentences themselves, or nothing."""
    spans: list[tuple[int, int]] = []
    left = start
    if end - start > _LONGEST:
        return []
    for border in _CLAUSES.finditer(abstract, start, end):
        if not _balanced(abstract[left : border.start()]):
            continue  # within brackets
        spans.append((left, border.start()))
        left = border.end()
    if not spans:
        return []
    spans.append((left, end))
    whole = all(_stands_alone(abstract[first:last]) for first, last in spans)
    return spans if whole else []


def _stands_alone(text: str) -> bool:
    return len(text.split()) >= _LEAST_WORDS and bool(_VERB.search(text)) and _balanced(text)


def _balanced(text: str) -> bool:
    """Tell whether every bracket that is opened is closed, and none before it is opened."""
    waiting: list[str] = []
    for letter in text:
        if letter in _CLOSED_BY:
            waiting.append(_CLOSED_BY[letter])
        elif letter in ")]}" and (not waiting or waiting.pop() != letter):
            return False
    return not waiting and text.count('"') % 2 == 0
