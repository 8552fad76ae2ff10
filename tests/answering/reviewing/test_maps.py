"""The map of a review: points within bounds, like papers near each other."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.reviewing.maps import points


@given(
    st.lists(st.lists(st.floats(-1, 1, width=32), min_size=5, max_size=5), min_size=1, max_size=12)
)
@settings(max_examples=150, deadline=None)
def test_points_stay_on_the_map_and_are_the_same_each_time(rows: list[list[float]]) -> None:
    vectors = numpy.array(rows, dtype=numpy.float32)
    numbers = list(range(1, len(rows) + 1))
    found = points(numbers, [0] * len(rows), vectors)
    assert [one.number for one in found] == numbers
    assert all(-1 <= one.x <= 1 and -1 <= one.y <= 1 for one in found)
    assert found == points(numbers, [0] * len(rows), vectors.copy())


@pytest.mark.parametrize("count", [1, 2, 5])
def test_papers_that_are_the_same_lie_in_one_place(count: int) -> None:
    vectors = numpy.tile(numpy.array([0.6, 0.8, 0.0], dtype=numpy.float32), (count, 1))
    found = points(range(1, count + 1), [3] * count, vectors)
    assert {(one.x, one.y, one.theme) for one in found} == {(0.0, 0.0, 3)}


def test_two_papers_lie_at_the_ends() -> None:
    first, second = points([1, 2], [0, 1], numpy.eye(2, 3, dtype=numpy.float32))
    assert {first.x, second.x} == {-1.0, 1.0}
    assert (first.y, second.y) == pytest.approx((0, 0), abs=1e-3)


def test_like_papers_lie_nearer_to_each_other() -> None:
    vectors = numpy.array([[1, 0, 0], [0.99, 0.1, 0], [0, 0, 1], [0.1, 0, 0.99]], numpy.float32)
    one, like, other, like_other = (
        numpy.array([point.x, point.y]) for point in points([1, 2, 3, 4], [0, 0, 1, 1], vectors)
    )
    apart = numpy.linalg.norm(one - other)
    assert numpy.linalg.norm(one - like) < apart / 4
    assert numpy.linalg.norm(other - like_other) < apart / 4
