"""Conversations over HTTP: kept, taken back, asked again, judged, removed."""

from __future__ import annotations

import threading
from pathlib import Path

import httpx
import pytest

from eval.scripted_server import ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp
from tests.interfaces.api.conftest import HeldModel, Serve, assert_problem, events

HYDE = {"question": "What does HyDE do?"}


def test_a_conversation_is_kept_and_can_be_taken_up(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    with serve(make_app(llm__provider="extractive")) as client:
        first = client.post("/v1/chat", json=HYDE).json()
        assert first["turn"] == 1
        id = first["conversation_id"]
        told = events(
            client, "/v1/chat", {"question": "And what does that cost?", "conversation_id": id}
        )
        (_, second) = told[-1]
        assert (second["conversation_id"], second["turn"]) == (id, 2)
        assert "HyDE" in second["standalone_question"]
        assert "".join(data["text"] for name, data in told if name == "delta") == second["text"]
    with serve(make_app(llm__provider="extractive")) as client:  # as after a restart
        (listed,) = client.get("/v1/conversations").json()["conversations"]
        assert (listed["id"], listed["turns"], listed["title"]) == (id, 2, HYDE["question"])
        turns = client.get(f"/v1/conversations/{id}").json()["turns"]
        assert [turn["number"] for turn in turns] == [1, 2]
        assert turns[1]["answer"]["text"] == second["text"]
        assert client.delete(f"/v1/conversations/{id}").json() == {"removed": [id]}
        assert client.get("/v1/conversations").json() == {"conversations": []}
        assert_problem(client.get(f"/v1/conversations/{id}"), 404, "no conversation is called")


def test_the_last_answer_can_be_judged_retried_and_taken_back(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    with serve(make_app(llm__provider="extractive")) as client:
        id = client.post("/v1/chat", json=HYDE).json()["conversation_id"]
        judged = client.post(
            f"/v1/chat/{id}/feedback", json={"label": "missing", "note": "no figure"}
        )
        assert judged.json() == {"conversation_id": id, "turns": 1}
        (turn,) = client.get(f"/v1/conversations/{id}").json()["turns"]
        assert (turn["feedback"][0]["label"], turn["feedback"][0]["note"]) == (
            "missing",
            "no figure",
        )
        retried = client.post(f"/v1/chat/{id}/retry", json={}).json()
        assert (retried["turn"], retried["question"]) == (1, HYDE["question"])
        assert events(client, f"/v1/chat/{id}/retry", {})[-1][1]["text"] == retried["text"]
        assert client.post(f"/v1/chat/{id}/undo").json() == {"conversation_id": id, "turns": 0}
        for use in ("undo", "retry", "feedback"):
            body = {"label": "good"} if use == "feedback" else {}
            refused = client.post(f"/v1/chat/{id}/{use}", json=body)
            assert_problem(refused, 404, "nothing has been asked")
        assert_problem(
            client.post("/v1/chat", json=HYDE | {"conversation_id": id[:4]}),
            404,
            "no conversation is called",
        )


def test_a_retry_keeps_the_question_as_it_was_corrected_and_asks_afresh(
    library: Path, make_app: MakeApp, serve: Serve, server: ScriptedServer
) -> None:
    server.say("HyDE writes [1].", "HyDE invents [1].")
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, **AS_WRITTEN, llm__retries="0"
    )
    body = {"question": "What does it do?", "standalone": "What does HyDE do?"}
    with serve(app) as client:
        first = client.post("/v1/chat", json=body).json()
        again = client.post(f"/v1/chat/{first['conversation_id']}/retry", json={}).json()
    assert (first["text"], again["text"]) == ("HyDE writes. [1]", "HyDE invents. [1]")
    assert again["standalone_question"] == body["standalone"]
    assert again["usage"]["calls"] == 1


def test_a_conversation_takes_one_question_at_a_time(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN)) as client:
        held.go_on(3)
        id = client.post("/v1/chat", json=HYDE).json()["conversation_id"]
        held.begun.clear()
        body = {"question": "And that?", "conversation_id": id, "standalone": HYDE["question"]}
        got: list[httpx.Response] = []
        first = threading.Thread(target=lambda: got.append(client.post("/v1/chat", json=body)))
        first.start()
        assert held.begun.wait(20)
        assert_problem(client.post("/v1/chat", json=body), 409, "is being answered")
        held.go_on(10)
        first.join()
        assert got[0].json()["turn"] == 2


@pytest.mark.parametrize("label", ["fine", "", None])
def test_feedback_has_known_labels(reading: httpx.Client, label: str | None) -> None:
    refused = reading.post("/v1/chat/none/feedback", json={"label": label})
    assert_problem(refused, 422, "body.label")
