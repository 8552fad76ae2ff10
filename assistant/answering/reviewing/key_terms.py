"""The terms that set a group of papers apart: what a theme is called.

A term is a run of one to three words without a stop word or a punctuation mark inside.  It counts
by how many papers of the group hold it, against how many of the others do, titles double, longer
ones more (a class-based TF-IDF; Grootendorst, BERTopic, 2022).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.library.words import stems
from assistant.types import Paper

_LONGEST = 3
_TITLE_WEIGHT = 2
_LENGTH_BONUS = (1.0, 2.0, 2.2)
_PLAIN_WORD = 0.5  # "navigate" names less than "web navigation" or WebArena
# Words of the trade, which name no theme.
_COMMON = frozenset(
    stem
    for word in (
        "propose proposed present introduce show results result approach approaches method "
        "methods novel new paper task tasks performance state art significantly outperform "
        "experiments extensive based using use used model models data dataset datasets existing "
        "recent framework frameworks demonstrate effective effectively improve improves "
        "improvement improved improving address problem problems challenge challenges various "
        "different across high large language llm llms code available github analysis "
        "evaluation evaluate ability capabilities capability provide enable key further study "
        "findings learning learn training train trained human process number quality first "
        "second two three one several help mitigate mitigating make making easy assess "
        "assessing automated autonomous boost boosting enhance enhancing enabling build "
        "building confront confronting need needed done end yet time therefore correlation "
        "general generalist beyond rethinking understanding when report technical survey review "
        "overview step steps level real-world towards toward via without within while however "
        "thus better best more less"
    ).split()
    for stem in stems(word)
)
# WebArena, GPT-4, RLHF; not Zero-Shot.
_INNER_CAPITAL = re.compile(r"(?<=[^\W_])[A-Z\d]|-\d")
_STRETCH = re.compile(r"[^,.;:()\[\]{}!?\"“”/\s]+(?:\s+[^,.;:()\[\]{}!?\"“”/\s]+)*")


def key_terms(
    group: Sequence[Paper], others: Sequence[Paper], topic: str, most: int
) -> tuple[str, ...]:
    """Return the most telling terms of a group against other papers, best first.

    A term stands in a title of the group; those that several papers of it hold come first.  Terms
    made of nothing but the topic's words tell nothing: every theme has them.
    """
    known = set(stems(topic)) | {_initials(topic)}
    inside, forms = _count(group)
    outside, _ = _count(others)
    titles = {term for paper in group for term, _ in _terms(paper.title)}
    scores = {
        term: (
            forms[term].total() >= min(2, len(group)),
            _weight(term, inside[term] / len(group), outside[term] / max(len(others), 1))
            * (1.0 if len(term) > 1 or _is_name(forms[term]) else _PLAIN_WORD),
        )
        for term in titles
        if not _parts(term) <= known | _COMMON and not _frayed(term)
    }
    chosen: list[tuple[str, ...]] = []
    for term in sorted(scores, key=lambda one: (not scores[one][0], -scores[one][1], one)):
        if not any(_parts(term) & _parts(other) for other in chosen):
            chosen.append(term)
        if len(chosen) == most:
            break
    return tuple(forms[term].most_common(1)[0][0] for term in chosen)


def _frayed(term: tuple[str, ...]) -> bool:
    """Tell whether a term of several words ends in a word of the trade: "benchmarking large"."""
    return len(term) > 1 and bool({term[0], term[-1]} & _COMMON)


def _is_name(forms: Counter[str]) -> bool:
    return bool(_INNER_CAPITAL.search(forms.most_common(1)[0][0]))


def _weight(term: tuple[str, ...], inside: float, outside: float) -> float:
    # Half of the words of the trade: "language model agents" names less than "web agents".
    parts = _parts(term)
    telling = len(parts - _COMMON) / len(parts)
    contrast = math.log(1 + inside / (outside + 0.05))
    return inside * contrast * _LENGTH_BONUS[len(term) - 1] * telling


def _initials(topic: str) -> str:
    """Return what a topic is short for, as a stem: "rlhf"."""
    return "".join(word[0] for word in topic.lower().split() if stems(word))


def _parts(term: tuple[str, ...]) -> set[str]:
    """Return the stems of a term, those of a compound apart."""
    return {part for stem in term for part in stem.split("-")}


def _count(
    papers: Sequence[Paper],
) -> tuple[Counter[tuple[str, ...]], dict[tuple[str, ...], Counter[str]]]:
    """Return how many papers hold each term, titles double, and the forms it is written in.

    A paper gives one form, its abstract's where it has one: titles write all words with capitals.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for paper in papers:
        in_title = dict(_terms(_without_capitals(paper.title)))
        # The first place of a term in the abstract; a later one may be a web address.
        written = in_title | dict(reversed([*_terms(paper.abstract)]))
        for term, form in written.items():
            forms[term][form] += 1
            counts[term] += 1 + (term in in_title)
    return counts, forms


def _without_capitals(title: str) -> str:
    """Return a title without the capitals that only its being a title gives its words."""
    words = title.split()
    long = [word for word in words if len(word) > 3]
    if sum(word[0].isupper() for word in long) <= len(long) / 2:
        return title
    return " ".join(word if _INNER_CAPITAL.search(word) else word.lower() for word in words)


def _terms(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the terms of a text, each as its stems and as it is written."""
    for stretch in _STRETCH.findall(text):
        words = stretch.split()
        for start in range(len(words)):
            for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
                if not _stem(words[end - 1]):
                    break
                run = words[start:end]
                if _tells(run):
                    yield tuple(_stem(word) for word in run), _written(run)


def _tells(run: Sequence[str]) -> bool:
    return any(letter.isalpha() for letter in "".join(run)) and len("".join(run)) > 2


def _written(run: Sequence[str]) -> str:
    """Return a term in small letters but for names: "Monte Carlo", "GPT-4", "RLHF"."""
    title_case = all(word[:1].isupper() for word in run) and len(run) > 1
    return " ".join(
        word if title_case or _INNER_CAPITAL.search(word) else word.lower() for word in run
    ).strip("'’‘-*_`")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return "-".join(stems(word))
