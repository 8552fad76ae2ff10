"""Who is let in, how much, how often; what is told and what is kept quiet."""

from __future__ import annotations

import json
import logging
import stat
from pathlib import Path

import httpx
import pytest

from assistant.errors import InputError, SettingsError
from assistant.interfaces.api import keys
from assistant.interfaces.api.application import create_api
from assistant.interfaces.api.limits import Rates
from assistant.interfaces.api.observing import JsonLines
from tests.conftest import MakeApp
from tests.interfaces.api.conftest import QUESTION, Serve, assert_problem, events


def test_another_address_needs_a_key(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    app = make_app(server__host="0.0.0.0", server__keys_path=str(path))
    with pytest.raises(SettingsError, match="--add-key"):
        create_api(app)
    keys.add(path, "alice")
    assert create_api(app) is not None


def test_keys_are_kept_as_hashes_by_name(tmp_path: Path) -> None:
    path = tmp_path / "new" / "keys.json"
    alice, bob = keys.add(path, "alice", 5), keys.add(path, "bob")
    text = path.read_text()
    assert alice not in text
    assert alice.removeprefix("la_") not in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    known = keys.read(path)
    found = keys.find(known, alice)
    assert found is not None
    assert (found.name, found.requests_per_minute) == ("alice", 5)
    assert keys.find(known, bob + "x") is None
    assert keys.find(known, "") is None
    with pytest.raises(InputError, match="already"):
        keys.add(path, "bob")
    keys.remove(path, "bob")
    assert keys.find(keys.read(path), bob) is None
    with pytest.raises(InputError, match="there are: alice"):
        keys.remove(path, "bob")
    path.write_text('{"keys": [{"wrong": 1}]}')
    with pytest.raises(SettingsError, match="does not hold API keys"):
        keys.read(path)


def test_where_there_are_keys_they_are_asked_for(
    make_app: MakeApp, serve: Serve, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    alice = keys.add(path, "alice", 3)
    keys.add(path, "bob")
    with serve(make_app(server__keys_path=str(path))) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/").status_code == 200
        for headers in ({}, {"Authorization": "Bearer la_wrong"}, {"Authorization": alice}):
            refused = client.get("/openapi.json", headers=headers)
            assert_problem(refused, 401, "Authorization: Bearer")
            assert refused.headers["WWW-Authenticate"] == "Bearer"
        assert_problem(client.get("/metrics"), 401, "Bearer")
        mine = {"Authorization": f"Bearer {alice}"}
        assert [client.get("/openapi.json", headers=mine).status_code for _ in range(3)] == [
            200
        ] * 3
        late = client.get("/openapi.json", headers=mine)
        assert_problem(late, 429, "more than 3 requests")
        assert 1 <= int(late.headers["Retry-After"]) <= 20


def test_a_bucket_fills_evenly_and_forgets_old_clients() -> None:
    now = 0.0
    rates = Rates(lambda: now)
    assert [rates.wait("a", 60) for _ in range(60)] == [0.0] * 60
    assert rates.wait("a", 60) == 1.0
    assert rates.wait("b", 60) == 0.0
    now = 0.25
    assert rates.wait("a", 60) == 0.75
    now = 1.0
    assert rates.wait("a", 60) == 0.0
    assert rates.wait("a", 60) == 1.0
    now = 1000.0
    assert [rates.wait("a", 60) for _ in range(60)] == [0.0] * 60
    assert rates.wait("a", 60) > 0
    for number in range(10_000):
        rates.wait(str(number), 60)
    assert rates.wait("a", 60) == 0.0
    assert [rates.wait("c", 0) for _ in range(1000)] == [0.0] * 1000


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_a_name_that_only_leads_here_is_refused(reading: httpx.Client, host: str) -> None:
    assert_problem(reading.get("/healthz", headers={"Host": host}), 400, "localhost")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:80"])
def test_own_names_are_let_in(reading: httpx.Client, host: str) -> None:
    assert reading.get("/healthz", headers={"Host": host}).status_code == 200


def test_pages_of_other_sites_are_refused(reading: httpx.Client) -> None:
    body = {"query": "BM25"}
    own = str(reading.base_url).rstrip("/")
    for origin in ("https://evil.example", "null", "http://127.0.0.1:1"):
        refused = reading.post("/v1/search", json=body, headers={"Origin": origin})
        assert_problem(refused, 403, "other sites")
        assert "Access-Control-Allow-Origin" not in refused.headers
    assert reading.post("/v1/search", json=body, headers={"Origin": own}).status_code == 200
    # A form of another page can send only plain text without asking first.
    plain = reading.post(
        "/v1/search", content=json.dumps(body), headers={"Content-Type": "text/plain"}
    )
    assert plain.status_code == 422


def test_long_requests_are_refused_whether_announced_or_not(
    library: Path, make_app: MakeApp, serve: Serve
) -> None:
    def pieces() -> object:
        for _ in range(30):
            yield b" " * 100

    with serve(make_app(server__max_body_bytes="1000")) as client:
        kind = {"Content-Type": "application/json"}
        for content in (b" " * 1001, pieces()):
            refused = client.post("/v1/ask", content=content, headers=kind)  # type: ignore[arg-type]
            assert_problem(refused, 413, "longer than 1000 bytes")
        files = {"files": ("a.csv", b"x" * 2000)}
        assert_problem(client.post("/v1/papers/upload", files=files), 413, "send it in parts")
        assert client.post("/v1/search", json={"query": "BM25"}).status_code == 200


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"{", 422, "JSON decode error"),
        (b"[" * 100_000, 400, "parsing the body"),
        (b"", 422, "body"),
        (b'{"question": "\\ud83d"}', 422, "body.question"),
        (b'{"question": "Why?", "extra": 1}', 422, "body.extra"),
        (b'{"question": "Why?", "filters": {"year_from": 1e400}}', 422, "year_from"),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_names_the_place(
    reading: httpx.Client, content: bytes, status: int, said: str
) -> None:
    kind = {"Content-Type": "application/json"}
    problem = assert_problem(reading.post("/v1/ask", content=content, headers=kind), status, said)
    assert "Why?" not in str(problem)


def test_unknown_addresses_and_methods_are_problems(reading: httpx.Client) -> None:
    assert_problem(reading.get("/v1/nothing"), 404, "Not Found")
    refused = reading.put("/v1/ask")
    assert_problem(refused, 405, "Method Not Allowed")
    assert refused.headers["Allow"] == "POST"
    assert_problem(reading.get("/static/../../api/keys.py"), 404, "Not Found")
    assert_problem(reading.get("/static/%2e%2e/api/keys.py"), 404, "Not Found")


def test_every_response_guards_the_browser_and_bears_an_id(reading: httpx.Client) -> None:
    responses = [
        reading.get("/"),
        reading.get("/v1/papers", headers={"X-Request-Id": "my-id.1"}),
        reading.get("/nothing", headers={b"X-Request-Id": "bad id\u00e9".encode()}),
    ]
    for response in responses:
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "server" not in response.headers
    assert responses[1].headers["X-Request-Id"] == "my-id.1"
    assert responses[1].headers["Cache-Control"] == "no-store"
    assert responses[2].headers["X-Request-Id"].isalnum()


def test_the_log_is_json_and_tells_neither_questions_nor_secrets(
    reading: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "assistant.interfaces.api")
    secret = {"Authorization": "Bearer la_secret"}
    events(reading, "/v1/ask", {"question": QUESTION})
    reading.get("/v1/papers", params={"q": "confidential"}, headers=secret)
    reading.get("/v1/papers/confidential")
    try:
        raise ValueError("confidential")
    except ValueError as error:
        logging.getLogger("assistant.interfaces.api").error("bug", exc_info=error)
    lines = [json.loads(JsonLines().format(record)) for record in caplog.records]
    routes = [line["route"] for line in lines if line["message"] == "request"]
    assert routes == ["/v1/ask", "/v1/papers", "/v1/papers/{id:path}"]
    assert all(line["request_id"] for line in lines[:3])
    assert lines[-1]["error"] == "ValueError"
    said = json.dumps(lines)
    assert not any(word in said for word in ("confidential", "la_secret", "BM25"))
