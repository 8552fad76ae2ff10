"""Libraries that are changed for a while: papers taken out, rewritten or put in beside them."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.corpus.records import Record
from assistant.types import Paper
from eval.experiment.libraries import Shelf, copied, opened
from eval.robustness.subject import Inapplicable

_SOURCE = "robustness"


@contextmanager
def changed(
    shelf: Shelf, folder: Path, *, without: Collection[str] = (), papers: Sequence[Paper] = ()
) -> Iterator[Shelf]:
    """Give a copy of a library without some ids and with papers, and delete it afterwards.

    A paper whose id is known takes the place of the one that bears it.

    Raises:
        Inapplicable: the library took a paper for another one that it holds.
    """
    try:
        copy = copied(shelf, folder)
        gone = {*without, *(paper.id for paper in papers)} & copy.papers.keys()
        # Taken out first: of a paper known from several sources, the first abstract would stay.
        with copy.app.library() as library, library.writing():
            library.remove(sorted(gone))
        if papers:
            copy.app.take_in([_record(paper, line) for line, paper in enumerate(papers, 1)])
        after = opened(copy.app)
        _check(after, papers)
        yield after
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _record(paper: Paper, line: int) -> Record:
    return Record(replace(paper, sources=()), (*paper.sources, _SOURCE)[0], line)


def _check(shelf: Shelf, papers: Sequence[Paper]) -> None:
    for paper in papers:
        taken = shelf.papers.get(paper.id)
        if taken is None or taken.abstract != paper.abstract:
            raise Inapplicable(f"the library took {paper.title!r} for another paper")
