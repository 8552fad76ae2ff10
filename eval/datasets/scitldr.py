"""SciTLDR: one-line summaries that people wrote of papers (Cachola et al. 2020)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from assistant.corpus.records import Record
from eval.datasets.files import Fields, digest, document, require, rows
from eval.types import Case, DataSet


def read(data: Path | None) -> DataSet:
    """Return the first summary of each paper for development as a search for that paper.

    The papers for training are searched too.

    Raises:
        MissingData: its files are not on this machine.
    """
    places = require("scitldr", data, "bench/scitldr/dev.jsonl", "bench/scitldr/train.jsonl")
    development, _ = places
    return DataSet(
        name="scitldr",
        digest=digest(places),
        papers=partial(_papers, places),
        cases=tuple(_case(fields) for _, fields in rows(development)),
        asks="papers",
    )


def _papers(places: Sequence[Path]) -> Iterator[Record]:
    for place in places:
        for line, fields in rows(place):
            yield document(_source(fields), line, fields["title"], fields["abstract"])


def _source(fields: Fields) -> str:
    return f"scitldr:{fields['paper_id']}"


def _case(fields: Fields) -> Case:
    name = fields["paper_id"]
    return Case(name, "tldr", fields["tldrs"][0], (_source(fields),), cluster=name)
