"""Names, acronyms and data sets of a claim that the abstract does not mention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.grounding.vetoes.alignment import Aligned
from assistant.grounding.vetoes.known import COMMON, Known, abbreviates, bare
from assistant.grounding.vetoes.reading import Sentence, Word

# Capitals within, or a figure after letters: BM25, SQuAD, GPT-4, mRNA.
_NAME = re.compile(r"(?=.*[A-Z])(?![^A-Za-z])(?:.*[A-Za-z].*[A-Z].*|[A-Z].*\d.*)(?<![_^].)")
_GENERIC = re.compile(r".*(?:ian|ean|ese|ish|ic|ans?|ly)s?\Z")
_CALLED = frozenset(
    "type phase grade class stage level group theorem world health multi single meta".split()
)
_LONGEST = 5  # words
_OF_TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
# Who says it, and where, is told by the reference and not by the abstract.
_ABOUT_AUTHORS = frozenset(
    "al colleagues coworkers team dr prof professor university institute institutes center centers "
    "centre centres school college hospital laboratory laboratories journal journals magazine "
    "published publication nature science lancet jama pnas proceedings organization".split()
)


def veto(claim: Sentence, abstract: str, aligned: Sequence[Aligned]) -> str | None:
    """Return which name the abstract does not mention there, or None."""
    named = list(_names(claim))
    if not named:
        return None
    known = Known.of(abstract)
    spelled = _spelled(claim, known)
    for place, name in named:
        if place not in spelled and not known.holds(name):
            return f"the abstract does not mention {name}"
    return _replaced(aligned)


def _names(claim: Sentence) -> Iterator[tuple[int, str]]:
    contents = [word for word in claim if word.is_content and not word.apart]
    capitals = sum(word.text[0].isupper() for word in contents)
    is_heading = len(contents) > 3 and capitals > 0.5 * len(contents)
    is_of_authors = any(word.text.lower() in _ABOUT_AUTHORS for word in claim)
    for place, word in enumerate(claim):
        if word.figure or bare(word.text) in COMMON:
            continue
        if is_marked(word, is_heading) or (
            _is_capital(word) and not (is_heading or word.apart or is_of_authors)
        ):
            yield place, word.text


def is_marked(word: Word, is_heading: bool = False) -> bool:
    """Tell whether a word is written as only names are, in capitals or with figures."""
    if word.figure:
        return False
    if word.text.isupper() and word.text.isalpha():
        return len(word.text) > 1 and not is_heading
    return bool(_NAME.fullmatch(word.text))


def _is_capital(word: Word) -> bool:
    lower = word.text.lower()
    return (
        word.text[0].isupper()
        and len(lower) > 2
        and word.is_content
        and lower not in _OF_TIME | _CALLED
        and not _GENERIC.fullmatch(lower)
    )


def _spelled(claim: Sentence, known: Known) -> set[int]:
    """Return places of names that the claim gives in short and in full, where one will do."""
    words = [bare(word.text) or "-" for word in claim]
    found: set[int] = set()
    for place, word in enumerate(claim):
        short = bare(word.text).removesuffix("s")
        if not (word.is_content and 1 < len(short) <= 8 and not word.text.islower()):
            continue
        for start in range(max(0, place - len(short) - 2), place):
            if abbreviates(short, words[start:place]):
                found.add(place)
                if known.holds(word.text):
                    found.update(range(start, place))
    return found


def _replaced(aligned: Sequence[Aligned]) -> str | None:
    """Return which name stands where the abstract has another, or None."""
    for one in aligned:
        for difference in one.differences():
            claimed = [word for word in difference.claimed if word.is_content]
            given = [word for word in difference.given if word.is_content]
            if (
                _are_names(claimed)
                and _are_names(given)
                and difference.before
                and not (_covers(one.sentence, claimed) or _covers(claimed, given))
            ):
                return f"the abstract names {_written(given)} there, not {_written(claimed)}"
    return None


def _are_names(words: Sequence[Word]) -> bool:
    return 0 < len(words) <= _LONGEST and all(
        _NAME.fullmatch(word.text) or (word.text[0].isupper() and not word.apart) for word in words
    )


def _covers(words: Sequence[Word], others: Sequence[Word]) -> bool:
    known = Known.of(_written(words))
    return all(known.holds(word.text, common=False) for word in others)


def _written(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
