"""Claims that are wider, surer or more causal than the sentence they follow."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.grounding.vetoes.alignment import Aligned, Difference
from assistant.grounding.vetoes.reading import Sentence, stems

_ALL = stems(
    "all every each always never none only entire entirely whole wholly everything everyone "
    "everybody everywhere exclusively exclusive solely universal universally invariably entirety"
)
_WHOLE = stems("complete completely full fully total totally per particular particularly any both")
_IDIOM = re.compile(r"\b(?:(?:above|at|after|all in|first of) all|not only)\b", re.IGNORECASE)
_CERTAIN = stems(
    "will prove proves proved proving proof certainly must definitely definitive definitively "
    "undoubtedly guarantee guarantees guaranteed ensures inevitably unquestionably conclusively "
    "establish establishes established undeniable undeniably"
)
_EXTREME = stems(
    "completely complete fully totally perfect perfectly extremely dramatically dramatic vastly "
    "unprecedented far solve solves solved eliminate eliminates eliminated flawless flawlessly "
    "absolutely massively overwhelmingly"
)
_ADDED = stems(
    "certainly definitely definitively undoubtedly inevitably unquestionably conclusively "
    "undeniably completely fully totally perfectly extremely dramatically vastly flawlessly "
    "absolutely massively overwhelmingly guaranteed unprecedented"
)
_VERY = stems("very highly highest complete completely full fully entire entirely wholly total")
_CAUTIOUS = stems(
    "preliminary promising partial tentative putative hypothetical possible "
    "competitive comparable comparably close "
    "may might could can suggest suggests suggested indicate indicates seem seems appear appears "
    "tend tends likely possibly perhaps potential potentially probably often usually typically "
    "sometimes generally mostly mainly partly largely hint hints relatively hypothesize "
    "hypothesise believe expect frequently some most many several average nearly almost about"
)
_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|caus(?:e[sd]?|ing)|le(?:ads?|d|ading) to"
    r"|result(?:s|ed|ing)? (?:in|from)|for (?:this|that) reason|(?:only|main|sole|very) reason"
    r"|therefore|hence|consequently|thereby|as a (?:result|consequence)|(?:is|was|that's) why"
    r"|responsible for|attributable to|brings? about|brought about|gives? rise to|gave rise to"
    r"|trigger(?:s|ed)?|induce[sd]?|on account of)\b",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(r"\b(?:as|since|thus|so|for|why|then|effects?|affects?)\b", re.IGNORECASE)
_GOES_TOGETHER = stems(
    "associate associated association correlate correlates correlated correlation link linked "
    "links relate related relationship accompany accompanied coincide coincides predict predicts "
    "after when while although though despite spite whereas but yet even and with following"
)
_MOST = 6  # words that differ
_FOLLOWS = 0.75  # of a claim that puts a cause where the abstract has no word


def veto(aligned: Sequence[Aligned]) -> str | None:
    """Return how the claim goes beyond the abstract, or None."""
    for one in aligned:
        for difference in one.differences():
            if len(difference.claimed) <= _MOST and len(difference.given) <= _MOST:
                found = _wider(difference) or _surer(difference)
                found = found or _causal(difference, one.share)
                if found:
                    return found
    return None


def _wider(one: Difference) -> str | None:
    word = _first(one.claimed, _ALL)
    if not word or _first(_around(one, 2), _ALL | _WHOLE) or not _is_small(one):
        return None
    if _IDIOM.search(" ".join(word.text for word in (*one.left[-1:], *one.claimed))):
        return None
    figure = next((one for one in (*one.claimed, *one.right[:2]) if one.figure), None)
    if figure and word.lower() in ("all", "each", "only"):
        return None  # all three of the three
    return f"the abstract does not say “{word}” here{_instead(one)}"


def _surer(one: Difference) -> str | None:
    word = _first(one.claimed, _CERTAIN | _EXTREME)
    cautious = _first(one.given, _CAUTIOUS)
    if _first(one.given, _VERY):
        return None
    added = _first(one.claimed, _ADDED) and not any(other.is_content for other in one.given)
    if word and _is_small(one) and (cautious or added):
        return f"the abstract is not as sure as “{word}”{_instead(one)}"
    return None


def _causal(one: Difference, share: float) -> str | None:
    said = " ".join(word.text for word in (*one.claimed, *one.right[:1]))
    given = " ".join(word.text for word in _around(one, 2))
    cause = _CAUSE.search(said)
    if not cause or not one.claimed or (not one.given and share < _FOLLOWS):
        return None
    if _CAUSE.search(given) or _FOLLOWING.search(given) or not _is_small(one):
        return None
    if not (_first(one.given, _GOES_TOGETHER) or not any(word.is_content for word in one.given)):
        return None
    return f"the abstract does not give this as a cause (“{cause[0]}”){_instead(one)}"


def _around(one: Difference, most: int) -> Sentence:
    """Return what stands in the sentence there, with so many words before and after it."""
    return one.sentence[max(0, one.before - most) : one.before + len(one.given) + most]


def _is_small(one: Difference) -> bool:
    """Tell whether hardly more than one word of meaning differs."""
    return max(sum(word.is_content for word in part) for part in (one.claimed, one.given)) < 3


def _instead(one: Difference) -> str:
    return f"; it says “{' '.join(word.text for word in one.given)}”" if one.given else ""


def _first(words: Sentence, keys: frozenset[str]) -> str | None:
    return next((word.text for word in words if word.key in keys), None)
