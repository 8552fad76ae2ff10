"""Literature reviews as jobs: begun, looked after, fetched, exported, forgotten."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import asdict
from typing import Any

import httpx
import pytest

from assistant.answering.review_documents import review_of
from assistant.types import Filters
from tests.interfaces.api.conftest import assert_problem

TOPIC = "dense retrieval"
NAMED = ("authors", "venues", "sources", "tags", "titles", "ids", "phrases", "without")
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
    assert review["filters"] == asdict(Filters(2021, 2022)) | {name: [] for name in NAMED}


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
