"""Literature reviews as a tool of another assistant."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import anyio
import pytest

from assistant.answering.review_documents import review_of
from assistant.interfaces.mcp.calls import Call, Stopped
from assistant.interfaces.mcp.tools import Compare, Summarize
from assistant.interfaces.opened import OpenedLibrary
from eval import scripted_server
from tests.conftest import AS_WRITTEN, AS_WRITTEN_VARIABLES, MakeApp
from tests.interfaces.api.conftest import HeldModel, held  # noqa: F401 - a fixture
from tests.interfaces.mcp.client import connected, found, refused, started, text

TOPIC = "dense retrieval"
MODEL = {"LITASSIST_LLM_MODEL": "scripted-model", **AS_WRITTEN_VARIABLES}


def test_a_review_is_told_with_its_quotes_and_its_progress(demo_folder: Path) -> None:
    told: list[tuple[float, str | None]] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        told.append((progress, message))

    async def run() -> None:
        async with connected(demo_folder) as session:
            arguments = {"topic": TOPIC, "papers": 5, "depth": "brief", "year_from": 2020}
            result = await session.call_tool("summarize", arguments, None, note)
            review = found(result)
            assert review["schema"] == "review/1"
            assert review["depth"] == "brief"
            assert review_of(review).topic == TOPIC
            assert 1 < len(review["references"]) <= 5
            abstracts = {}
            for one in review["references"]:
                paper = found(await session.call_tool("get_paper", {"paper": one["paper_id"]}))
                assert paper["year"] >= 2020
                abstracts[one["number"]] = paper["abstract"]
                assert f"[{one['number']}] id {one['paper_id']}\n> {one['title']}" in text(result)
            for theme in review["themes"]:
                assert f"\n> {theme['title']}\n" in text(result)
                for sentence in theme["sentences"]:
                    said = f"{sentence['lead']} {sentence['text']}".strip()
                    marks = "".join(f"[{number}]" for number in sentence["citations"])
                    assert f"> {said}\n{marks} ✓ word for word" in text(result)
                    for quote in sentence["evidence"]:
                        abstract = abstracts[quote["number"]]
                        assert abstract[quote["start"] : quote["end"]] == quote["quote"]
            assert f"{review['coverage']['used']} are used." in text(result)

    anyio.run(run)
    assert told
    assert [progress for progress, _ in told] == sorted({progress for progress, _ in told})
    assert all((message or "").startswith("read abstracts ") for _, message in told)


def test_a_topic_that_is_not_held_is_no_error(demo_folder: Path) -> None:
    async def run() -> None:
        async with connected(demo_folder) as session:
            result = await session.call_tool("summarize", {"topic": "sourdough bread baking"})
            review = found(result)
            assert review["reason"] == "not_in_library"
            assert text(result) == review["message"]

    anyio.run(run)


def test_a_written_review_tells_its_notes_as_steps_and_its_failure_in_a_line(
    demo_folder: Path,
) -> None:
    steps: list[str] = []

    async def note(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message or "")

    def respond(_: dict[str, Any]) -> str:
        return "This holds [1]."

    async def run(variables: dict[str, str]) -> None:
        async with started(demo_folder, **variables) as session:
            arguments = {"topic": TOPIC, "papers": 2}
            result = await session.call_tool("summarize", arguments, None, note)
            assert found(result)["usage"]["model"] == "scripted-model"
            assert "> This holds.\n[1] " in text(result)

    with scripted_server.serving(respond=respond) as server:
        anyio.run(run, {"OPENAI_BASE_URL": server.base_url, **MODEL})
    assert {"wrote notes 1 of 2", "wrote notes 2 of 2"} <= set(steps)
    assert any(one.startswith("wrote sections ") for one in steps)
    assert len(steps) == len(set(steps))

    async def refuse(variables: dict[str, str]) -> None:
        async with started(demo_folder, **variables) as session:
            line = refused(await session.call_tool("summarize", {"topic": TOPIC, "papers": 2}))
            assert "scripted refusal" in line

    scripts = [scripted_server.Script(status=403, error="scripted refusal")] * 20
    with scripted_server.serving(*scripts) as server:
        anyio.run(refuse, {"OPENAI_BASE_URL": server.base_url, **MODEL})


@pytest.mark.parametrize("tool", [Summarize(topic=TOPIC, papers=3), Compare(topic=TOPIC)])
def test_what_is_taken_back_ends_without_waiting_for_the_model(
    demo_folder: Path,
    make_app: MakeApp,
    held: HeldModel,  # noqa: F811
    tool: Summarize | Compare,
) -> None:
    opened = OpenedLibrary(make_app(library__path=str(demo_folder), **AS_WRITTEN))
    call = Call(opened, lambda _, __: None)
    stopped = threading.Event()

    def run() -> None:
        with pytest.raises(Stopped):
            tool.run(call)
        stopped.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert held.begun.wait(60)
    call.stop()
    thread.join(60)
    assert stopped.is_set()
    assert not held.ended.is_set()
    opened.close()
