"""What the tests of planned searches share: an assistant over the demo library, scripted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.types import Answer, Hit, Paper
from eval.scripted_server import ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def make_assistant(
    make_app: MakeApp, server: ScriptedServer, demo_folder: Path
) -> Iterator[MakeAssistant]:
    """Open an assistant over the demo library that asks the scripted server."""
    with ExitStack() as stack:

        def make(**overrides: str) -> Assistant:
            planned = {
                name if "__" in name else f"retrieval__{name}": value
                for name, value in overrides.items()
            }
            app = make_app(
                library__path=str(demo_folder), llm__provider="openai", llm__retries="0",
                llm__base_url=server.base_url, llm__model="scripted-model", llm__cache="false",
                **AS_WRITTEN, **planned,
            )  # fmt: skip
            return stack.enter_context(app.assistant())

        yield make


def told(server: ScriptedServer, call: int) -> str:
    """Return the last message of a call."""
    return str(server.chat_requests[call]["messages"][-1]["content"])


def titles(text: str) -> list[str]:
    """Return the titles of the passages in a message."""
    return re.findall(r'<passage number="\d+">\nTitle: ([^\n]*)', text)


def actions(answer: Answer) -> list[str]:
    return [step.action for step in answer.steps]


def ids(answer: Answer) -> list[str]:
    return [hit.paper.id for hit in answer.retrieved]


def hit(id: str, score: float, dense: float = 0.5) -> Hit:
    return Hit(1, Paper(id, id, id), score, dense, 0.5, ())
