"""Scored runs made up for tests of reports: one question of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eval.experiment.score import summaries
from eval.report.findings import findings
from eval.types import (
    Bounds,
    Case,
    Cost,
    Item,
    JudgedSentence,
    Outcome,
    Quote,
    Score,
    Scored,
    Sentence,
    Stamp,
    Summary,
    Support,
)

STAMP = Stamp("demo", "abc", "ours", "scripted", "s1", "p1", "c1", "0.1.0", 3)
ONE, ZERO = Bounds(1.0, 1.0), Bounds(0.0, 0.0)
ABSTRACT = "Owls fly at night. They hear <mice> well."
QUOTE = Quote("a", "They hear <mice> well.", 19, 41)


def said(
    text: str = "Owls hear mice.",
    support: Support = "full",
    flagged: bool = False,
    quote: Quote = QUOTE,
    score: float | None = None,
) -> JudgedSentence:
    sentence = Sentence(text, ("a",), flagged=flagged, quotes=(quote,), score=score)
    return JudgedSentence(sentence, support, (support,), ("none",), support)


def item(
    id: str,
    judged: Sequence[JudgedSentence] = (),
    ranked: Sequence[str] = ("a", "b"),
    answerable: bool = True,
    answered: bool | None = True,
    references: Sequence[str] = ("a",),
    **scores: Score,
) -> Item:
    case = Case(
        id=id,
        type="fact" if answerable else "unanswerable",
        question=f"What of {id}?",
        gold=("a",) if answerable else (),
        answerable=answerable,
    )
    outcome = Outcome(
        case=id,
        ranked=tuple(ranked),
        sentences=tuple(one.sentence for one in judged),
        references=tuple(references) if answered else (),
        answered=answered,
        confidence=0.5,
        cost=Cost(calls=1, seconds=1.5),
    )
    return Item(case, outcome, tuple(judged), scores)


def failed(id: str, error: str = "ModelUnreachable: gone") -> Item:
    fine = item(id)
    return replace(fine, outcome=Outcome(id, error=error))


def run(items: Sequence[Item], stamp: Stamp = STAMP, invalid: str | None = None) -> Scored:
    return Scored(
        stamp,
        "a judge",
        tuple(items),
        summaries(items),
        titles={"a": "On owls", "b": "On mice"},
        abstracts={"a": ABSTRACT, "b": "Mice hide."},
        invalid=invalid,
    )


def six(system: str, score: Bounds) -> Scored:
    items = [item(f"q{number}", [said()], recall_at_5=score) for number in range(6)]
    return run(items, replace(STAMP, system=system))


def claim(id: str, right: Score) -> Item:
    return Item(Case(id, "negation", "Owls sleep.", ()), Outcome(id), (), {"claim_accuracy": right})


CLAIM_RUN = Scored(
    replace(STAMP, writer="claims"),
    "a judge",
    (claim("c1", ONE), claim("c2", ZERO), claim("c3", Bounds(0.0, 1.0))),
    (Summary("claim_accuracy", Bounds(1 / 3, 2 / 3), None, 3, 0, 1),),
)


def words(one: Item) -> list[str]:
    return [finding.words for finding in findings(one)]


FINE = item("q1", [said()], recall_at_5=ONE, unflagged_unsupported=ZERO)
UNJUDGED = item("q2", [said(support="unjudged", flagged=True)], citation_recall=Bounds(0.0, 1.0))
UNSUPPORTED = item(
    "q3", [said(support="none"), said()], unflagged_unsupported=Bounds(0.5, 0.5), recall_at_5=ZERO
)
MISSED = item("q4", ranked=("b",), answered=False, recall_at_5=ZERO)
DECLINED = item("q5", answerable=False, answered=False)
INVENTED = item("q6", [said()], answerable=False)
BROKEN = failed("q7")
RUN = run([FINE, UNJUDGED, UNSUPPORTED, MISSED, DECLINED, INVENTED, BROKEN])
