"""Claims that follow a sentence of the abstract but for words that stand in others' place.

"Dense retrieval loses" for "dense retrieval wins" reads like support to whatever weighs words.
Where it is not clear that the other words say something else there is no veto, but no ground to
show the claim as supported either.
"""

from __future__ import annotations

from assistant.grounding.vetoes.alignment import Difference, align
from assistant.grounding.vetoes.reading import read

_FOLLOWS = 0.6  # of the claim's words
_MOST = 5  # words that differ; more are a rewording


def altered(claim: str, title: str, abstract: str) -> bool:
    """Tell whether a claim puts other content words into a sentence that it follows."""
    said = tuple(word for sentence in read(claim).sentences for word in sentence)
    aligned = align(said, read(f"{title}\n\n{abstract}"))
    nearest = [one for one in aligned if one.share >= _FOLLOWS]
    return bool(nearest) and all(
        any(_replaces(difference) for difference in one.differences()) for one in nearest
    )


def _replaces(difference: Difference) -> bool:
    claimed = {word.key for word in difference.claimed if word.is_content}
    given = {word.key for word in difference.given if word.is_content}
    short = max(len(difference.claimed), len(difference.given)) <= _MOST
    return short and bool(claimed - given) and bool(given - claimed)
