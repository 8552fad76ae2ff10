"""Claims that follow a sentence of the abstract but for words that stand in others' place.

"Dense retrieval loses" for "dense retrieval wins" reads like support to whatever weighs words.
Where it is not clear that the other words say something else there is no veto, but no ground to
show the claim as supported either.
"""

from __future__ import annotations

from assistant.grounding.vetoes.alignment import Aligned, Difference, align
from assistant.grounding.vetoes.reading import read, stems

_FOLLOWS = 0.6  # of the claim's words
_CLOSELY = 0.75
_TAKES_BACK = stems(
    "not no never neither nor cannot without wrong false untrue incorrect mistaken misleading myth "
    "deny denies denied refute refutes refuted reject rejects rejected doubt doubtful unlikely "
    "contrary unclear impossible whether if unless hypothesis hypothesize expected assume assumed "
    "fail fails failed"
)
_SHORT = 7  # words
_MOST = 5  # words that differ; more are a rewording


def altered(claim: str, title: str, abstract: str) -> bool:
    """Tell whether a claim puts other content words into a sentence, or leaves out its denial."""
    nearest = [one for one in _aligned(claim, title, abstract) if one.share >= _FOLLOWS]
    return bool(nearest) and all(
        _is_denied(one)
        or _is_short(one)
        or any(_replaces(difference) for difference in one.differences())
        for one in nearest
    )


def _is_short(aligned: Aligned) -> bool:
    """Tell whether a claim of a few words differs in one that tells: "all costs rise"."""
    agreeing = {place for place, _, _ in aligned.pairs()}
    rest = [word for place, word in enumerate(aligned.claim) if place not in agreeing]
    return len(aligned.claim) <= _SHORT and any(word.is_content for word in rest)


def follows(claim: str, title: str, abstract: str) -> bool:
    """Tell whether a claim says a sentence of the abstract with hardly another word."""
    return any(one.share >= _CLOSELY for one in _aligned(claim, title, abstract))


def _aligned(claim: str, title: str, abstract: str) -> list[Aligned]:
    said = tuple(word for sentence in read(claim).sentences for word in sentence)
    return align(said, read(f"{title}\n\n{abstract}"))


def _is_denied(aligned: Aligned) -> bool:
    """Tell whether the sentence takes back what it says: "it would be wrong to say that"."""
    agreeing = {place for _, place, _ in aligned.pairs()}
    rest = {word.key for place, word in enumerate(aligned.sentence) if place not in agreeing}
    return not rest.isdisjoint(_TAKES_BACK)


def _replaces(difference: Difference) -> bool:
    claimed = {word.key for word in difference.claimed if word.is_content}
    given = {word.key for word in difference.given if word.is_content}
    short = max(len(difference.claimed), len(difference.given)) <= _MOST
    return short and bool(claimed - given) and bool(given - claimed)
