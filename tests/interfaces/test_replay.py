"""Evidence packs: what an answer or a review was made of makes the same one again, by itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import InputError
from assistant.interfaces.cli import cli
from eval.scripted_server import serving
from tests.conftest import AS_WRITTEN_VARIABLES

QUESTION = "How much better is DPR than BM25 at finding passages?"
QUOTE = "raises top-20 retrieval accuracy by 9 to 19 points over a strong Lucene BM25 system"


@pytest.fixture
def library(tmp_path: Path, demo_folder: Path) -> Path:
    return Path(shutil.copytree(demo_folder, tmp_path / "library"))


def litassist(*arguments: str) -> Result:
    few = ("--set", "review.candidates=20")  # each is read by the embedding model
    return CliRunner().invoke(cli, [*few, *arguments])


def packed(library: Path, *arguments: str) -> Path:
    """Make a pack, and take the library away."""
    file = library.with_name("pack.json")
    done = litassist("--library", str(library), *arguments, "--pack", str(file))
    assert done.exit_code == 0, done.output
    shutil.rmtree(library)
    return file


def changed(file: Path, **parts: Any) -> Path:
    """Change parts of a pack and make its fingerprints anew, as a forger would."""
    pack = {**json.loads(file.read_text(encoding="utf-8")), **parts}
    del pack["fingerprints"]
    each = {name: fingerprint(part) for name, part in pack.items()}
    pack["fingerprints"] = {**each, "all": fingerprint(each)}
    file.write_text(json.dumps(pack), encoding="utf-8")
    return file


def fingerprint(part: object) -> str:
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()


def writes(request: dict[str, Any]) -> str:
    asked = str(request["messages"][-1]["content"])
    if "disagreements" in asked.lower():
        return "## Overview\nIt is told [1]."
    return f'DPR gains up to 19 points [1: "{QUOTE}"].'


def test_an_answer_whose_hits_a_model_put_in_order_took_the_same_again(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving("[2, 1]", f'DPR gains up to 19 points [1 "{QUOTE}"].') as server:
        for name, value in {**AS_WRITTEN_VARIABLES, "OPENAI_BASE_URL": server.base_url}.items():
            monkeypatch.setenv(name, value)
        file = packed(library, "--set", "retrieval.rerank=model", "ask", QUESTION)
    monkeypatch.delenv("OPENAI_BASE_URL")
    assert json.loads(file.read_text(encoding="utf-8"))["cost"]["calls"] == 2
    done = litassist("replay", str(file))
    assert done.stdout.startswith("the same answer again"), done.output


def test_an_answer_in_exact_words_is_made_again_without_its_library(library: Path) -> None:
    file = packed(library, "ask", QUESTION)
    done = litassist("replay", str(file))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("the same answer again")
    pack = json.loads(file.read_text(encoding="utf-8"))
    assert pack["model"] is None
    # With another setting the code makes another answer, and the replay says where.
    pack["settings"]["answer"]["max_sentences"] = 1
    done = litassist("replay", str(changed(file, settings=pack["settings"])))
    assert done.exit_code == 3
    assert "statements[2]: {" in done.stdout
    assert "-> nothing" in done.stdout


def test_what_a_model_wrote_is_made_again_without_the_model(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with serving(respond=writes) as server, monkeypatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.base_url)
        for name, value in AS_WRITTEN_VARIABLES.items():
            patch.setenv(name, value)
        file = packed(library, "ask", QUESTION)
    text = file.read_text(encoding="utf-8")
    assert "sk-secret" not in text
    pack = json.loads(text)
    assert pack["document"]["text"] == "DPR gains up to 19 points. [1]"
    assert [call["reply"]["calls"] for call in pack["model"]["calls"]] == [1]
    assert litassist("replay", str(file)).exit_code == 0

    said = {**pack["model"]["calls"][0]["reply"], "text": "DPR loses [1]."}
    model = {**pack["model"], "calls": [{**pack["model"]["calls"][0], "reply": said}]}
    done = litassist("replay", str(changed(file, model=model)), "--json")
    assert done.exit_code == 3
    found = json.loads(done.stdout)["differences"]
    assert found[0] == 'text: "DPR gains up to 19 points. [1]" -> "DPR loses. [1]"'

    asked = [{**call, "request": "another"} for call in pack["model"]["calls"]]
    others = {**pack["prompts"], "answer_rules": "another"}
    changed(file, model={**model, "calls": asked}, prompts=others)
    done = litassist("replay", str(file))
    assert done.exit_code == 3
    assert "the model is now asked what it was not asked then" in done.stdout
    assert "the prompt answer_rules is another now" in done.stdout


@pytest.mark.parametrize("written", [True, False])
def test_a_review_is_made_again(
    library: Path, monkeypatch: pytest.MonkeyPatch, written: bool
) -> None:
    with serving(respond=writes) as server, monkeypatch.context() as patch:
        if written:
            patch.setenv("OPENAI_BASE_URL", server.base_url)
            patch.setenv("LITASSIST_CHECK_FAILING", "flag")  # what it writes is false
        topic = ("hallucination of language models", "--depth", "brief")
        file = packed(library, "summarize", *topic, "--year", "2020-")
    pack = json.loads(file.read_text(encoding="utf-8"))
    assert bool(pack["model"]) is written
    done = litassist("replay", str(file))
    assert done.exit_code == 0, done.output


def test_a_pack_that_was_changed_is_not_replayed(library: Path) -> None:
    file = packed(library, "ask", QUESTION)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("9 to 19 points", "90 to 190 points"), encoding="utf-8")
    done = litassist("replay", str(file))
    assert isinstance(done.exception, InputError)
    assert "changed after it was made, in: all, document, papers" in str(done.exception)
    file.write_text(text.replace('"fingerprints"', '"prints"'), encoding="utf-8")
    assert "in: fingerprints" in str(litassist("replay", str(file)).exception)
    pack = json.loads(text)
    del pack["retrieval"]
    file.write_text(json.dumps(pack), encoding="utf-8")
    assert "in: retrieval" in str(litassist("replay", str(changed(file))).exception)


@pytest.mark.parametrize("content", ["", "[1]", '{"schema": "answer/1"}', "\ud800"])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "pack.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert isinstance(litassist("replay", str(file)).exception, InputError)


def test_a_pack_of_other_settings_names_its_version(library: Path) -> None:
    file = packed(library, "ask", QUESTION)
    done = litassist("replay", str(changed(file, settings={}, program="0.0.9")))
    assert isinstance(done.exception, InputError)
    assert "made by litassist 0.0.9" in str(done.exception)
