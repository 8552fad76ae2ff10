"""Differences between documents, and vectors of a remote model in a pack."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy
import pytest

from assistant.answering.packing.differences import differences
from assistant.answering.packing.recording import RecordingSearch
from assistant.answering.packing.replaying import ReplayingSearch
from assistant.errors import NotRecorded
from assistant.types import Filters
from tests.conftest import MakeApp


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ({"a": 1, "seconds": 2, "trace_id": "x"}, {"a": 1, "seconds": 3, "trace_id": "y"}, []),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["a[2]: 2 -> 3"]),
        ({"a": [1]}, {"a": []}, ["a[1]: 1 -> nothing"]),
        ({"a": {"b": None}}, {"a": {"b": 0, "c": "d"}}, ["a.b: null -> 0", 'a.c: nothing -> "d"']),
        ({"a": "x" * 200}, {"a": 1}, [f'a: "{"x" * 89} … -> 1']),
    ],
)  # fmt: skip
def test_differences_are_told_by_their_place(then: Any, now: Any, said: list[str]) -> None:
    assert list(differences(then, now)) == said


def test_what_was_taken_is_given_again_and_nothing_else(
    make_app: MakeApp, demo_folder: Path
) -> None:
    app = make_app()
    shutil.copytree(demo_folder, app.folder)
    recent = Filters(year_from=2020)
    with app.searcher() as searcher:
        recorded = RecordingSearch(searcher, vectors=True)
        hits = recorded.search("dense retrieval", 3, recent)
        vectors = recorded.embedder.embed(["dense", "sparse"])
        known = recorded.words.knows("BM25")
        weights = recorded.words.weights(["dens"])
        named = recorded.paper(hits[0].paper.id)
        background = recorded.background(2)
        several = recorded.papers([hits[1].paper.id])
    log = recorded.log
    pack = json.loads(
        json.dumps(
            {
                "papers": [asdict(paper) for paper in log.papers.values()],
                "library": {"papers": recorded.held},
                "retrieval": {**asdict(log), "dense_weight": recorded.dense_weight},
            }
        )
    )
    again = ReplayingSearch(pack, app.embedder)
    assert again.search("dense retrieval", 3, recent) == hits
    assert numpy.array_equal(again.embedder.embed(["sparse", "dense"]), vectors[::-1])
    assert (again.held, again.words.knows("BM25")) == (64, known)
    assert again.words.weights(["dens"]) == weights
    assert again.paper(named.id) == named
    assert again.background(2) == background
    assert again.papers([hits[1].paper.id, "none"]) == several
    for asking in (
        lambda: again.search("dense retrieval", 3),
        lambda: again.embedder.embed(["another"]),
        lambda: again.words.knows("HyDE"),
        lambda: again.words.weights(["spars"]),
        lambda: again.paper("another"),
    ):
        with pytest.raises(NotRecorded):
            asking()
