"""PubMedQA: questions that are titles of papers, over their abstracts (Jin et al. 2019).

The real titles are the questions, so the papers are named by their number here: a search must find
the abstract, not the words of its title.  The conclusions of the abstracts are withheld.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from assistant.corpus.records import Record
from eval.datasets.files import Fields, digest, document, require, rows
from eval.types import Case, DataSet


def read(data: Path | None) -> DataSet:
    """Return the 500 expert-labelled items for tuning as a search for the paper of a question.

    Raises:
        MissingData: its file is not on this machine.
    """
    places = require("pubmedqa", data, "bench/pubmedqa/train500.jsonl")
    (items,) = places
    return DataSet(
        name="pubmedqa",
        digest=digest(places),
        papers=partial(_papers, items),
        cases=tuple(_case(fields) for _, fields in rows(items)),
        asks="papers",
    )


def _papers(items: Path) -> Iterator[Record]:
    for line, fields in rows(items):
        number, year = fields["pmid"], fields["year"]
        title, parts = f"PubMed {number}", fields["contexts"]
        yield document(_source(fields), line, title, parts, pmid=number, year=year)


def _source(fields: Fields) -> str:
    return f"pubmedqa:{fields['pmid']}"


def _case(fields: Fields) -> Case:
    number = fields["pmid"]
    return Case(number, "question", fields["question"], (_source(fields),), cluster=number)
