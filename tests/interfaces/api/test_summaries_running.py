"""Reviews that are being made: others go on, cancelling, failing, a server that ends."""

from __future__ import annotations

import json
import signal
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import ModelError, ModelUnavailable
from assistant.interfaces.api.problems import Problem
from assistant.interfaces.api.summaries import Summaries, Told
from assistant.review import Review
from assistant.types import Reply
from eval import scripted_server
from tests.conftest import AS_WRITTEN, MakeApp
from tests.interfaces.api.conftest import HeldModel, Serve, assert_problem
from tests.interfaces.api.test_serve import served
from tests.interfaces.api.test_summaries import TOPIC, begin, ended, look


@pytest.fixture
def make_app(make_app: MakeApp) -> MakeApp:
    """Return a maker of apps that read few candidates for a review, since reading takes long."""
    return partial(make_app, review__candidates="20")


def test_a_review_takes_longer_than_an_answer_may_and_keeps_nothing_else_waiting(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN, server__answer_seconds="0.2")) as client:
        address = begin(client, papers=3)
        assert held.begun.wait(60)
        client.get("/v1/search")
        since = time.monotonic()
        while time.monotonic() < since + 0.5:  # longer than an answer may take
            assert client.get("/healthz").json() == {"status": "ok"}
        assert client.post("/v1/search", json={"query": "BM25"}).json()["hits"]
        job = look(client, address)
        assert (job["state"], job["stage"], job["done"]) == ("running", "notes", 0)
        held.go_on(1000)
        review = ended(client, address)["review"]
    assert review["usage"]["model"] == "held-model"
    assert review["usage"]["calls"] >= 4
    assert review["notes"]


def test_what_is_not_done_cannot_be_exported_and_can_be_cancelled(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN)) as client:
        running = begin(client, papers=3)
        assert held.begun.wait(60)
        queued = begin(client, papers=3)
        assert look(client, queued)["state"] == "queued"
        for address in (running, queued):
            assert_problem(client.get(f"{address}/export"), 409, "wait until its state is done")
            assert client.delete(address).status_code == 204
            assert look(client, address)["state"] == "cancelled"
            assert_problem(client.get(f"{address}/export"), 409, "not done")
        held.begun.clear()
        after = begin(client, papers=2)
        # The call that was in flight is not waited for: the model is asked for the next review.
        ended(client, after, "running")
        assert held.begun.wait(60)
        written = held.written
        held.go_on(1000)
        assert ended(client, after)["review"]["references"]
        assert held.written > written
        for address in (running, queued):
            assert look(client, address)["state"] == "cancelled"
            assert client.delete(address).status_code == 204
            assert client.get(address).status_code == 404


def test_no_more_wait_than_are_kept_in_line(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN)) as client:
        begun = [begin(client, f"{TOPIC} {number}") for number in range(16)]
        refused = client.post("/v1/summaries", json={"topic": TOPIC})
        problem = assert_problem(refused, 503, "come later")
        assert problem["type"] == "urn:litassist:problem:too-many-summaries"
        assert int(refused.headers["Retry-After"]) >= 1
        assert client.delete(begun[-1]).status_code == 204
        begin(client)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ModelError("the model refused the key; set OPENAI_API_KEY"), 503, "refused the key"),
        (ModelUnavailable("the model is over its limit", 7.2), 503, "over its limit"),
        (KeyError("a secret of the machine"), 500, "has a bug"),
    ],
)
def test_a_failure_is_kept_with_its_problem(
    library: Path,
    make_app: MakeApp,
    serve: Serve,
    held: HeldModel,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    said: str,
) -> None:
    def broken(*_: object) -> Reply:
        raise error

    monkeypatch.setattr(held, "reply", broken)
    with serve(make_app(**AS_WRITTEN)) as client:
        begun = client.post("/v1/summaries", json={"topic": TOPIC})
        problem = ended(client, begun.headers["Location"], "failed")["problem"]
        assert (problem["status"], problem["request_id"]) == (
            status,
            begun.headers["X-Request-Id"],
        )
        assert said in problem["detail"]
        assert "secret" not in json.dumps(problem)


def test_without_a_library_a_review_fails_and_says_what_to_do(
    make_app: MakeApp, serve: Serve
) -> None:
    with serve(make_app(llm__provider="extractive")) as client:
        problem = ended(client, begin(client), "failed")["problem"]
    assert "litassist ingest" in problem["detail"]


def test_a_server_ends_without_waiting_for_a_review(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN)) as client:
        begin(client)
        assert held.begun.wait(60)
        begin(client)
    assert not held.ended.is_set()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_process_ends_without_waiting_for_a_review(
    library: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    asked, let = threading.Event(), threading.Event()

    def slowly(_: dict[str, Any]) -> str:
        asked.set()
        let.wait(60)
        return "NOTHING"

    with scripted_server.serving(respond=slowly) as model:
        variables = {"OPENAI_BASE_URL": model.base_url, "LITASSIST_LLM_MODEL": "scripted-model"}
        with served(tmp_path, **variables) as (process, client):
            begin(client, papers=2)
            assert asked.wait(60)
            process.send_signal(sent)
            assert process.wait(30) in (0, -sent)
            assert process.stderr
            assert "Traceback" not in process.stderr.read()
        let.set()


def review() -> Review:
    from tests.interfaces.export.samples import sample

    return sample()


def until_ended(summaries: Summaries, id: str) -> None:
    while not summaries.find(id).ended:
        time.sleep(0.01)


def test_only_the_latest_that_have_ended_are_kept() -> None:
    summaries = Summaries()
    ids = [summaries.begin(str(number), "r", lambda _: review()).id for number in range(10)]
    for number in range(10, 60):
        until_ended(summaries, ids[-1])
        ids.append(summaries.begin(str(number), "r", lambda _: review()).id)
    assert [job.id for job in summaries.all()] == ids[:9:-1]
    with pytest.raises(Problem, match="no summary"):
        summaries.find(ids[0])
    summaries.close()


def test_a_job_is_told_as_it_was_at_one_moment_and_a_cancelled_one_never_comes_to_an_end() -> None:
    summaries = Summaries()
    told, go_on, over = threading.Event(), threading.Event(), threading.Event()

    def work(tell: Told) -> Review:
        tell("reading", 3, 7)
        told.set()
        go_on.wait(30)
        over.set()
        return review()  # too late to be heard of the cancelling

    job = summaries.begin(TOPIC, "r", work)
    assert told.wait(30)
    seen = summaries.find(job.id)
    assert (seen.state, seen.stage, seen.done, seen.total) == ("running", "reading", 3, 7)
    summaries.cancel(job.id)
    go_on.set()
    other = summaries.begin("other", "r", lambda _: review())
    until_ended(summaries, other.id)
    assert over.is_set()
    assert (seen.state, job.state) == ("running", "queued")  # copies
    now = summaries.find(job.id)
    assert (now.state, now.review) == ("cancelled", None)
    summaries.close()
