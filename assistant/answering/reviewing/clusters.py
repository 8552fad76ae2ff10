"""Vectors -> groups of like ones.

Spherical k-means (Dhillon and Modha, Machine Learning 2001) from seeds that are far from each
other, so that the same vectors always give the same groups; as many groups as make the mean
silhouette (Rousseeuw 1987) highest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.types import Vectors

    Labels = NDArray[numpy.intp]

_ROUNDS = 50
_FEWEST_A_GROUP = 2
_FEWEST_TO_SPLIT = 5


def group(vectors: Vectors, most: int) -> list[list[int]]:
    """Return the places of the vectors in at most so many groups, those of one group in order.

    `vectors` has shape (n, dimension), rows of unit length.
    """
    count = len(vectors)
    best = numpy.zeros(count, dtype=numpy.intp)
    if count >= _FEWEST_TO_SPLIT:
        tries = range(2, min(most, count // _FEWEST_A_GROUP) + 1)
        splits = [_without_loners(vectors, _k_means(vectors, groups)) for groups in tries]
        best = max(splits, key=lambda labels: _silhouette(vectors, labels), default=best)
    return [numpy.flatnonzero(best == label).tolist() for label in numpy.unique(best)]


def _k_means(vectors: Vectors, groups: int) -> Labels:
    centres = vectors[_far_apart(vectors, groups)]
    labels = numpy.zeros(len(vectors), dtype=numpy.intp)
    for round_ in range(_ROUNDS):
        nearest = (vectors @ centres.T).argmax(axis=1)
        if round_ and (nearest == labels).all():
            break
        labels = nearest
        centres = numpy.stack(
            [_centre(vectors[labels == label], centres[label]) for label in range(groups)]
        )
    return labels


def _centre(members: Vectors, before: Vectors) -> Vectors:
    total = members.sum(axis=0) if len(members) else before
    return total / max(float(numpy.linalg.norm(total)), 1e-12)


def _far_apart(vectors: Vectors, count: int) -> list[int]:
    """Return places far from each other, beginning with the one nearest to the middle."""
    chosen = [int((vectors @ vectors.mean(axis=0)).argmax())]
    likeness = vectors @ vectors[chosen[0]]
    while len(chosen) < count:
        chosen.append(int(likeness.argmin()))
        likeness = numpy.maximum(likeness, vectors @ vectors[chosen[-1]])
    return chosen


def _without_loners(vectors: Vectors, labels: Labels) -> Labels:
    """Put groups that are too small into the nearest of the others."""
    names, sizes = numpy.unique(labels, return_counts=True)
    kept = names[sizes >= _FEWEST_A_GROUP]
    if not len(kept):
        return numpy.zeros_like(labels)
    centres = numpy.stack([_centre(vectors[labels == name], vectors[0]) for name in kept])
    nearest = kept[(vectors @ centres.T).argmax(axis=1)]
    return numpy.where(numpy.isin(labels, kept), labels, nearest)


def _silhouette(vectors: Vectors, labels: Labels) -> float:
    """Return the mean over all vectors of (b - a) / max(a, b); -1 where there is one group."""
    names = numpy.unique(labels)
    if len(names) < 2:
        return -1.0
    distances = 1 - vectors @ vectors.T
    totals = numpy.stack([distances[:, labels == name].sum(axis=1) for name in names]).T
    sizes = numpy.array([(labels == name).sum() for name in names])
    own = numpy.searchsorted(names, labels)
    rows = numpy.arange(len(labels))
    inner = totals[rows, own] / numpy.maximum(sizes[own] - 1, 1)
    outer = totals / sizes
    outer[rows, own] = numpy.inf
    nearest = outer.min(axis=1)
    return float(((nearest - inner) / numpy.maximum(numpy.maximum(nearest, inner), 1e-12)).mean())
