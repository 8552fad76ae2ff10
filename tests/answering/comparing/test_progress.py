"""How far a table is, and what happens when it is not wanted any more."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from eval.scripted_server import ScriptedServer, serving
from tests.answering.comparing.conftest import BEIR, DPR, FOUR, MakeComparer, said
from tests.conftest import MakeApp


def test_calls_are_in_flight_together(make: MakeComparer, server: ScriptedServer) -> None:
    empty = said(method=None, data=None, result=None, limits=None)
    server.say(*[empty] * 6)
    told: list[tuple[str, int, int]] = []
    comparer = make(review__calls_in_flight="3")
    table = comparer.compare(
        comparer.about("dense retrieval", 6), FOUR, "dense retrieval",
        lambda *step: told.append(step),
    )  # fmt: skip
    # While a call takes long it is told again how many are done.
    assert list(dict.fromkeys(told)) == [("comparing", done, 6) for done in range(7)]
    assert table.usage.calls == 6


def test_progress_without_a_model_counts_the_papers(make_app: MakeApp, demo_folder: Path) -> None:
    told: list[tuple[str, int, int]] = []
    app = make_app(library__path=str(demo_folder), llm__provider="extractive")
    with app.searcher() as searcher:
        comparer = app.comparer_over(searcher)
        found = comparer.named([DPR, BEIR])
        comparer.compare(found, FOUR, None, lambda *step: told.append(step))
    assert told == [("comparing", done, 2) for done in range(3)]


def test_progress_can_stop_the_work(make: MakeComparer, server: ScriptedServer) -> None:
    class Stop(Exception):
        pass

    def stop(label: str, done: int, total: int) -> None:
        raise Stop

    comparer = make()
    with pytest.raises(Stop):
        comparer.compare(comparer.named([DPR]), FOUR, None, stop)
    assert server.chat_requests == []


def test_a_stopped_comparison_waits_for_no_call_in_flight(make: MakeComparer) -> None:
    begun, let_go, ended = threading.Event(), threading.Event(), threading.Event()

    def hold(request: dict[str, Any]) -> str:
        begun.set()
        let_go.wait(60)
        ended.set()
        return said(method=None, data=None, result=None, limits=None)

    def stop(label: str, done: int, total: int) -> None:
        if begun.is_set():
            raise KeyboardInterrupt

    with serving(respond=hold) as held:
        comparer = make(llm__base_url=held.base_url, review__calls_in_flight="2")
        found, before = comparer.named([DPR, BEIR]), threading.enumerate()
        with pytest.raises(KeyboardInterrupt):
            comparer.compare(found, FOUR, None, stop)
        assert not ended.is_set()
        # Nor does the process, at its end, for the threads that are left.
        assert all(one.daemon for one in threading.enumerate() if one not in before)
        let_go.set()
