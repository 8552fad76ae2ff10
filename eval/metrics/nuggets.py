"""How much of what a good answer holds an answer does hold.

Pradeep et al., Initial Nugget Evaluation Results for the TREC 2024 RAG Track with the
AutoNuggetizer Framework, 2024: vital nuggets only; without any the score is undefined, not 0.
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.types import Bounds, Nugget, Score, Support


def nugget_recall_strict(nuggets: Sequence[Nugget], found: Sequence[Support]) -> Score:
    """Return the share of vital nuggets that the answer holds in full ("vital strict").

    `found` tells for each nugget whether the answer's text supports it.
    """
    return _recall(nuggets, found, {"full": 1.0})


def nugget_recall_partial(nuggets: Sequence[Nugget], found: Sequence[Support]) -> Score:
    """Return the same with half a point for a nugget held in part ("vital")."""
    return _recall(nuggets, found, {"full": 1.0, "partial": 0.5})


def _recall(
    nuggets: Sequence[Nugget], found: Sequence[Support], points: dict[Support, float]
) -> Score:
    vital = [support for nugget, support in zip(nuggets, found, strict=True) if nugget.vital]
    if not vital:
        return None
    sure = sum(points.get(support, 0.0) for support in vital)
    return Bounds(sure / len(vital), (sure + vital.count("unjudged")) / len(vital))
