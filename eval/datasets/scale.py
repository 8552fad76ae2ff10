"""Large libraries, to measure speed and how search holds up: ACL Anthology and arXiv.

Nobody wrote questions for them.  The last sentence of an abstract stands for one: it is harder
than the title and easier than a question, as the paper holds its words.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assistant.corpus.identity import normalised_title
from assistant.corpus.records import Record
from assistant.grounding import sentences
from assistant.types import Paper
from eval.datasets.files import digest, records, require
from eval.types import Case, DataSet

_FILES = {
    "acl": ("bench/acl_anthology/acl_2016_2019.jsonl",),
    "arxiv": (
        "bench/arxiv_cc0/arxiv_20k_part1.jsonl",
        "bench/arxiv_cc0/arxiv_20k_part2.jsonl",
    ),
}
_SAMPLE = 200
# Shorter ones say too little ("Our code is public.") to tell one paper from another.
_FEWEST_WORDS = 8


def read(name: str, data: Path | None) -> DataSet:
    """Return the library "acl" or "arxiv" with searches for 200 of its papers.

    Raises:
        MissingData: its files are not on this machine.
    """
    places = require(name, data, *_FILES[name])
    papers = [record.paper for record in records(places) if isinstance(record, Record)]
    return DataSet(
        name=name,
        digest=digest(places),
        papers=partial(records, places),
        cases=tuple(_case(paper) for paper in _sample(papers)),
        asks="papers",
    )


def _sample(papers: Sequence[Paper]) -> list[Paper]:
    """Return the papers that come first by hash of their id; the order of the files is no matter.

    A paper that shares id or title with another may become one with it in a library, so that
    neither says for sure which paper is meant.
    """
    ids = Counter(paper.id for paper in papers)
    titles = Counter(normalised_title(paper.title) for paper in papers)
    fit = [
        paper
        for paper in papers
        if ids[paper.id] == 1 and titles[normalised_title(paper.title)] == 1 and _tells(paper)
    ]
    return sorted(fit, key=lambda paper: hashlib.sha256(paper.id.encode()).digest())[:_SAMPLE]


def _tells(paper: Paper) -> bool:
    return len(_last_sentence(paper).split()) >= _FEWEST_WORDS


def _last_sentence(paper: Paper) -> str:
    """Return the last sentence of the abstract, "" where it has not two."""
    found = sentences.spans(paper.abstract)
    return paper.abstract[found[-1][0] : found[-1][1]] if len(found) > 1 else ""


def _case(paper: Paper) -> Case:
    return Case(paper.id, "last sentence", _last_sentence(paper), (paper.id,), cluster=paper.id)
