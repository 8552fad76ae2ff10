"""Papers that may be one and were not made one: pure.

Every two papers are compared that have the title or the beginning of the abstract in common, or one
of the three rarest words of their titles; words that a single title has, such as misspelt ones, are
no help and take no place among the three.  So the work grows with the papers, not with their pairs.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.library.merging import same_authors
from assistant.types import Paper

Why = Literal["same abstract", "same title", "title and subtitle", "similar titles"]
_RAREST = 3
_MOST_COMMON = 25  # titles that have a word by which titles are compared
_LARGEST_GROUP = 30  # papers of one title of which every two are looked at: "Editorial"
_BEGINNING = 30  # words of an abstract
_SHORTEST = 15  # words below which an abstract says little
_SAME_WORDS = 0.5
_SAME_LETTERS = 0.9
_FIGURES = re.compile(
    r"\d+|\b(?:[ivx]+|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
)


@dataclass(frozen=True, slots=True)
class Outline:
    """Of a paper what it takes to find others like it; `title` is normalised."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Two papers that may be one, in the order of their ids, and what they have in common."""

    one: str
    other: str
    why: Why
    likeness: float


def near_misses(
    outlines: Sequence[Outline], apart: Collection[tuple[str, str]] = ()
) -> list[NearMiss]:
    """Return the pairs that may be one paper, the likeliest first, but for those kept `apart`."""
    found: dict[tuple[str, str], NearMiss] = {}
    for one, other, why, likeness in itertools.chain(
        _same(outlines, [_beginning(one.abstract) for one in outlines], "same abstract"),
        _same(outlines, [one.title for one in outlines], "same title"),
        _similar(outlines),
    ):
        first, second = sorted((one, other))
        if (first, second) not in apart:
            found.setdefault((first, second), NearMiss(first, second, why, likeness))
    order = {"same abstract": 0, "same title": 1, "title and subtitle": 2, "similar titles": 3}
    return sorted(found.values(), key=lambda pair: (order[pair.why], -pair.likeness))


def _same(
    outlines: Sequence[Outline], keys: Sequence[str], why: Why
) -> Iterator[tuple[str, str, Why, float]]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for one, key in zip(outlines, keys, strict=True):
        if key:
            groups[key].append(one.id)
    for ids in groups.values():
        for pair in itertools.combinations(ids[:_LARGEST_GROUP], 2):
            yield *pair, why, 1.0


def _beginning(abstract: str) -> str:
    words = re.findall(r"\w+", abstract[: 20 * _BEGINNING].casefold())
    return " ".join(words[:_BEGINNING]) if len(words) >= _SHORTEST else ""


def _similar(outlines: Sequence[Outline]) -> Iterator[tuple[str, str, Why, float]]:
    words = [frozenset(one.title.split()) for one in outlines]
    common = Counter(word for those in words for word in those)
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for place, those in enumerate(words):
        shared = [word for word in those if 1 < common[word] <= _MOST_COMMON]
        rarest = sorted(shared, key=lambda word: (common[word], word))[:_RAREST]
        near = {earlier for word in rarest for earlier in by_word[word]}
        for word in rarest:
            by_word[word].append(place)
        for earlier in near:
            least = _SAME_WORDS * max(len(those), len(words[earlier]))
            enough = len(those & words[earlier]) >= least
            if enough or those < words[earlier] or those > words[earlier]:
                yield from _compared(outlines[earlier], outlines[place])


def _compared(one: Outline, other: Outline) -> Iterator[tuple[str, str, Why, float]]:
    """Yield a pair whose titles are alike, unless other people wrote it or its figures differ."""
    short, long = sorted((one.title, other.title), key=len)
    if short == long:
        return
    why: Why = "similar titles"
    if long.startswith(f"{short} ") and " " in short and one.authors and other.authors:
        why, likeness = "title and subtitle", len(short) / len(long)
    elif _FIGURES.findall(short) != _FIGURES.findall(long):
        return
    else:
        likeness = _likeness(short, long)
    if (why != "similar titles" or likeness >= _SAME_LETTERS) and _of_same_people(one, other):
        yield one.id, other.id, why, round(likeness, 3)


def _likeness(short: str, long: str) -> float:
    """Return the share of letters that two titles have in common in order; 0 where it is low."""
    if 2 * len(short) < _SAME_LETTERS * (len(short) + len(long)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, short, long, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _SAME_LETTERS else 0.0


def _of_same_people(one: Outline, other: Outline) -> bool:
    mine, theirs = (Paper("", "", "", each.authors) for each in (one, other))
    return not (one.authors and other.authors) or same_authors(mine, theirs)
