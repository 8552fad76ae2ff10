"""How many of the papers found are read for an answer."""

from __future__ import annotations

import pytest

from assistant import settings
from assistant.retrieval.depth import size, worth_reading
from assistant.settings import AnswerSettings
from assistant.types import Hit, Paper


def hits(*scores: float, words: int = 10) -> list[Hit]:
    return [
        Hit(rank, Paper(f"p{rank}", "Title", "word " * words), score, 0.5, 0.5, ())
        for rank, score in enumerate(scores, 1)
    ]


def read(found: list[Hit], **chosen: object) -> list[str]:
    usual = {"papers": 8, "least_papers": 2, "paper_share": 0.5, "tokens": 10_000}
    values = settings.load(None, {}, {}).answer.model_dump() | usual | chosen
    return [hit.paper.id for hit in worth_reading(found, AnswerSettings(**values))]


@pytest.mark.parametrize(
    ("scores", "chosen", "expected"),
    [
        ((1.0, 0.9, 0.8, 0.5, 0.4), {}, ["p1", "p2", "p3", "p4"]),
        ((1.0, 0.1, 0.1), {}, ["p1", "p2"]),
        ((1.0, 0.1, 0.1), {"least_papers": 1}, ["p1"]),
        ((1.0, 0.9, 0.8, 0.7), {"papers": 3}, ["p1", "p2", "p3"]),
        ((1.0, 0.1, 0.0), {"paper_share": 0.0}, ["p1", "p2", "p3"]),
        # An order of another kind than that of the scores: what is near the best is read.
        ((1.0, 0.6, 0.2, 0.7), {}, ["p1", "p2", "p4"]),
        ((), {}, []),
    ],
)
def test_as_many_as_are_near_the_best(
    scores: tuple[float, ...], chosen: dict[str, object], expected: list[str]
) -> None:
    assert read(hits(*scores), **chosen) == expected


def test_as_many_as_fit_the_tokens_and_always_the_best() -> None:
    found = hits(1.0, 0.9, 0.8, words=100)
    one = size(found[0].paper)
    assert one > 100
    assert read(found, tokens=2 * one) == ["p1", "p2"]
    assert read(found, tokens=2 * one - 1) == ["p1"]
    assert read(found, tokens=1) == ["p1"]


def test_what_is_wanted_is_read_whatever_its_score_while_it_fits() -> None:
    found = hits(1.0, 0.9, 0.1, 0.1, words=100)
    values = settings.load(None, {}, {}).answer.model_dump() | {"tokens": 10_000}
    wanted = worth_reading(found, AnswerSettings(**values), ["p4"])
    assert [hit.paper.id for hit in wanted] == ["p1", "p2", "p4"]
    few = AnswerSettings(**values | {"tokens": 2 * size(found[0].paper)})
    assert [hit.paper.id for hit in worth_reading(found, few, ["p4"])] == ["p1", "p2"]
