"""Literature reviews as jobs: begun, looked after, fetched, exported, cancelled."""

from __future__ import annotations

import io
import json
import signal
import threading
import time
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answering.review_documents import review_of
from assistant.errors import ModelError, ModelUnavailable
from assistant.interfaces.api.problems import Problem
from assistant.interfaces.api.summaries import Summaries, Told
from assistant.review import Review
from assistant.types import Reply
from eval import scripted_server
from tests.conftest import MakeApp
from tests.interfaces.api.conftest import HeldModel, Serve, assert_problem
from tests.interfaces.api.test_serve import served

TOPIC = "dense retrieval"
STATES = ("queued", "running", "done", "failed", "cancelled")


def begin(client: httpx.Client, topic: str = TOPIC, **more: Any) -> str:
    """Begin a review; return its address."""
    response = client.post("/v1/summaries", json={"topic": topic, **more})
    assert response.status_code == 202, response.text
    job = response.json()
    assert job["state"] in STATES
    assert "review" not in job
    assert response.headers["Location"] == f"/v1/summaries/{job['id']}"
    return str(response.headers["Location"])


def look(client: httpx.Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    job: dict[str, Any] = response.json()
    assert (job["review"] is not None) == (job["state"] == "done")
    assert (job["problem"] is not None) == (job["state"] == "failed")
    assert job["done"] <= job["total"]
    return job


def ended(client: httpx.Client, address: str, *states: str) -> dict[str, Any]:
    """Look after a job until it is in one of the states, by default "done"."""
    end = time.monotonic() + 60
    while (job := look(client, address))["state"] not in (states or ("done",)):
        assert job["state"] in ("queued", "running"), job
        assert time.monotonic() < end, job
        time.sleep(0.02)
    return job


def sentences(review: dict[str, Any]) -> list[dict[str, Any]]:
    parts = [review[name] for name in ("overview", "agreements", "disagreements", "gaps")]
    parts += [one["sentences"] for one in (*review["themes"], *review["notes"])]
    return [sentence for part in parts for sentence in part]


@pytest.fixture(scope="module")
def made(reading: httpx.Client) -> str:
    """The address of a review that is done."""
    address = begin(reading, papers=8)
    ended(reading, address)
    return address


def test_a_review_is_begun_looked_after_and_fetched(reading: httpx.Client, made: str) -> None:
    job = look(reading, made)
    assert (job["topic"], job["stage"], job["done"]) == (TOPIC, "reading", job["total"])
    review = job["review"]
    assert review["schema"] == "review/1"
    assert review["usage"]["model"] == "extractive"
    assert len(review["references"]) == review["coverage"]["used"] <= 8
    papers = {one["number"]: one for one in review["references"]}
    stored = {
        number: reading.get(f"/v1/papers/{one['paper_id']}").json()["abstract"]
        for number, one in papers.items()
    }
    told = sentences(review)
    assert len(told) > 8
    for sentence in told:
        assert sentence["citations"]
        for quote in sentence["evidence"]:
            assert stored[quote["number"]][quote["start"] : quote["end"]] == quote["quote"]
    assert review_of(review).topic == TOPIC
    assert {one["number"] for one in review["map"]} <= set(papers)


def test_reviews_are_listed_the_latest_first_without_their_texts(
    reading: httpx.Client, made: str
) -> None:
    latest = begin(reading, "language models that act in the web", depth="brief", words=80)
    listed = reading.get("/v1/summaries").json()["summaries"]
    addresses = [f"/v1/summaries/{one['id']}" for one in listed]
    assert addresses.index(latest) < addresses.index(made)
    assert all("review" not in one for one in listed)
    review = ended(reading, latest)["review"]
    assert review["depth"] == "brief"


def test_filters_are_heard(reading: httpx.Client) -> None:
    filters = {"year_from": 2021, "year_to": 2022}
    review = ended(reading, begin(reading, filters=filters))["review"]
    assert {one["year"] for one in review["references"]} <= {2021, 2022}


def test_a_topic_that_the_library_does_not_hold_is_an_abstention(reading: httpx.Client) -> None:
    address = begin(reading, "sourdough bread baking")
    review = ended(reading, address)["review"]
    assert review["abstained"]
    assert review["reason"] == "not_in_library"
    assert review["message"]
    assert sentences(review) == []
    text = reading.get(f"{address}/export", params={"format": "md"}).text
    assert "sourdough" in text


@pytest.mark.parametrize(
    ("format", "media", "said"),
    [
        ("md", "text/markdown", "## References"),
        ("html", "text/html", "<!doctype html>"),
        ("txt", "text/plain", "References"),
        ("tex", "application/x-tex", "\\documentclass"),
        ("json", "application/json", '"review/1"'),
        ("bib", "application/x-bibtex", "@article{"),
        ("ris", "application/x-research-info-systems", "TY  - "),
        ("csl.json", "application/vnd.citationstyles.csl+json", '"type"'),
    ],
)
def test_a_review_is_exported(
    reading: httpx.Client, made: str, format: str, media: str, said: str
) -> None:
    response = reading.get(f"{made}/export", params={"format": format})
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"].split(";")[0] == media
    assert response.headers["Content-Disposition"] == f'attachment; filename="review.{format}"'
    assert said.lower() in response.text.lower()


def test_a_review_is_exported_for_word_and_in_another_style(
    reading: httpx.Client, made: str
) -> None:
    pytest.importorskip("docx", reason="the extra [export] is not installed")
    word = reading.get(f"{made}/export", params={"format": "docx"})
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word.content)).namelist()
    text = reading.get(f"{made}/export", params={"format": "md", "style": "author-year"}).text
    assert "et al. (2020)" in text or "et al., 2020" in text


