"""What the tests of the laboratory share: scored runs, made once a session."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import settings
from assistant.corpus.records import Record
from eval.datasets import catalog
from eval.experiment import libraries, stamps
from eval.experiment.libraries import Shelf, shelve
from eval.experiment.run import run
from eval.experiment.score import score
from eval.judges.offline import OfflineChecker, WordMatcher
from eval.systems.catalog import system
from eval.types import DataSet, Scored

Measure = Callable[[str, Path | None], Scored]
PAPERS = [
    {"title": "Attention Is All You Need", "abstract": "Transformers need no recurrence."},
    {"title": "Deep Residual Learning", "abstract": "Residuals ease training.", "doi": "10.1234/r"},
]
QUESTION: dict[str, Any] = {
    "id": "q1",
    "type": "fact",
    "question": "What do transformers do without?",
    "gold_titles": ["attention is all you need!"],
}
CLAIM: dict[str, Any] = {
    "id": "c1",
    "claim": "Residual connections make training easier.",
    "evidence_title": "doi:10.1234/r",
    "label": "supported",
}
MakeOwn = Callable[..., Path]


def papers(data: DataSet) -> list[Record]:
    found = list(data.papers())
    assert all(isinstance(record, Record) for record in found)
    return [record for record in found if isinstance(record, Record)]


def write(place: Path, *rows: object) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return place


@pytest.fixture
def make_own(tmp_path: Path) -> MakeOwn:
    """Return a maker of an own set with these questions and claims over two papers."""

    def make(*questions: dict[str, Any], claims: list[dict[str, Any]] | None = None) -> Path:
        folder = tmp_path / "mine"
        write(folder / "library.jsonl", *PAPERS)
        write(folder / "questions.jsonl", *(questions or [QUESTION]))
        if claims is not None:
            write(folder / "claims.jsonl", *claims)
        (folder / "set.toml").write_text('papers = ["library.jsonl"]\n')
        return folder

    return make


@pytest.fixture(scope="session")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Measure:
    """Return the assistant's scored run over a set, extractive, judged offline."""
    work = tmp_path_factory.mktemp("lab")
    made: dict[str, Scored] = {}

    def measured(name: str, data: Path | None) -> Scored:
        if name not in made:
            chosen = settings.load(None, {"llm.provider": "extractive"}, {})
            found = catalog.load(name, data)
            shelf = libraries.shelve(found, work, chosen)
            cases = [shelf.resolved(case) for case in found.cases]
            with system("ours", shelf.app) as ours:
                stamp = stamps.stamp(found, ours, chosen, len(shelf.papers))
                asked = run(ours, cases, found.asks, stamp, work / f"{name}.jsonl")
            made[name] = score(asked, cases, shelf.papers, OfflineChecker(), WordMatcher())
        return made[name]

    return measured


@pytest.fixture(scope="session")
def demo_scored(measure: Measure) -> Scored:
    """The demo questions, answered and scored."""
    return measure("demo", None)


# A fact, a concept, a follow-up and an unanswerable question, over eight papers.
_ASKED = ("d02", "d10", "d33", "d41")


@pytest.fixture(scope="session")
def tiny() -> DataSet:
    demo = catalog.load("demo")
    cases = tuple(case for case in demo.cases if case.id in _ASKED)
    named = {title for case in cases for title in (*case.gold, *case.acceptable)}
    own = [
        record
        for record in demo.papers()
        if isinstance(record, Record) and record.paper.title in named
    ]
    others = [
        record
        for record in demo.papers()
        if isinstance(record, Record) and record.paper.title not in named
    ]
    kept = [*own, *others[: 8 - len(own)]]
    return DataSet("demo", "tiny", lambda: kept, cases)


@pytest.fixture(scope="session")
def shelf(tiny: DataSet, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    chosen = settings.load(None, {"llm.provider": "extractive"}, {})
    return shelve(tiny, tmp_path_factory.mktemp("robustness"), chosen)
