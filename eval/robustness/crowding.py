"""Suites that put papers beside those of the library: foreign ones, and copies of gold ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.corpus.identity import normalised_title, paper_id
from assistant.corpus.records import Record
from assistant.types import Paper
from eval.datasets import catalog
from eval.robustness.changing import changed
from eval.robustness.findings import Verdict
from eval.robustness.subject import Inapplicable, Subject, compared, wrong
from eval.types import DataSet, Item
from eval.wording import draw, words

_CROWD = "acl"
_CROWD_SIZE = 1000
_OTHER_AUTHORS = ("Roberta Quill", "Tomas Ferrand")


def distractors(subject: Subject) -> list[Verdict]:
    """Return what becomes of answers when many papers of the field at large are added.

    Of an unanswerable question nobody can tell whether one of the added papers answers it.

    Raises:
        Inapplicable: the set that the papers are taken from is not on this machine.
    """
    try:
        crowd = catalog.load(_CROWD, subject.sets)
    except catalog.MissingData as error:
        raise Inapplicable(str(error)) from None
    added = foreign(crowd, subject.shelf.papers.values())
    with changed(subject.shelf, subject.folder, papers=added) as crowded:
        after = subject.ask(subject.answerable, crowded)
    return compared(subject.ask(subject.answerable), after)


def foreign(crowd: DataSet, own: Iterable[Paper], most: int = _CROWD_SIZE) -> list[Paper]:
    """Return papers of a set that the library lacks, no two with one title, spread over the set."""
    known = {normalised_title(paper.title) for paper in own}
    papers = {
        normalised_title(record.paper.title): record.paper
        for record in crowd.papers()
        if isinstance(record, Record) and record.paper.abstract
    }
    ids = {paper.id: paper for title, paper in papers.items() if title not in known}
    return sorted(ids.values(), key=lambda paper: draw(paper.id))[:most]


def duplicates(subject: Subject) -> list[Verdict]:
    """Return what becomes of answers when each gold paper is there twice, under two titles."""
    copies = {
        id: duplicate(subject.shelf.papers[id])
        for id in sorted({id for case in subject.cases for id in case.gold})
    }
    cases = [
        replace(case, gold=(*case.gold, *(copies[id].id for id in case.gold)))
        for case in subject.cases
    ]
    with changed(subject.shelf, subject.folder, papers=list(copies.values())) as doubled:
        after = subject.ask(cases, doubled)
    return compared(subject.ask(subject.cases), after, wrong_or_repeating)


def duplicate(paper: Paper) -> Paper:
    """Return a second account of a paper: another title and other authors, the same abstract."""
    title = f"{paper.title} (Extended Abstract)"
    return Paper(
        id=paper_id(title),
        title=title,
        abstract=paper.abstract,
        authors=_OTHER_AUTHORS,
        year=paper.year,
    )


def wrong_or_repeating(item: Item) -> str | None:
    """Return what is wrong with an answer, which must not say a sentence twice."""
    said = [tuple(words(one.text)) for one in item.outcome.sentences]
    return wrong(item) or ("says a sentence twice" if len(set(said)) < len(said) else None)
