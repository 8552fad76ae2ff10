"""Two rankings become one, and the share of a question that its words cover."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval.fusion import Fused, coverage, fuse

IDS = st.sampled_from("abcdef")
COSINES = st.dictionaries(IDS, st.floats(-1, 1))
COVERAGES = st.dictionaries(IDS, st.floats(0, 1))
WEIGHTS = st.floats(0, 1)


def order(found: list[Fused]) -> list[str]:
    return [one.paper_id for one in found]


def scored(dense_weight: float, dense: float, lexical: float) -> float:
    """Return the score where some paper covers the question well."""
    return dense_weight * 3 * dense + (1 - dense_weight) * lexical


def test_scores_do_not_depend_on_the_other_candidates() -> None:
    cosines = {"a": 0.75, "b": 0.5, "c": 0.25}
    coverages = {"a": 0.25, "b": 0.75, "c": 0.125}
    found = {one.paper_id: one.score for one in fuse(cosines, coverages, 0.75)}
    assert found == {id: pytest.approx(scored(0.75, cosines[id], coverages[id])) for id in cosines}
    fewer = fuse({"b": 0.5}, {"b": 0.75}, 0.75)
    assert fewer[0].score == pytest.approx(found["b"])


def test_words_count_less_where_no_paper_covers_much_of_the_question() -> None:
    # What is half as well covered counts a quarter: half of it is taken for chance.
    (well,) = fuse({"a": 0.0}, {"a": 0.6}, 0.5)
    (badly,) = fuse({"a": 0.0}, {"a": 0.3}, 0.5)
    assert badly.score == pytest.approx(well.score / 4)
    assert badly.lexical == 0.3


@pytest.mark.parametrize(("dense_weight", "best"), [(1.0, "close"), (0.0, "named"), (0.9, "close")])
def test_the_weight_decides_between_similarity_and_words(dense_weight: float, best: str) -> None:
    found = fuse({"close": 0.9, "named": 0.2}, {"close": 0.1, "named": 0.8}, dense_weight)
    assert order(found)[0] == best


def test_a_paper_that_one_search_lacks_counts_there_as_its_worst() -> None:
    found = fuse({"a": 0.9, "b": 0.3}, {"c": 0.75}, 0.5)
    by_id = {one.paper_id: one for one in found}
    assert (by_id["c"].dense, by_id["c"].lexical) == (0.3, 0.75)
    assert (by_id["a"].dense, by_id["a"].lexical) == (0.9, 0.0)
    assert by_id["c"].score == pytest.approx(scored(0.5, 0.3, 0.75))


def test_equal_scores_stand_in_order_of_id() -> None:
    assert order(fuse({"b": 0.5, "c": 0.5, "a": 0.5}, {}, 0.7)) == ["a", "b", "c"]


def test_where_similarities_do_not_differ_the_words_decide() -> None:
    assert order(fuse({"a": 0.5, "b": 0.5}, {"a": 0.1, "b": 0.2}, 0.7)) == ["b", "a"]
    assert order(fuse({}, {"a": 0.1, "b": 0.2}, 0.7)) == ["b", "a"]


def test_nothing_found_is_nothing_fused() -> None:
    assert fuse({}, {}, 0.7) == []


@given(COSINES, COVERAGES, WEIGHTS)
@settings(max_examples=150, deadline=None)
def test_each_candidate_stands_once_best_first(
    cosines: dict[str, float], coverages: dict[str, float], dense_weight: float
) -> None:
    found = fuse(cosines, coverages, dense_weight)
    assert sorted(order(found)) == sorted(cosines.keys() | coverages.keys())
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(COSINES, COVERAGES, WEIGHTS)
@settings(max_examples=150, deadline=None)
def test_a_paper_that_is_better_in_both_searches_is_never_behind(
    cosines: dict[str, float], coverages: dict[str, float], dense_weight: float
) -> None:
    found = fuse(cosines, coverages, dense_weight)
    for one in found:
        for other in found:
            if one.dense >= other.dense and one.lexical >= other.lexical:
                assert one.score >= other.score - 1e-9


@pytest.mark.parametrize(
    ("score", "weights", "share"),
    [
        (3.0, [2.0, 4.0], 0.5),
        (6.0, [2.0, 4.0], 1.0),
        (9.0, [2.0, 4.0], 1.5),
        (0.0, [2.0, 4.0], 0.0),
        (1.0, [], 0.0),
        (1.0, [0.0, 0.0], 0.0),
    ],
)
def test_coverage_is_the_share_of_the_information_and_more_where_words_recur(
    score: float, weights: list[float], share: float
) -> None:
    assert math.isclose(coverage(score, weights), share)
