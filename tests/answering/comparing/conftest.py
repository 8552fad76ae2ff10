"""What the tests of comparison tables share: comparers over the demo library, a scripted model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from assistant.answering.comparing import columns
from assistant.answering.comparing.comparer import Comparer
from assistant.corpus.records import Record
from assistant.types import Paper
from eval.scripted_server import ScriptedServer
from tests.conftest import MakeApp

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
BEIR = "arxiv:2104.08663"
FOUR = columns.parse([",".join(columns.DEFAULT)])


class MakeComparer(Protocol):
    def __call__(self, *papers: Paper, **overrides: str) -> Comparer: ...


@pytest.fixture
def make(make_app: MakeApp, server: ScriptedServer, demo_folder: Path) -> Iterator[MakeComparer]:
    """Open a comparer over the demo library, with further papers, that asks the scripted server."""
    with ExitStack() as stack:

        def made(*papers: Paper, **overrides: str) -> Comparer:
            model = {"llm__provider": "openai", "llm__base_url": server.base_url}
            app = make_app(
                **{**model, "llm__model": "scripted-model", "llm__retries": "0",
                   "review__calls_in_flight": "1", **overrides}
            )  # fmt: skip
            shutil.copytree(demo_folder, app.folder)
            if papers:
                app.take_in([Record(one, "test", n) for n, one in enumerate(papers, 1)])
            return app.comparer_over(stack.enter_context(app.searcher()))

        yield made


def said(**quotes: str | None) -> str:
    return json.dumps(quotes)