def test_what_cannot_be_exported_is_said(reading: httpx.Client, made: str) -> None:
    for format in ("pdf", "svg", "png", "", "../md", 'x"\r\n.md', "é.md"):
        response = reading.get(f"{made}/export", params={"format": format})
        assert_problem(response, 400, "format is one of md, html")
    response = reading.get(f"{made}/export", params={"style": "../../etc/passwd"})
    assert_problem(response, 400, "style is numeric or author-year")
    assert_problem(reading.get(f"{made}/export?format={'x' * 30}"), 422, "query.format")


def test_what_is_not_there_is_said(reading: httpx.Client) -> None:
    for verb, path in (("GET", ""), ("GET", "/export"), ("DELETE", "")):
        response = reading.request(verb, f"/v1/summaries/none{path}")
        assert_problem(response, 404, "no summary is called 'none'")


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"topic": " "},
        {"topic": "x" * 4001},
        {"topic": 3},
        {"topic": TOPIC, "depth": "deepest"},
        {"topic": TOPIC, "papers": 0},
        {"topic": TOPIC, "papers": 1001},
        {"topic": TOPIC, "words": 49},
        {"topic": TOPIC, "filters": {"year_from": -1}},
        {"topic": TOPIC, "everything": True},
    ],
)
def test_a_wrong_body_begins_nothing(reading: httpx.Client, wrong: dict[str, Any]) -> None:
    before = reading.get("/v1/summaries").json()
    assert_problem(reading.post("/v1/summaries", json=wrong), 422, "body.")
    assert reading.get("/v1/summaries").json() == before


def test_a_review_that_has_ended_is_forgotten(reading: httpx.Client) -> None:
    address = begin(reading, papers=2)
    ended(reading, address)
    deleted = reading.delete(address)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert_problem(reading.get(address), 404, "no summary is called")


def test_a_review_takes_longer_than_an_answer_may_and_keeps_nothing_else_waiting(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(server__answer_seconds="0.2")) as client:
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
    with serve(make_app()) as client:
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
    with serve(make_app()) as client:
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
    with serve(make_app()) as client:
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
    with serve(make_app()) as client:
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
