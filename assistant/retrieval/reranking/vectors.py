"""One vector a paper: the mean of its chunks' vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.library.embedded import Embedded

if TYPE_CHECKING:
    from assistant.types import Vectors


def paper_vectors(papers: Sequence[Sequence[Embedded]]) -> Vectors:
    """Return a row of unit length for each paper's chunks; zeros for one that has none."""
    dimension = next((len(one.vector) for chunks in papers for one in chunks), 1)
    found: Vectors = numpy.zeros((len(papers), dimension), dtype=numpy.float32)
    for row, chunks in enumerate(papers):
        for one in chunks:
            found[row] += one.vector
    found /= numpy.maximum(numpy.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found
