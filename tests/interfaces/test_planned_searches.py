"""The steps of planned searches: shown beside the answer, told in its JSON, made again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.interfaces.cli import cli
from assistant.interfaces.repl.conversing import converse
from assistant.interfaces.repl.session import Session
from eval.scripted_server import ScriptedServer, serving
from tests.conftest import AS_WRITTEN, AS_WRITTEN_VARIABLES, MakeApp
from tests.interfaces.test_repl_watching import Screen

QUESTION = "What does HyDE do?"
SEARCH = '{"action": "search", "query": "agents in a \\u001b[31mweb browser"}'
TOLD = "searched for “agents in a [31mweb browser”: 5 papers"
PLANNED = ("--set", "retrieval.search_steps=3", "--set", "retrieval.phrasings=1")
PLANNED_SETTINGS = {"retrieval__search_steps": "3", "retrieval__phrasings": "1"}
ENDED = "ended with the papers that bear on it: 1 paper"
WORDS = "searched in other words, too: “How are hypothetical documents embedded?”"


def replies(request: dict[str, Any]) -> str:
    """Play the model: what it is told to do stands in its rules."""
    rules, *turns = (str(message["content"]) for message in request["messages"])
    if "other phrasings" in rules:
        return '["How are hypothetical documents embedded?"]'
    if "You look for papers" in rules:
        return SEARCH if len(turns) == 1 else '{"action": "finish", "papers": [6]}'
    return "WebGPT browses [1]." if "WebGPT" in turns[0][:200] else "NOT_IN_LIBRARY: browsers"


@pytest.fixture
def planning(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """A model that plans, for commands."""
    with serving(respond=replies) as server:
        variables = {**AS_WRITTEN_VARIABLES, "OPENAI_BASE_URL": server.base_url}
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield server


def litassist(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--library", str(library), *PLANNED, *arguments])


def test_steps_are_shown_on_stderr_and_told_in_the_document(
    demo_folder: Path, planning: ScriptedServer
) -> None:
    done = litassist(demo_folder, "ask", QUESTION)
    assert done.exit_code == 0, done.output
    lines = done.stderr.splitlines()
    assert lines == [
        f"litassist: {WORDS}",
        f"litassist: {TOLD}",
        f"litassist: {ENDED}",
    ]
    assert "WebGPT browses. [1]" in done.stdout
    assert "searched" not in done.stdout
    done = litassist(demo_folder, "ask", QUESTION, "--json")
    steps = json.loads(done.stdout)["steps"]
    assert [one["action"] for one in steps] == ["phrasings", "search", "finish"]
    assert len(steps[1]["papers"]) == 5
    quiet = CliRunner().invoke(
        cli, ["--quiet", "--library", str(demo_folder), *PLANNED, "ask", QUESTION]
    )
    assert quiet.stderr == ""


def test_steps_are_remarks_of_a_chat(
    demo_folder: Path, tmp_path: Path, make_app: MakeApp, planning: ScriptedServer
) -> None:
    shutil.copytree(demo_folder, tmp_path / "library")
    app = make_app(
        llm__provider="openai", llm__base_url=planning.base_url, **AS_WRITTEN, **PLANNED_SETTINGS
    )
    screen = Screen()
    with app.conversation() as conversation, app.library() as library:
        session = Session(conversation, library)
        assert converse(session, [QUESTION, "/retry"], screen) == 0
        assert session.last is not None
        assert len(session.last.answer["steps"]) == 3
    assert screen.remarks == [WORDS, TOLD, ENDED] * 2


def test_planned_searches_are_made_again_from_a_pack(
    demo_folder: Path, tmp_path: Path, planning: ScriptedServer
) -> None:
    library = Path(shutil.copytree(demo_folder, tmp_path / "library"))
    file = tmp_path / "pack.json"
    on = ("--set", "retrieval.sub_questions=2")
    asked = litassist(library, *on, "ask", f"{QUESTION} And BM25?", "--pack", str(file))
    assert asked.exit_code == 0, asked.output
    shutil.rmtree(library)
    calls = len(planning.chat_requests)
    done = CliRunner().invoke(cli, ["replay", str(file)])
    assert done.exit_code == 0, done.output
    assert len(planning.chat_requests) == calls
