"""Check-COVID: claims from news held against abstracts of journal papers (Wang et al. 2023)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from assistant.corpus.records import Record
from eval.datasets.files import Fields, digest, document, require, rows
from eval.types import Case, Claim, ClaimLabel, DataSet, Source

_FILES = ("corpus.jsonl", "claims_train.jsonl", "claims_dev.jsonl")
_LABELS: dict[str, ClaimLabel] = {
    "SUPPORT": "supported",
    "REFUTE": "contradicted",
    "NOTENOUGHINFO": "unsupported",
}


def read(data: Path | None) -> DataSet:
    """Return the claims for training and development, each also as a query for its paper.

    Raises:
        MissingData: its files are not on this machine.
    """
    places = require("checkcovid", data, *(f"bench/checkcovid/{name}" for name in _FILES))
    corpus, *claimed = places
    abstracts = {record.source: record.paper.abstract for record in _papers(corpus)}
    asked = [fields for place in claimed for _, fields in rows(place)]
    return DataSet(
        name="checkcovid",
        digest=digest(places),
        papers=partial(_papers, corpus),
        cases=tuple(map(_case, asked)),
        claims=tuple(_claim(fields, abstracts) for fields in asked),
        asks="papers",
    )


def _papers(corpus: Path) -> Iterator[Record]:
    for line, fields in rows(corpus):
        yield document(_source(fields), line, fields["title"], fields["abstract"])


def _source(fields: Fields) -> str:
    return f"checkcovid:{fields['cord_id']}"


def _case(fields: Fields) -> Case:
    claim, paper = fields["claim"].strip(), _source(fields)
    return Case(fields["id"], "claim", claim, (paper,), cluster=fields["cord_id"])


def _claim(fields: Fields, abstracts: dict[str, str]) -> Claim:
    source = _source(fields)
    return Claim(
        id=fields["id"],
        text=fields["claim"].strip(),
        evidence=(Source(source, abstracts[source]),),
        label=_LABELS[fields["label"]],
        cluster=fields["cord_id"],
    )
