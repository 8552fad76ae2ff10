"""SciFact: scientific claims and the abstracts that support or contradict them.

Wadden et al. 2020, "Fact or Fiction: Verifying Scientific Claims"; the search task over the same
claims is that of BEIR (Thakur et al. 2021).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from assistant.corpus.records import Record
from eval.datasets.files import Fields, digest, document, require, rows
from eval.types import Case, Claim, ClaimLabel, DataSet, Source

_FILES = ("corpus.jsonl", "claims_train.jsonl", "qrels_train.tsv")
_LABELS: dict[str, ClaimLabel] = {"SUPPORT": "supported", "CONTRADICT": "contradicted"}


def read(data: Path | None) -> DataSet:
    """Return the training claims over the whole corpus, each also as a query for its papers.

    Raises:
        MissingData: its files are not on this machine.
    """
    places = require("scifact", data, *(f"bench/scifact/{name}" for name in _FILES))
    corpus, claims, relevant = places
    abstracts = {record.source: record.paper.abstract for record in _papers(corpus)}
    asked = [fields for _, fields in rows(claims)]
    return DataSet(
        name="scifact",
        digest=digest(places),
        papers=partial(_papers, corpus),
        cases=tuple(_cases(asked, _relevant(relevant))),
        claims=tuple(claim for fields in asked for claim in _claims(fields, abstracts)),
        asks="papers",
    )


def _papers(corpus: Path) -> Iterator[Record]:
    for line, fields in rows(corpus):
        yield document(_source(fields["doc_id"]), line, fields["title"], fields["abstract"])


def _source(document_id: int | str) -> str:
    return f"scifact:{document_id}"


def _relevant(place: Path) -> dict[str, list[str]]:
    """Return the sources of the relevant papers by id of the query."""
    found: dict[str, list[str]] = {}
    with place.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if int(row["score"]) > 0:
                found.setdefault(row["query-id"], []).append(_source(row["corpus-id"]))
    return found


def _cases(asked: list[Fields], relevant: dict[str, list[str]]) -> Iterator[Case]:
    for fields in asked:
        name = str(fields["id"])
        if name in relevant:
            yield Case(name, "claim", fields["claim"], tuple(relevant[name]), cluster=name)


def _claims(fields: Fields, abstracts: dict[str, str]) -> Iterator[Claim]:
    """Yield the claim against each abstract with evidence, or where none has, each cited one."""
    labels: dict[str, ClaimLabel] = {
        name: _LABELS[found[0]["label"]] for name, found in fields["evidence"].items()
    } or {str(name): "unsupported" for name in fields["cited_doc_ids"]}
    for name, label in labels.items():
        source = _source(name)
        yield Claim(
            id=f"{fields['id']}:{name}",
            text=fields["claim"],
            evidence=(Source(source, abstracts[source]),),
            label=label,
            cluster=name,
        )
