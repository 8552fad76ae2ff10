"""Suites on facts: a figure changes in its paper, or a second paper gives another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answering.abstention import names
from assistant.corpus.identity import paper_id
from assistant.grounding import sentences
from assistant.types import Paper
from eval.robustness import figures
from eval.robustness.changing import changed
from eval.robustness.findings import Verdict
from eval.robustness.subject import Inapplicable, Subject, require_answers
from eval.types import Case, Item

_FACT = "fact"
_OTHER_AUTHORS = ("Ines Calloway", "Per Lindqvist")


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that answers a question, the paper that holds it, and a figure to put there."""

    case: Case
    paper: str
    old: str
    new: str


def changes(cases: Iterable[Case], papers: Mapping[str, Paper]) -> Iterator[Change]:
    """Yield a change for each question of type fact that a figure of a gold abstract answers."""
    for case in cases:
        if case.type == _FACT and (change := _change(case, papers)):
            yield change


def number_changed(subject: Subject) -> list[Verdict]:
    """Return whether answers follow a figure that has changed.

    `before` tells whether the answer stated the figure.

    Raises:
        Inapplicable: no question asks for a figure, or papers are only ranked.
    """
    planned = _planned(subject)
    stated = [states(item, one.old, one.paper) for item, one in _asked(subject, planned)]
    papers = [rewritten(subject.shelf.papers[id], own) for id, own in _by_paper(planned).items()]
    with changed(subject.shelf, subject.folder, papers=papers) as other:
        items = subject.ask([one.case for one in planned], other)
    return [
        Verdict(one.case, stale(item, one, other.papers, before), before)
        for item, one, before in zip(items, planned, stated, strict=True)
    ]


def contradicting(subject: Subject) -> list[Verdict]:
    """Return whether answers state both figures where two papers disagree.

    `before` tells whether the answer stated the figure of the one paper there was.

    Raises:
        Inapplicable: no question asks for a figure, or papers are only ranked.
    """
    planned = _planned(subject)
    stated = [states(item, one.old, one.paper) for item, one in _asked(subject, planned)]
    second = {
        id: replication(subject.shelf.papers[id], own) for id, own in _by_paper(planned).items()
    }
    with changed(subject.shelf, subject.folder, papers=list(second.values())) as other:
        items = subject.ask([one.case for one in planned], other)
    return [
        Verdict(one.case, one_sided(item, one, second[one.paper].id), before)
        for item, one, before in zip(items, planned, stated, strict=True)
    ]


def states(item: Item, figure: str, *papers: str) -> bool:
    """Tell whether a sentence of the answer says a figure and cites one of the papers."""
    return any(
        figures.value(figure) in figures.values(one.text) and set(one.cites) & set(papers)
        for one in item.outcome.sentences
    )


def stale(item: Item, change: Change, papers: Mapping[str, Paper], stated: bool) -> str | None:
    """Return what is wrong with an answer after the change; `papers` are the changed ones.

    The old figure may be said where a cited paper holds it: another one may do so by chance.
    """
    if item.outcome.error is not None:
        return f"failed with {item.outcome.error}"
    old = figures.value(change.old)
    for one in item.outcome.sentences:
        cited = (papers[id].abstract for id in one.cites if id in papers)
        if old in figures.values(one.text) and not any(old in figures.values(t) for t in cited):
            return f"states the old {change.old}, not {change.new}"
    if stated and not states(item, change.new, change.paper):
        return f"stated {change.old}, does not state {change.new}"
    return None


def one_sided(item: Item, change: Change, second: str) -> str | None:
    """Return which of two contradicting figures an answer leaves out."""
    if item.outcome.error is not None:
        return f"failed with {item.outcome.error}"
    both = (change.old, change.new)
    missing = [figure for figure in both if not states(item, figure, change.paper, second)]
    return f"does not state {' nor '.join(missing)}" if missing else None


def rewritten(paper: Paper, changes: Iterable[Change]) -> Paper:
    """Return the paper with other figures throughout its abstract."""
    abstract = paper.abstract
    for one in changes:
        abstract = figures.substituted(abstract, one.old, one.new)
    return replace(paper, abstract=abstract)


def replication(paper: Paper, changes: Sequence[Change]) -> Paper:
    """Return a second paper that says the sentences with these figures, but with other ones.

    The names that the questions ask about stand in front, in the same sentence: the sentences
    often lack them, and a sentence of their own could be quoted in place of the figure.
    """
    old = {figures.value(one.old) for one in changes}
    said = [paper.abstract[start:end] for start, end in sentences.spans(paper.abstract)]
    named = dict.fromkeys(name for one in changes for name in names(one.case.question))
    opening = [f"On {' and '.join(named)} we find:"] if named else []
    told = " ".join([*opening, *(one for one in said if figures.values(one) & old)])
    title = f"A Replication of {paper.title}"
    second = Paper(paper_id(title), title, told, _OTHER_AUTHORS, paper.year)
    return rewritten(second, changes)


def _change(case: Case, papers: Mapping[str, Paper]) -> Change | None:
    for id in case.gold:
        abstract = papers[id].abstract
        old = figures.telling(case, abstract)
        new = figures.other(old, figures.values(abstract)) if old else None
        if old and new:
            return Change(case, id, old, new)
    return None


def _planned(subject: Subject) -> list[Change]:
    planned = list(changes(subject.cases, subject.shelf.papers))
    if not planned:
        raise Inapplicable("no question of type fact asks for a figure of an abstract")
    return planned


def _asked(subject: Subject, planned: Sequence[Change]) -> list[tuple[Item, Change]]:
    items = subject.ask([one.case for one in planned])
    require_answers(items)
    return list(zip(items, planned, strict=True))


def _by_paper(planned: Iterable[Change]) -> dict[str, list[Change]]:
    own: dict[str, list[Change]] = {}
    for one in planned:
        own.setdefault(one.paper, []).append(one)
    return own
