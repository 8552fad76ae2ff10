"""Claims that follow a sentence of the abstract but for words that stand in others' place.

"Dense retrieval loses" for "dense retrieval wins" reads like support to whatever weighs words.
Where it is not clear that the other words say something else there is no veto, but no ground to
show the claim as supported either.
"""

from __future__ import annotations

from dataclasses import dataclass

from assistant.grounding.vetoes.alignment import Aligned, Difference, align
from assistant.grounding.vetoes.reading import read, stems

_IN_PART, _FOLLOWS, _CLOSELY = 0.5, 0.6, 0.75  # of the claim's words
_TAKES_BACK = stems(
    "not no never neither nor cannot without wrong false untrue incorrect mistaken misleading myth "
    "deny denies denied refute refutes refuted reject rejects rejected doubt doubtful unlikely "
    "contrary unclear impossible whether if unless hypothesis hypothesize expected assume assumed "
    "fail fails failed"
)
_SHORT = 7  # words
_MOST = 5  # words that differ; more are a rewording


@dataclass(frozen=True, slots=True)
class Likeness:
    """How closely a claim follows a sentence: the share of its words, and whether it alters it."""

    share: float
    altered: bool

    @property
    def in_part(self) -> bool:
        """Tell whether enough of it is the sentence's for what differs to tell."""
        return self.share >= _IN_PART

    @property
    def closely(self) -> bool:
        """Tell whether it says the sentence with hardly another word."""
        return self.share >= _CLOSELY


def likeness(claim: str, title: str, abstract: str) -> Likeness:
    """Return how a claim follows the sentences of an abstract that share most with it."""
    said = tuple(word for sentence in read(claim).sentences for word in sentence)
    aligned = align(said, read(f"{title}\n\n{abstract}"))
    nearest = [one for one in aligned if one.share >= _FOLLOWS]
    altered = bool(nearest) and all(
        _is_denied(one)
        or _is_short(one)
        or any(_replaces(difference) for difference in one.differences())
        for one in nearest
    )
    return Likeness(max((one.share for one in aligned), default=0.0), altered)


def _is_short(aligned: Aligned) -> bool:
    """Tell whether a claim of a few words differs in one that tells: "all costs rise"."""
    agreeing = {place for place, _, _ in aligned.pairs()}
    rest = [word for place, word in enumerate(aligned.claim) if place not in agreeing]
    return len(aligned.claim) <= _SHORT and any(word.is_content for word in rest)


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
