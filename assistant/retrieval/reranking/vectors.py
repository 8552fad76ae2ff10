"""One vector a paper: the mean of its chunks' vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.library.library import Library

if TYPE_CHECKING:
    from assistant.types import Vectors


def paper_vectors(library: Library, paper_ids: Sequence[str]) -> Vectors:
    """Return a row of unit length for each paper, in order; zeros for one that is gone."""
    rows = {id: place for place, id in enumerate(paper_ids)}
    chunks, vectors = library.catalog.vectors_of(paper_ids)
    owners = library.catalog.chunks(chunks)
    shape = len(paper_ids), vectors.shape[1] if len(chunks) else 1
    found: Vectors = numpy.zeros(shape, dtype=numpy.float32)
    for id, vector in zip(chunks, vectors, strict=True):
        if id in owners:
            found[rows[owners[id].paper_id]] += vector
    found /= numpy.maximum(numpy.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return found
