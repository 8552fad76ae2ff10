"""A query -> the words it is searched for with: mended, joined, in short and spelled out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus import short_forms
from assistant.library.library import Library
from assistant.library.short_forms import ShortForms
from assistant.library.words import plain_words
from assistant.models import vocabulary
from assistant.retrieval.spelling import Correction, corrected

# Beside 1 for a word that was typed.  Flat from .2 to .5 on the demo and gold questions.
_JOINED_WEIGHT = 0.5
_SHORT_FORM_WEIGHT = 0.5
# Who types no more words than these may type a short form in small letters.
_FEW_WORDS = 3
_LONGEST = 7  # words of what a short form stands for
_MOST_READINGS = 5
_SELDOM = 0.1  # readings with less than this share of the first are slips
_DOMINANT = 0.8  # one reading with this share of the papers is what is meant
_TOKEN = re.compile(r"[^\W_][\w&/+.-]*")


@dataclass(frozen=True, slots=True)
class Wording:
    """What is searched for: the words typed, mended; further stems, weighed; a text to embed."""

    text: str
    corrections: tuple[Correction, ...]
    weighted: dict[str, float]
    spelled_out: str


def worded(typed: str, library: Library) -> Wording:
    """Return the words that a query is searched for with."""
    words, forms = library.words, library.catalog.short_forms
    text, corrections = corrected(typed, words, vocabulary.is_word)
    own = set(words.terms(text))
    weighted: dict[str, float] = {}
    for stem in words.terms(" ".join(_joined(text))):
        if stem not in own and words.stem_frequency(stem):
            weighted[stem] = _JOINED_WEIGHT
    expanded, spelled_out = _short_forms(text, forms)
    for other, share in expanded:
        for stem in words.terms(other):
            if stem not in own:
                weighted[stem] = max(weighted.get(stem, 0.0), _SHORT_FORM_WEIGHT * share)
    return Wording(text, corrections, weighted, spelled_out)


def _joined(text: str) -> Iterator[str]:
    """Yield neighbouring words as one: "pre-training" and "pre training" are "pretraining"."""
    parts = plain_words(text)
    for first, second in itertools.pairwise(parts):
        if first.isalpha() and second.isalpha() and len(first) > 1:
            yield first + second


def _short_forms(text: str, forms: ShortForms) -> tuple[list[tuple[str, float]], str]:
    """Return what a text says in short spelled out, and the reverse, with shares; and it in full.

    In full is a text whose short forms are followed by what the library means by them, where that
    is one thing.
    """
    said = f" {short_forms.spelled(text)} "
    tokens = _TOKEN.findall(text)
    few = len(tokens) <= _FEW_WORDS
    typed = {one: short_forms.key(one) for one in tokens if short_forms.is_short(one) or few}
    expanded: list[tuple[str, float]] = []
    known = forms.spelled_out(set(typed.values()))
    for token, key in typed.items():
        readings = _usual(known.get(key, []))
        if any(f" {long}" in said for long, _ in readings):
            continue
        total = sum(papers for _, papers in readings)
        for long, papers in readings:
            expanded.append((long, papers / total))
            if papers >= _DOMINANT * total:
                text = re.sub(rf"(?<!\w){re.escape(token)}(?!\w)", f"{long} ({token})", text)
    parts = said.split()
    spans = {
        short_forms.singular(" ".join(parts[start:end]))
        for start in range(len(parts))
        for end in range(start + 2, min(start + _LONGEST, len(parts)) + 1)
    }
    for readings in forms.shortened(spans).values():
        expanded += [(short, 1.0) for short, _ in _usual(readings)[:1] if f" {short} " not in said]
    return expanded, text


def _usual(readings: list[tuple[str, int]]) -> list[tuple[str, int]]:
    most = readings[0][1] if readings else 0
    return [one for one in readings if one[1] >= _SELDOM * most][:_MOST_READINGS]
