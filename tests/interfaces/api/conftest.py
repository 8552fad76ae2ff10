"""A real server on loopback, and models that can be held up."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from assistant import settings
from assistant.app import App
from assistant.interfaces.api.application import create_api
from assistant.interfaces.api.running import listen
from assistant.types import Message, Reply

Event = tuple[str, dict[str, Any]]
Serve = Callable[[App], AbstractContextManager[httpx.Client]]
QUESTION = "How much better is dense retrieval than BM25?"


@contextmanager
def serving(app: App) -> Iterator[httpx.Client]:
    """Serve an app; give a client of it."""
    server = uvicorn.Server(uvicorn.Config(create_api(app), log_config=None, server_header=False))
    bound = listen("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        address = f"http://127.0.0.1:{bound.getsockname()[1]}"
        with httpx.Client(base_url=address, timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def serve() -> Serve:
    return serving


@pytest.fixture(scope="module")
def reading(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server over the demo library, for tests that change nothing."""
    values = {
        "library.path": str(demo_folder),
        "llm.provider": "extractive",
        "server.keys_path": str(tmp_path_factory.mktemp("keys") / "keys.json"),
        "server.requests_per_minute": "0",
        "review.candidates": "20",  # each is read by the embedding model
    }
    with serving(App(settings.load(None, values, {}), lambda _: None)) as client:
        yield client


@pytest.fixture
def library(demo_folder: Path, tmp_path: Path) -> Path:
    """A copy of the demo library, where `make_app` looks for one."""
    return Path(shutil.copytree(demo_folder, tmp_path / "library"))


class HeldModel:
    """A chat model that writes a cited sentence each time it is let go on."""

    name = "held-model"

    def __init__(self, sentences: int = 3) -> None:
        self.sentences = sentences
        self.let = threading.Semaphore(0)
        self.begun = threading.Event()
        self.ended = threading.Event()
        self.written = 0

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        self.begun.set()
        text = ""
        try:
            for number in range(self.sentences):
                self.let.acquire(timeout=30)
                piece = f"This is sentence {number} of the answer [1]. "
                text += piece
                if on_text:
                    on_text(piece)
                self.written += 1
        finally:
            self.ended.set()
        return Reply(text, 100, 20)

    def go_on(self, times: int = 1) -> None:
        self.let.release(times)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldModel]:
    """A held model in the place of the one that an app would make."""
    model = HeldModel()
    monkeypatch.setattr(App, "chat_model", lambda _: model)
    yield model
    model.go_on(1000)


def events_of(lines: Iterator[str]) -> Iterator[Event]:
    """Yield the server-sent events of a response."""
    name = "message"
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))
            name = "message"


def events(client: httpx.Client, path: str, body: dict[str, Any]) -> list[Event]:
    """Return all events of a streamed answer."""
    headers = {"Accept": "text/event-stream"}
    with client.stream("POST", path, json=body, headers=headers) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["Content-Type"].startswith("text/event-stream")
        return list(events_of(response.iter_lines()))


def assert_problem(response: httpx.Response, status: int, said: str) -> dict[str, Any]:
    """Assert that a response is a problem and says so."""
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert set(problem) == {"type", "title", "status", "detail", "request_id"}
    assert problem["status"] == status
    assert problem["request_id"] == response.headers["X-Request-Id"]
    assert said in problem["detail"]
    assert "\n" not in problem["detail"]
    return problem
