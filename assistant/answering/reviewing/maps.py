"""Papers as points on a plane, like ones near each other (principal components)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.review import Point

if TYPE_CHECKING:
    from assistant.types import Vectors


def points(numbers: Sequence[int], themes: Sequence[int], vectors: Vectors) -> tuple[Point, ...]:
    """Return a point for each paper, given its number, the index of its theme and its vector.

    The two directions in which the papers differ most; signs are fixed, so that the same papers
    always give the same map.
    """
    apart = vectors - vectors.mean(axis=0)
    _, _, directions = numpy.linalg.svd(apart, full_matrices=False)
    flat = numpy.zeros((len(vectors), 2))
    for axis, direction in enumerate(directions[:2]):
        sign = 1.0 if direction[numpy.abs(direction).argmax()] > 0 else -1.0
        flat[:, axis] = apart @ direction * sign
    flat /= max(float(numpy.abs(flat).max()), 1e-12)
    return tuple(
        Point(number, round(float(x), 4), round(float(y), 4), theme)
        for number, theme, (x, y) in zip(numbers, themes, flat, strict=True)
    )
