"""Abstracts that attack: they travel as text in JSON and as nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx

from assistant.interfaces.api.openai_compatible import marks
from tests import hostile_papers
from tests.conftest import MakeApp
from tests.hostile_papers import MINERALS, question
from tests.interfaces.api.conftest import Serve, assert_problem, events


def test_hostile_papers_are_text(make_app: MakeApp, serve: Serve) -> None:
    with serve(make_app(llm__provider="extractive")) as client:
        body = json.dumps(hostile_papers.papers())
        assert client.post("/v1/papers", content=body, headers=_JSON).json()["new"] == len(MINERALS)
        listed = _json(client.get("/v1/papers", params={"limit": 100}))
        assert listed["total"] == len(MINERALS)
        stored = {paper["id"]: paper["abstract"] for paper in listed["papers"]}
        for mineral in MINERALS:
            told = events(client, "/v1/ask", {"question": question(mineral)})
            answer = told[-1][1]
            assert f"The mineral {mineral} grows on basalt. [" in answer["text"]
            assert [name for name, _ in told].count("done") == 1
            assert not {"error", "message"} & {name for name, _ in told}
            deltas = [data["text"] for name, data in told if name == "delta"]
            assert "".join(deltas) == answer["text"]
            cited = {one["number"]: one["paper_id"] for one in answer["references"]}
            for statement in answer["statements"]:
                assert statement["citations"]
                for one in statement["evidence"]:
                    assert stored[cited[one["number"]]][one["start"] : one["end"]] == one["quote"]
            _check_annotations(client, question(mineral))
        for id in stored:
            warning = _json(client.get(f"/v1/papers/{id}"))["warning"]
            assert warning or "orderite" not in id
        assert_problem(client.get(f"/v1/papers/{'<script>alert(1)</script>'}"), 404, "<script>")


def _check_annotations(client: httpx.Client, asked: str) -> None:
    chat = {"model": "literature-assistant", "messages": [{"role": "user", "content": asked}]}
    message = _json(client.post("/v1/chat/completions", json=chat))["choices"][0]["message"]
    assert message["annotations"]
    for one in message["annotations"]:
        cited = one["url_citation"]
        # javascript: and data: are no addresses of a source
        assert cited["url"].startswith(("http://", "https://"))
        mark = message["content"][cited["start_index"] : cited["end_index"]]
        assert re.fullmatch(r"\[\d+\]", mark)


def test_marks_are_those_of_the_citations_and_not_of_the_words() -> None:
    answer = {
        "statements": [
            {"text": "As [1] says.", "citations": [2, 1]},
            {"text": "No mark.", "citations": []},
            {"text": "😀.", "citations": [12]},
        ]
    }
    text = "As [1] says. [2] [1] No mark. 😀. [12]"
    assert [(text[start:end], number) for start, end, number in marks(answer)] == [
        ("[2]", 2), ("[1]", 1), ("[12]", 12),
    ]  # fmt: skip


_JSON = {"Content-Type": "application/json"}


def _json(response: httpx.Response) -> Any:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.json()
