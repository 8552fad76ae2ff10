"""Who agrees with a claim, and where papers contradict an answer, as users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.errors import InputError
from assistant.interfaces.cli import cli

CLAIM = "Dropout reduces overfitting in deep networks."
AGAINST = "Dropout increases overfitting in deep networks.\u202e\x1b[31m"
PAPERS = [
    {"title": "Dropout helps", "year": 2014, "abstract": f"We train models. {CLAIM}"},
    {"title": "Dropout hurts", "year": 2020, "abstract": f"<b>We</b> train models. {AGAINST} End."},
    {"title": "Gardening", "year": 2001, "abstract": "Roses want sun. Tulips want water."},
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreement")
    file = folder / "papers.jsonl"
    file.write_text("\n".join(map(json.dumps, PAPERS)), encoding="utf-8")
    done = CliRunner().invoke(cli, ["--library", str(folder / "library"), "ingest", str(file)])
    assert done.exit_code == 0, done.output
    return folder / "library"


def run(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["--library", str(library), *arguments])


def test_a_panel_as_json(library: Path) -> None:
    done = run(library, "check", "--agreement", CLAIM, "--json")
    assert done.exit_code == 0, done.output
    panel = json.loads(done.stdout)
    assert (panel["schema"], panel["claim"]) == ("agreement/1", CLAIM)
    stances = {one["title"]: one["stance"] for one in panel["papers"]}
    assert stances == {"Dropout helps": "supports", "Dropout hurts": "contradicts"}
    counts = {"supports": 1, "mixed": 0, "contradicts": 1, "silent": 1, "looked_at": 3}
    assert panel["summary"] == counts
    for one in panel["papers"]:
        kept = json.loads(run(library, "show", one["paper_id"], "--json").stdout)
        for said in one["evidence"]:
            assert kept["abstract"][said["start"] : said["end"]] == said["quote"]


def test_the_terminal_groups_by_stance_and_is_not_steered(library: Path) -> None:
    done = run(library, "check", "--agreement", CLAIM)
    text = " ".join(done.stdout.split())
    assert "✓ Support it: 1 paper" in text
    assert "✗ Contradict it: 1 paper" in text
    assert "2020, Dropout hurts" in text
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout


def test_a_claim_that_no_paper_speaks_of_is_an_abstention(library: Path) -> None:
    done = run(library, "check", "--agreement", "Coffee improves the sleep of astronauts.")
    assert done.exit_code == 3, done.output
    assert "none clearly supports or contradicts" in done.stdout


def test_a_file_of_claims_gives_a_line_each(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps({"id": 7, "claim": CLAIM}), encoding="utf-8")
    (line,) = run(library, "check", "--agreement", str(file)).stdout.splitlines()
    assert (json.loads(line)["id"], json.loads(line)["schema"]) == (7, "agreement/1")


def test_what_goes_with_drafts_is_refused(library: Path) -> None:
    done = run(library, "check", "--agreement", CLAIM, "--all")
    assert isinstance(done.exception, InputError)
    assert isinstance(run(library, "check", "--agreement", " ").exception, InputError)


def test_an_answer_says_that_papers_disagree(library: Path) -> None:
    question = ["ask", "Does dropout reduce overfitting in deep networks?"]
    answer = json.loads(run(library, *question, "--json").stdout)
    assert answer["disagreements"]
    for one in answer["disagreements"]:
        kept = json.loads(run(library, "show", one["paper_id"], "--json").stdout)
        assert kept["abstract"][one["start"] : one["end"]] == one["quote"]
        assert one["stance"] == "contradicts"
    shown = run(library, *question).stdout
    assert "± Papers disagree: sentence" in shown
    assert "\x1b" not in shown
