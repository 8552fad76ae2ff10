"""POST /v1/compare: the same tables as on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from eval.scripted_server import Script, ScriptedServer
from tests.conftest import MakeApp
from tests.interfaces.api.conftest import Serve, assert_problem

PAIR = ["arxiv:2104.08663", "doi:10.18653/v1/2020.emnlp-main.550"]


def test_named_papers_are_set_side_by_side(reading: httpx.Client) -> None:
    table = reading.post("/v1/compare", json={"papers": PAIR}).json()
    assert table["schema"] == "table/1"
    assert [row["paper_id"] for row in table["rows"]] == PAIR
    for row in table["rows"]:
        abstract = reading.get(f"/v1/papers/{row['paper_id']}").json()["abstract"]
        for cell in row["cells"].values():
            if cell["quote"] is not None:
                assert abstract[cell["start"] : cell["end"]] == cell["quote"]
    assert table["rows"][0]["cells"]["limits"]["quote"] is None


def test_the_best_papers_of_a_topic(reading: httpx.Client) -> None:
    body = {"topic": "dense retrieval", "most": 2, "columns": ["benchmark"]}
    table = reading.post("/v1/compare", json=body).json()
    assert (table["topic"], table["columns"]) == ("dense retrieval", ["benchmark"])
    assert len(table["rows"]) == 2
    nothing = reading.post("/v1/compare", json={"topic": "baking sourdough bread"}).json()
    assert (nothing["abstained"], nothing["rows"]) == (True, [])
    assert nothing["reason"] == "not_in_library"


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({}, 422, "give one of papers and topic"),
        ({"papers": PAIR, "topic": "x"}, 422, "give one of papers and topic"),
        ({"papers": ["flat earth"]}, 404, "no paper 'flat earth'"),
        ({"papers": ["dense passage retrieval"]}, 404, "whole title"),
        ({"topic": "x", "columns": [","]}, 400, "no column is named"),
    ],
)
def test_what_makes_no_table_is_a_problem(
    reading: httpx.Client, body: dict[str, object], status: int, says: str
) -> None:
    assert_problem(reading.post("/v1/compare", json=body), status, says)


def test_a_model_that_fails_is_a_problem_and_its_tokens_are_counted(
    library: Path, make_app: MakeApp, serve: Serve, server: ScriptedServer
) -> None:
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
        llm__retries="0", review__calls_in_flight="1",
    )  # fmt: skip
    server.say(json.dumps(dict.fromkeys(("method", "data", "result", "limits"))))
    server.say(Script(status=401, error="wrong key"))
    with serve(app) as client:
        table = client.post("/v1/compare", json={"papers": PAIR[:1]}).json()
        assert table["usage"]["calls"] == 1
        assert 'litassist_model_tokens_total{direction="in"} 100.0' in client.get("/metrics").text
        assert_problem(
            client.post("/v1/compare", json={"papers": PAIR[1:]}), 503, "refused the key"
        )
