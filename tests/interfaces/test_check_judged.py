"""The command check with a language model: what the checks leave open goes to it, in batches."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.interfaces.cli import cli
from eval.scripted_server import Script, ScriptedServer, serving

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
DATA = Path(__file__).parent.parent / "answering" / "checking" / "data"
_PASSAGE = re.compile(r'<passage number="(\d+)">\nTitle: [^\n]*\n(.*?)\n</passage>', re.DOTALL)
_SENTENCE = re.compile(r'<sentence number="(\d+)" passages="(\d+)')


def agreeing(request: dict[str, Any]) -> str:
    """Support each sentence in full, with the first words of its first passage."""
    told = str(request["messages"][-1]["content"])
    texts = dict(_PASSAGE.findall(told))
    items = [
        {"number": number, "support": "full", "quote": " ".join(texts[shown].split()[:5])}
        for number, shown in _SENTENCE.findall(told)
    ]
    return json.dumps({"sentences": items})


def checked(server: ScriptedServer, library: Path, file: Path, *options: str) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.base_url)
        patch.setenv("LITASSIST_LLM_MODEL", "scripted-model")
        patch.setenv("LITASSIST_LLM_RETRIES", "0")
        patch.setenv("LITASSIST_CHECK_MODEL", "off")
        return CliRunner().invoke(cli, ["--library", str(library), "check", str(file), *options])


def claims(tmp_path: Path, *said: str) -> Path:
    file = tmp_path / "claims.jsonl"
    lines = [{"id": number, "claim": one, "paper_id": DPR} for number, one in enumerate(said, 1)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def test_claims_are_judged_together_and_vetoed_ones_not(demo_folder: Path, tmp_path: Path) -> None:
    file = claims(
        tmp_path, "Learned representations find passages.", "BM25 was beaten by 90 points.",
        "Passages are found by learned representations.",
    )  # fmt: skip
    with serving(respond=agreeing) as server:
        done = checked(server, demo_folder, file)
        (request,) = server.chat_requests
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert [one["verdict"] for one in (first, second, third)] == [
        "supported", "unsupported", "supported",
    ]  # fmt: skip
    assert len(first["evidence"][0]["quote"].split()) == 5
    assert first["checker"].endswith("judged by scripted-model")
    assert "90 points" not in str(request["messages"])
    assert done.exit_code == 3


def test_a_judge_that_fails_leaves_claims_unjudged(demo_folder: Path, tmp_path: Path) -> None:
    file = claims(tmp_path, "Learned representations find passages.")
    with serving(Script(status=500, error="out of order")) as server:
        done = checked(server, demo_folder, file)
    said = json.loads(done.stdout)
    assert said["verdict"] == "unjudged"
    assert "out of order" in said["reason"]
    assert done.exit_code == 3


def test_the_sentences_of_a_draft_are_judged(demo_folder: Path, tmp_path: Path) -> None:
    for file in DATA.iterdir():
        shutil.copy(file, tmp_path)
    with serving(respond=agreeing) as server:
        done = checked(server, demo_folder, tmp_path / "draft.md", "--json")
        assert len(server.chat_requests) == 1
    document = json.loads(done.stdout)
    judged = [one for one in document["sentences"] if one["verdict"] == "supported"]
    assert judged
    assert all(one["evidence"] for one in judged)
    assert any(one["finding"] == "wrong_citation" for one in document["sentences"])
    assert document["checker"].endswith("judged by scripted-model")
