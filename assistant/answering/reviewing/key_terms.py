"""The terms that set a group of papers apart: what a theme is called.

A term counts by how many papers of the group hold it, against how many of the others do, titles
double, longer ones more (a class-based TF-IDF; Grootendorst, BERTopic, 2022).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answering.reviewing.phrases import Phrase, Phrases, parts
from assistant.library.words import stems
from assistant.types import Paper

_LENGTH_BONUS = (1.0, 2.0, 2.2)
_LEAST_SHARE = 0.25  # of the papers of a group hold its term
_LEAST_CONTRAST = math.log(2)  # a theme's term is twice as common in it as elsewhere
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
        "thus better best more less scale insight insights success limitation limitations "
        "system systems way ways setting settings set work research so far look up diverse range "
        "domain domains experimental limited exact specifically sota lm lms ai gpt 3 4 target "
        "users reduce increase require convey conveys output outputs input inputs specific focus"
    ).split()
    for stem in stems(word)
)


def key_terms(
    group: Sequence[Paper], others: Sequence[Paper], topic: str, most: int
) -> tuple[str, ...]:
    """Return the most telling terms of a group against other papers, best first.

    A term is a noun that two papers of the group hold, of a large one a quarter where there are
    such; a plain word, such as "feedback", must stand in two titles, as hardly a paper does without
    it.  Terms made of nothing but the topic's words tell nothing: every theme has them.
    """
    known = set(stems(topic)) | {_initials(topic)}
    inside, outside = Phrases(group), Phrases(others)
    everywhere = Phrases([*group, *others])
    scores = {
        term: _weight(term, inside, outside, len(group), len(others))
        for term in inside.papers
        if _held(term, inside) >= min(2, len(group))
        and not parts(term) <= known | _COMMON
        and not _frayed(term, everywhere)
        and (inside.is_name(term) or everywhere.is_noun(term))
    }
    in_order = sorted(
        (term for term, score in scores.items() if score > 0),
        key=lambda term: (-scores[term], term),
    )
    common = [term for term in in_order if _held(term, inside) >= len(group) * _LEAST_SHARE]
    return tuple(map(inside.form, _apart(common or in_order, most)))


def _apart(terms: Sequence[Phrase], most: int) -> list[Phrase]:
    """Return the first terms that share no telling word."""
    chosen: list[Phrase] = []
    for term in terms:
        if len(chosen) < most and not any(parts(term) & parts(one) - _COMMON for one in chosen):
            chosen.append(term)
    return chosen


def _held(term: Phrase, phrases: Phrases) -> int:
    """Return how many papers hold a term where it tells."""
    plain = len(term) == 1 and not phrases.is_name(term)
    return phrases.in_titles[term] if plain else phrases.papers[term]


def _frayed(term: Phrase, phrases: Phrases) -> bool:
    """Tell whether a term of several words ends in a word of the trade: "benchmarking large".

    "reinforcement learning" does not: the one word hardly ever stands without the other.
    """
    if len(term) == 1:
        return False
    return term[0] in _COMMON or (term[-1] in _COMMON and not phrases.inseparable(term))


def _weight(
    term: Phrase, inside: Phrases, outside: Phrases, in_group: int, in_others: int
) -> float:
    # Half of the words of the trade: "language model agents" names less than "web agents".
    telling = len(parts(term) - _COMMON) / len(parts(term))
    share, elsewhere = (
        (phrases.papers[term] + phrases.in_titles[term]) / max(papers, 1)
        for phrases, papers in ((inside, in_group), (outside, in_others))
    )
    contrast = math.log((share + 0.05) / (elsewhere + 0.05)) - _LEAST_CONTRAST
    return share * contrast * _LENGTH_BONUS[len(term) - 1] * telling


def _initials(topic: str) -> str:
    """Return what a topic is short for, as a stem: "rlhf"."""
    return "".join(word[0] for word in topic.lower().split() if stems(word))
