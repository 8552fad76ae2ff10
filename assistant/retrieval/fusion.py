"""Two rankings -> one: vector similarity and word coverage, added with a weight.

Neither is stretched over the candidates, so that a score does not depend on how many there are.
Word scores are divided by what the question's words could score at most, so that a question put in
other words than the abstracts' is decided by similarity, and one full of names by its names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# How far the cosines of a question's candidates lie apart: about a third.  Beside min-max over 200
# candidates it gains .003 of nDCG@10 on SciFact and Check-COVID and .01 on the gold set, and needs
# a quarter of the candidates.
_SPREAD = 1 / 3
# Where no paper covers this much of the question, the little that is covered is chance.
_WELL_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class Fused:
    """A candidate with its fused score and the two it was made of."""

    paper_id: str
    score: float
    dense: float
    lexical: float


def fuse(
    cosines: Mapping[str, float],
    coverages: Mapping[str, float],
    dense_weight: float,
) -> list[Fused]:
    """Return all candidates of either search, best first; equal scores in order of id.

    `cosines` and `coverages` map paper ids to their best cosine and their word coverage; a paper
    that one of them lacks counts there as the worst.
    """
    lowest = min(cosines.values(), default=0.0)
    trust = min(1.0, max(coverages.values(), default=0.0) / _WELL_COVERED)
    fused = []
    for paper_id in cosines.keys() | coverages.keys():
        dense = cosines.get(paper_id, lowest)
        lexical = coverages.get(paper_id, 0.0)
        score = dense_weight * dense / _SPREAD + (1 - dense_weight) * trust * lexical
        fused.append(Fused(paper_id, score, dense, lexical))
    return sorted(fused, key=lambda one: (-one.score, one.paper_id))


def coverage(score: float, term_weights: list[float]) -> float:
    """Return the share of a question's information that a BM25 score stands for.

    The information of a question is the sum of its terms' inverse document frequencies; BM25
    multiplies each by a factor that is near 1 for a term that occurs once or twice, and above it
    for one that recurs.  A cap at 1 would make the best papers for a short question equal: on
    SciFact it costs words alone .013 of nDCG@10, the fusion .004.
    """
    ideal = sum(term_weights)
    return score / ideal if ideal else 0.0
