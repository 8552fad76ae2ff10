"""The command why, as users meet it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from assistant.errors import AssistantError
from assistant.interfaces.cli import cli

DPR = "doi:10.18653/v1/2020.emnlp-main.550"


def run(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--library", str(library), "why", *arguments])


def test_a_line_a_stage_and_exit_status_0_where_it_is_found(demo_folder: Path) -> None:
    done = run(demo_folder, "dense pasage retrieval", "Dense Passage Retrieval")
    assert done.exit_code == 0, done.output
    stages = [line[2:].split()[0] for line in done.stdout.splitlines() if line[:1] in "✓✗" and line]
    assert stages == ["filter", "words", "vectors", "fused", "rerank", "shown", "read"]
    assert "Searched for “passage” instead of “pasage”." in done.stdout


def test_as_json_with_exit_status_3_where_it_is_not_found(demo_folder: Path) -> None:
    done = run(demo_folder, "dense retrieval RAG", DPR, "--year", "2023-", "--json")
    assert done.exit_code == 3, done.output
    told = json.loads(done.stdout)
    assert (told["schema"], told["paper_id"], told["found"]) == ("why/1", DPR, False)
    assert told["understood"]["filters"] == "year:2023-"
    assert told["words"]["held"] == ["dense", "retrieval"]
    first = told["stages"][0]
    assert (first["name"], first["passed"]) == ("filter", False)
    assert first["help"].startswith("leave year:2023- out")


def test_mistakes_are_told_in_a_line(demo_folder: Path) -> None:
    for arguments in [(" ", DPR), ("dense", "no such paper"), ("author:gao", DPR)]:
        done = run(demo_folder, *arguments)
        assert isinstance(done.exception, AssistantError), done.output
        assert "\n" not in str(done.exception)
