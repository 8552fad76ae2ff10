"""A question as the report shows it: what was expected, what came back, and on what grounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from eval.report.findings import Finding, findings
from eval.types import Item, JudgedSentence, Scored, Support

_SUPPORT = {
    "full": "supported",
    "partial": "partly supported",
    "none": "not supported",
    "unjudged": "not judged",
}
NOT_CITING = "cites nothing"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an abstract, and the numbers of the sentences that quote it as evidence."""

    text: str
    sentences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedPaper:
    """A paper that the answer cites, with its abstract in pieces.

    `misplaced` numbers the sentences with a quote that does not stand where it says.
    """

    number: int
    id: str
    title: str
    abstract: tuple[Piece, ...]
    gold: bool
    misplaced: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with its support in words, and each paper it cites with the support of that."""

    judged: JudgedSentence
    support: str
    papers: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A paper found, with what it is in words: "gold", "acceptable", "cited"."""

    id: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question; `number` is its place in the run, `missed` its gold papers not found."""

    number: int
    item: Item
    findings: tuple[Finding, ...]
    verdict: str
    statements: tuple[Statement, ...]
    cited: tuple[CitedPaper, ...]
    ranked: tuple[Ranked, ...]
    missed: tuple[Ranked, ...]


def questions(scored: Scored) -> list[Question]:
    """Return all questions, those with failures first, then others that need a look."""
    shown = [_question(number, item, scored) for number, item in enumerate(scored.items, 1)]
    return sorted(shown, key=_urgency)


def marked(abstract: str, quotes: Sequence[tuple[int, int, int]]) -> tuple[Piece, ...]:
    """Return an abstract cut at the ends of the quotes, given as (start, end, sentence)."""
    cuts = sorted({0, len(abstract), *(at for start, end, _ in quotes for at in (start, end))})
    return tuple(
        Piece(
            abstract[low:high],
            tuple(sorted({by for start, end, by in quotes if start <= low and high <= end})),
        )
        for low, high in pairwise(cuts)
    )


def _urgency(question: Question) -> tuple[int, int]:
    failed = sum(one.failure for one in question.findings)
    return (-failed, -len(question.findings))


def _question(number: int, item: Item, scored: Scored) -> Question:
    cites = dict.fromkeys(id for one in item.outcome.sentences for id in one.cites)
    places = {id: place for place, id in enumerate(cites, 1)}
    return Question(
        number=number,
        item=item,
        findings=findings(item),
        verdict=_verdict(item),
        statements=tuple(_statement(one, places) for one in item.judged),
        cited=tuple(_cited(place, id, item, scored) for id, place in places.items()),
        ranked=tuple(_ranked(id, item, scored) for id in item.outcome.ranked),
        missed=tuple(
            _ranked(id, item, scored) for id in item.case.gold if id not in item.outcome.ranked
        ),
    )


def _verdict(item: Item) -> str:
    """Return in words what became of the question, where nothing is worth a look."""
    if "claim_accuracy" in item.scores:
        return "judged rightly"
    if item.outcome.answered is None:
        return "gold paper found" if item.case.gold else "ranked"
    if item.outcome.answered:
        return "answered"
    return "declined rightly"


def _statement(one: JudgedSentence, places: dict[str, int]) -> Statement:
    cites = one.sentence.cites
    # A citation of a paper that the library does not hold was not judged by itself.
    alone: tuple[Support, ...] = one.alone if len(one.alone) == len(cites) else ()
    return Statement(
        judged=one,
        support=_SUPPORT[one.union] if cites else NOT_CITING,
        papers=tuple(
            (places[id], _SUPPORT[alone[place]] if len(alone) > 1 else "")
            for place, id in enumerate(cites)
        ),
    )


def _cited(number: int, id: str, item: Item, scored: Scored) -> CitedPaper:
    abstract = scored.abstracts.get(id, "")
    quotes = [
        (quote, place)
        for place, sentence in enumerate(item.outcome.sentences, 1)
        for quote in sentence.quotes
        if quote.paper == id
    ]
    spans = [
        (quote.start, quote.end, place)
        for quote, place in quotes
        if abstract[quote.start : quote.end] == quote.text
    ]
    standing = {place for _, _, place in spans}
    return CitedPaper(
        number=number,
        id=id,
        title=scored.titles.get(id, id),
        abstract=marked(abstract, spans),
        gold=id in item.case.gold,
        misplaced=tuple(sorted({place for _, place in quotes} - standing)),
    )


def _ranked(id: str, item: Item, scored: Scored) -> Ranked:
    roles = {
        "gold": id in item.case.gold,
        "acceptable": id in item.case.acceptable,
        "cited": id in item.outcome.references,
    }
    return Ranked(id, scored.titles.get(id, id), tuple(role for role in roles if roles[role]))
