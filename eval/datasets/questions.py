"""Sets of questions and claims over record files, in our own format: demo, gold and users' own.

`questions.jsonl` holds an object a line: id, type, question, gold_titles, and where they apply
ok_titles (may be cited too), nuggets, answer and history.  `claims.jsonl` holds id, claim,
evidence_title, label, and where they apply edit and pair_id.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assistant import resources
from assistant.corpus import files as corpus_files
from assistant.types import Turn
from eval.datasets import checks
from eval.datasets.errors import InvalidSet
from eval.datasets.files import Fields, digest, records, require, rows
from eval.datasets.named_papers import NamedPapers
from eval.types import Case, Claim, DataSet, Nugget, Source

_DEMO = Path(__file__).parent.parent / "data" / "demo"


def read_demo(_data: Path | None = None) -> DataSet:
    """Return the demo set, which travels with the program: 48 questions over 64 papers."""
    return read("demo", _DEMO / "questions.jsonl", _DEMO / "claims.jsonl", [resources.DEMO_LIBRARY])


def read_gold(data: Path | None) -> DataSet:
    """Return the gold set: 110 questions over saved pages of papers.

    Raises:
        MissingData: its files are not on this machine.
    """
    asked, claimed, corpus = require(
        "gold", data, "gold/questions.jsonl", "gold/claims.jsonl", "corpus"
    )
    return read("gold", asked, claimed, corpus_files.find([corpus]))


def read(name: str, asked: Path, claimed: Path | None, papers: Sequence[Path]) -> DataSet:
    """Return the set in these files: questions, claims if there are any, papers.

    Raises:
        InvalidSet: a line is not what it should be, or names a paper that no record bears.
    """
    named = NamedPapers(records(papers))
    found = problems(asked, claimed, named)
    if found:
        raise InvalidSet(found[0] + (f" (and {len(found) - 1} more)" if len(found) > 1 else ""))
    return DataSet(
        name=name,
        digest=digest([*papers, asked, *([claimed] if claimed else [])]),
        papers=partial(records, papers),
        cases=tuple(_case(fields) for _, fields in rows(asked)),
        claims=tuple(_claim(fields, named) for _, fields in rows(claimed)) if claimed else (),
    )


def problems(asked: Path, claimed: Path | None, papers: NamedPapers) -> list[str]:
    """Return what is wrong with the questions and claims over these papers, one line each."""
    if not papers:
        return [f"{asked}:1: the files of papers hold none; name files that hold records of papers"]
    return checks.questions(asked, papers) + (checks.claims(claimed, papers) if claimed else [])


def _case(fields: Fields) -> Case:
    return Case(
        id=fields["id"],
        type=fields["type"],
        question=fields["question"],
        gold=tuple(fields.get("gold_titles", ())),
        acceptable=tuple(fields.get("ok_titles", ())),
        history=tuple(Turn(turn["role"], turn["content"]) for turn in fields.get("history", ())),
        nuggets=tuple(_nugget(nugget) for nugget in fields.get("nuggets", ())),
        answer=fields.get("answer"),
        answerable=fields["type"] != checks.UNANSWERABLE,
        cluster=fields["id"],
    )


def _nugget(given: str | Fields) -> Nugget:
    return (
        Nugget(given) if isinstance(given, str) else Nugget(given["text"], given.get("vital", True))
    )


def _claim(fields: Fields, papers: NamedPapers) -> Claim:
    paper = papers[fields["evidence_title"]]
    return Claim(
        id=fields["id"],
        text=fields["claim"],
        evidence=(Source(paper.title, paper.abstract),),
        label=fields["label"],
        edit=fields.get("edit"),
        cluster=fields.get("pair_id") or paper.title,
    )
