"""The command summarize: what it tells of the cost before it asks a model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.interfaces.cli import cli
from eval.scripted_server import serving

_TAKES = r"(\d+) calls?, ([\d,]+) tokens read, ([\d,]+) written"


@pytest.mark.parametrize("checks", [True, False])
def test_what_checks_may_take_is_told_beside_the_writing(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch, checks: bool
) -> None:
    priced = ("--set", "llm.price_in=1", "--set", "llm.price_out=1")
    with serving() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        if not checks:
            monkeypatch.setenv("LITASSIST_CHECK_JUDGE", "off")
            monkeypatch.setenv("LITASSIST_CHECK_REPAIR", "false")
        done = CliRunner().invoke(
            cli,
            ["--library", str(demo_folder), *priced, "--set", "review.candidates=20",
             "summarize", "dense retrieval", "--all"],
        )  # fmt: skip
        assert server.chat_requests == []
    said = str(done.exception)
    assert re.search(rf"papers: about {_TAKES}, about \$\d", said), said
    more = rf"; sentences to be judged and put right may take up to {_TAKES}, at most \$[\d.]+ more"
    assert bool(re.search(more, said)) is checks
