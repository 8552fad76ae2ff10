"""Groups of vectors: every vector in one, like ones together, the same each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.reviewing.clusters import group

if TYPE_CHECKING:
    from assistant.types import Vectors

# Whole numbers make equal, opposite and zero vectors likely.
ROWS = st.integers(0, 24).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=rows, max_size=rows
    )
)


def unit(rows: list[list[int]]) -> Vectors:
    vectors = numpy.array(rows, dtype=numpy.float32).reshape(len(rows), 4)
    unit_vectors: Vectors = vectors / numpy.maximum(
        numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-12
    )
    return unit_vectors


@given(ROWS, st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_groups_are_a_partition_in_order_without_loners(rows: list[list[int]], most: int) -> None:
    groups = group(unit(rows), most)
    assert sorted(place for places in groups for place in places) == list(range(len(rows)))
    assert all(places == sorted(places) for places in groups)
    assert len(groups) <= most
    assert len(groups) <= 1 or min(map(len, groups)) >= 2
    assert groups == group(unit(rows), most)


@given(st.integers(0, 2**32 - 1), st.integers(4, 12), st.integers(4, 12))
@settings(max_examples=50, deadline=None)
def test_two_clear_groups_are_found(seed: int, first: int, second: int) -> None:
    noise = numpy.random.default_rng(seed).normal(scale=0.02, size=(first + second, 16))
    middles = numpy.eye(16)[[0] * first + [1] * second]
    vectors = (middles + noise).astype(numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    # The same papers in another order are the same groups.
    order = numpy.random.default_rng(seed).permutation(first + second)
    expected = {
        frozenset(place for place, paper in enumerate(order) if (paper < first) == left)
        for left in (True, False)
    }
    assert set(map(frozenset, group(vectors[order], 7))) == expected


def test_few_papers_are_one_group() -> None:
    assert group(unit([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]), 7) == [
        [0, 1, 2, 3]
    ]
    assert group(unit([[1, 0, 0, 0]]), 7) == [[0]]
    assert group(unit([]), 7) == []
