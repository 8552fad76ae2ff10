"""What the tests of reviews share: reviewers with and without a model, a model that is scripted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from assistant import settings
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.app import App
from assistant.corpus.records import Record
from assistant.retrieval.search import Searcher
from assistant.review import Outline
from assistant.types import Paper
from eval.scripted_server import Script, ScriptedServer, serving
from tests.conftest import AS_WRITTEN, MakeApp

MakeReviewer = Callable[[Sequence[Paper]], Reviewer]
Respond = Callable[[dict[str, Any]], str]
MakeWriter = Callable[..., tuple[Reviewer, ScriptedServer]]
PASSAGE = re.compile(r'<passage number="(\d+)">\nTitle: ([^\n]*)\n(.*?)\n</passage>', re.DOTALL)
WHOLE = "## Overview\n{0}\n## Agreements\n{0}\n## Disagreements\n{0}\n## Gaps\n{0}"


@pytest.fixture(scope="session")
def demo_searcher(demo_folder: Path) -> Iterator[Searcher]:
    """A searcher over the demo library, which reviews do not change."""
    app = App(settings.load(None, {"library.path": str(demo_folder)}, {}), lambda _: None)
    with app.searcher() as searcher:
        yield searcher


@pytest.fixture(scope="session")
def reviewer(demo_searcher: Searcher) -> Reviewer:
    """A reviewer that writes in the exact words of the demo library."""
    app = App(settings.load(None, {"llm.provider": "extractive"}, {}), lambda _: None)
    return app.reviewer_over(demo_searcher)


@pytest.fixture
def reviewer_of(tmp_path: Path) -> Iterator[MakeReviewer]:
    """Return a maker of reviewers that write in the exact words of a few papers."""
    with ExitStack() as stack:

        def make(papers: Sequence[Paper]) -> Reviewer:
            values = {"library.path": str(tmp_path / "library"), "llm.provider": "extractive"}
            app = App(settings.load(None, values, {}), lambda _: None)
            app.take_in([Record(paper, "made", line) for line, paper in enumerate(papers, 1)])
            return app.reviewer_over(stack.enter_context(app.searcher()))

        yield make


@pytest.fixture
def writer(make_app: MakeApp, demo_searcher: Searcher) -> Iterator[MakeWriter]:
    """Return a maker of reviewers over the demo library whose model answers by a function."""
    with ExitStack() as stack:

        def make(
            respond: Respond | None = None, *scripts: Script | str, **overrides: str
        ) -> tuple[Reviewer, ScriptedServer]:
            server = stack.enter_context(serving(*scripts, respond=respond))
            app = make_app(
                llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
                llm__retries="0", llm__cache="false", **(AS_WRITTEN | overrides),
            )  # fmt: skip
            return app.reviewer_over(demo_searcher), server

        yield make


@pytest.fixture(scope="session")
def outline(reviewer: Reviewer) -> Outline:
    planned = reviewer.outline("retrieval", papers=8)
    assert len(planned.papers) == 8
    assert len(planned.themes) > 1
    return planned


def prompt(request: dict[str, Any]) -> str:
    return str(request["messages"][-1]["content"])


def passages(request: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(int(number), title, text) for number, title, text in PASSAGE.findall(prompt(request))]


def kind(request: dict[str, Any]) -> str:
    said = prompt(request)
    if "Write a note" in said:
        return "note"
    return "section" if "Write the section" in said else "whole"


def quoting(request: dict[str, Any]) -> str:
    """Return a reply with a true quote from each passage that holds an abstract."""
    said = " ".join(
        f'Paper {number} says this [{number} "{" ".join(text.split()[:4])}"].'
        for number, _, text in passages(request)
    )
    return WHOLE.format(said) if kind(request) == "whole" else said
