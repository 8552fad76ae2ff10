"""Ask, search and check: the contract of the answers and of their streams."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest

from assistant.errors import ModelUnavailable
from eval.scripted_server import Script, ScriptedServer, serving
from tests.conftest import AS_WRITTEN, MakeApp
from tests.interfaces.api.conftest import (
    QUESTION,
    HeldModel,
    Serve,
    assert_problem,
    events,
    events_of,
)
from tests.interfaces.test_check_judged import agreeing

STREAM = {"Accept": "text/event-stream"}


def test_an_answer_is_that_of_the_command_line(
    reading: httpx.Client, make_app: MakeApp, demo_folder: Path
) -> None:
    from assistant.answering.documents import answer_document
    from assistant.types import Question

    answer = reading.post("/v1/ask", json={"question": QUESTION}).json()
    app = make_app(library__path=str(demo_folder), llm__provider="extractive")
    with app.assistant() as assistant:
        expected = answer_document(assistant.ask(Question(QUESTION)))
    for changing in ("trace_id", "usage"):
        del answer[changing], expected[changing]
    assert answer == expected


def test_a_stream_tells_what_the_answer_holds_in_order(reading: httpx.Client) -> None:
    told = events(reading, "/v1/ask", {"question": QUESTION})
    names = [name for name, _ in told]
    _, answer = told[-1]
    count = len(answer["statements"])
    assert count > 1
    assert names == ["sources", *["delta", "statement"] * count, "usage", "done"]
    assert "".join(data["text"] for name, data in told if name == "delta") == answer["text"]
    statements = [data for name, data in told if name == "statement"]
    introduced = [one for data in statements for one in data.pop("references")]
    assert statements == answer["statements"]
    assert introduced == answer["references"]
    assert told[0][1] == {
        "standalone_question": answer["standalone_question"],
        "retrieved": answer["retrieved"],
    }
    assert told[-2][1] == answer["usage"]


def test_a_stream_of_an_abstention_has_its_message_for_a_text(reading: httpx.Client) -> None:
    told = events(reading, "/v1/ask", {"question": "Who won the 1954 football world cup?"})
    assert [name for name, _ in told] == ["sources", "delta", "usage", "done"]
    answer = told[-1][1]
    assert answer["abstained"]
    assert told[1][1]["text"] == answer["text"] == answer["message"]


def test_history_filters_and_a_corrected_question_are_heard(reading: httpx.Client) -> None:
    history = [
        {"role": "user", "content": "What does HyDE do?"},
        {"role": "assistant", "content": "It writes a hypothetical document."},
    ]
    body = {"question": "And what does that cost?", "history": history}
    assert "HyDE" in reading.post("/v1/ask", json=body).json()["standalone_question"]
    body |= {"standalone": "What does ColBERT do?"}
    answer = reading.post("/v1/ask", json=body).json()
    assert answer["standalone_question"] == "What does ColBERT do?"
    filters = {"year_from": 2020, "year_to": 2020, "venues": ["EMNLP"]}
    found = reading.post("/v1/search", json={"query": QUESTION, "filters": filters}).json()
    assert found["hits"][0]["paper_id"] == "doi:10.18653/v1/2020.emnlp-main.550"
    assert {hit["year"] for hit in found["hits"]} == {2020}


def test_search_gives_passages_with_offsets(reading: httpx.Client) -> None:
    found = reading.post("/v1/search", json={"query": "dense passage retrieval", "papers": 3})
    hits = found.json()["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    abstract = reading.get(f"/v1/papers/{hits[0]['paper_id']}").json()["abstract"]
    for passage in hits[0]["passages"]:
        assert abstract[passage["start"] : passage["end"]] == passage["text"]


def test_claims_are_checked_against_papers_titles_and_texts(reading: httpx.Client) -> None:
    hit = reading.post("/v1/search", json={"query": "dense passage retrieval"}).json()["hits"][0]
    abstract = reading.get(f"/v1/papers/{hit['paper_id']}").json()["abstract"]
    sentence = abstract.split(". ")[1] + "."
    items = [
        {"id": "1", "claim": sentence, "paper_id": hit["paper_id"]},
        {"id": "2", "claim": sentence, "title": hit["title"]},
        {"id": "3", "claim": "The sky is green.", "evidence": "The sky was 9% green, not 10%."},
        {"id": "4", "claim": "It is green.", "evidence": "The sea is blue. It is green."},
        {"id": "5", "claim": sentence, "paper_id": "arxiv:0000.00000"},
        {"id": "6", "claim": sentence},
    ]
    verdicts = reading.post("/v1/check", json={"items": items}).json()["items"]
    assert [one["verdict"] for one in verdicts] == [
        "verbatim", "verbatim", "unsure", "verbatim", None, None,
    ]  # fmt: skip
    for one in verdicts[:2]:
        (evidence,) = one["evidence"]
        assert abstract[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert one["paper_id"] == hit["paper_id"]
    assert (verdicts[3]["evidence"][0]["start"], verdicts[3]["paper_id"]) == (17, None)
    assert "no paper 'arxiv:0000.00000'" in verdicts[4]["problem"]
    assert "give one of" in verdicts[5]["problem"]


def test_claims_that_are_left_open_go_to_the_judge_together(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    said = "The sky turns red once the sun has set."
    evidence = "At dusk one sees crimson clouds above."
    items = [
        {"id": "1", "claim": said, "evidence": evidence},
        {"id": "2", "claim": "It is green.", "evidence": "The sea is blue. It is green."},
        {"id": "3", "claim": f"{said} Often.", "evidence": evidence},
        {"id": "4", "claim": said, "paper_id": "arxiv:0000.00000"},
    ]
    with serving(respond=agreeing) as judge:
        model = {"llm__provider": "openai", "llm__base_url": judge.base_url, "check__model": "off"}
        with serve(make_app(llm__model="scripted-model", **model)) as client:
            verdicts = client.post("/v1/check", json={"items": items}).json()["items"]
        assert len(judge.chat_requests) == 1
        with serve(make_app(check__judge="off", **model)) as client:
            alone = client.post("/v1/check", json={"items": items}).json()["items"]
        assert len(judge.chat_requests) == 1
    assert [one["verdict"] for one in verdicts] == ["supported", "verbatim", "supported", None]
    assert verdicts[0]["evidence"][0]["quote"] == "At dusk one sees crimson"
    assert {one["checker"] for one in verdicts} == {"exact words, vetoes, judged by scripted-model"}
    assert [one["verdict"] for one in alone] == ["unjudged", "verbatim", "unjudged", None]


def test_a_model_that_fails_is_a_problem_in_both_forms(
    library: Path, make_app: MakeApp, server: ScriptedServer, serve: Serve
) -> None:
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, **AS_WRITTEN, llm__retries="0"
    )
    server.say(Script(status=401, error="no"), Script(status=401, error="no"))
    with serve(app) as client:
        problem = assert_problem(
            client.post("/v1/ask", json={"question": QUESTION}), 503, "refused the key"
        )
        assert problem["type"] == "urn:litassist:problem:model-error"
        told = events(client, "/v1/ask", {"question": QUESTION})
    assert [name for name, _ in told] == ["sources", "error"]
    assert told[-1][1]["detail"] == problem["detail"]
    assert told[-1][1]["status"] == 503


def test_a_wait_that_the_model_asks_for_is_passed_on(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overloaded(*_: object) -> None:
        raise ModelUnavailable("the model is over its limit; try again later", 7.2)

    monkeypatch.setattr(held, "reply", overloaded)
    with serve(make_app(**AS_WRITTEN)) as client:
        response = client.post("/v1/ask", json={"question": QUESTION})
    assert_problem(response, 503, "over its limit")
    assert response.headers["Retry-After"] == "8"


def test_a_bug_is_told_as_one_and_no_more(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a secret of the machine")

    monkeypatch.setattr(held, "reply", broken)
    with serve(make_app(**AS_WRITTEN)) as client:
        problem = assert_problem(
            client.post("/v1/ask", json={"question": QUESTION}), 500, "has a bug"
        )
        (*_, (name, told)) = events(client, "/v1/ask", {"question": QUESTION})
        assert (name, told["detail"]) == ("error", problem["detail"])
        assert "secret" not in str(problem) + str(told)
        monkeypatch.setattr("assistant.library.catalog.Catalog.ids", broken)
        assert_problem(client.get("/v1/papers"), 500, "has a bug")


def test_a_client_that_goes_away_stops_the_work(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    held.sentences = 50
    body = {"question": QUESTION}
    with serve(make_app(**AS_WRITTEN)) as client:
        with client.stream("POST", "/v1/ask", json=body, headers=STREAM) as response:
            held.go_on(2)
            told = events_of(response.iter_lines())
            assert [next(told)[0] for _ in range(3)] == ["sources", "delta", "statement"]
        _until(lambda: "stopped" in _goes_on(held, client))
        assert held.written < 50
        held.ended.clear()
        held.begun.clear()
        with pytest.raises(httpx.ReadTimeout):
            client.post("/v1/ask", json=body, timeout=1)
        assert held.begun.is_set()
        _until(lambda: "stopped 2.0" in _goes_on(held, client))


def _goes_on(held: HeldModel, client: httpx.Client) -> str:
    """Let the model write a sentence; return what the server says of its answers."""
    held.go_on()
    figures = client.get("/metrics").text
    return figures.replace('litassist_answers_total{outcome="', "").replace('"}', "")


def _until(holds: object, seconds: float = 20) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_an_answer_that_takes_too_long_is_ended(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN, server__answer_seconds="0.3")) as client:
        response = client.post("/v1/ask", json={"question": QUESTION})
        assert_problem(response, 503, "server.answer_seconds")
        assert "Retry-After" in response.headers
        told = events(client, "/v1/ask", {"question": QUESTION})
        held.go_on(10)
    assert [name for name, _ in told] == ["sources", "error"]


def test_silence_is_broken_by_heartbeats(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with (
        serve(make_app(**AS_WRITTEN, server__heartbeat_seconds="0.05")) as client,
        client.stream("POST", "/v1/ask", json={"question": QUESTION}, headers=STREAM) as response,
    ):
        lines = response.iter_lines()
        assert next(line for line in lines if line.startswith(":")) == ": still at work"
        held.go_on(10)
        *_, (last, _) = events_of(lines)
    assert last == "done"


def test_no_more_answers_than_allowed_are_made_at_once_and_health_answers_meanwhile(
    library: Path, make_app: MakeApp, serve: Serve, held: HeldModel
) -> None:
    with serve(make_app(**AS_WRITTEN, server__concurrent_answers="1")) as client:
        got: list[httpx.Response] = []
        body = {"question": QUESTION}
        first = threading.Thread(target=lambda: got.append(client.post("/v1/ask", json=body)))
        first.start()
        assert held.begun.wait(20)
        refused = client.post("/v1/ask", json=body)
        assert_problem(refused, 503, "in the making already")
        assert int(refused.headers["Retry-After"]) >= 1
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.post("/v1/search", json={"query": "BM25"}).status_code == 200
        assert "litassist_answers_running 1.0" in client.get("/metrics").text
        held.go_on(10)
        first.join()
        assert got[0].status_code == 200
        assert client.post("/v1/ask", json=body).status_code == 200


def test_a_stream_tells_the_steps_of_planned_searches(
    make_app: MakeApp, demo_folder: Path, server: ScriptedServer, serve: Serve
) -> None:
    app = make_app(
        library__path=str(demo_folder), llm__provider="openai", llm__base_url=server.base_url,
        llm__cache="false", retrieval__phrasings="1", **AS_WRITTEN,
    )  # fmt: skip
    server.say('["How are passages retrieved?"]', "They are embedded [1].")
    with serve(app) as client:
        told = events(client, "/v1/ask", {"question": QUESTION})
    names = [name for name, _ in told]
    assert names == ["step", "sources", "delta", "statement", "usage", "done"]
    assert told[0][1]["action"] == "phrasings"
    assert told[-1][1]["steps"] == [told[0][1]]
