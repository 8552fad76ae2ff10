"""Every measure by its name: what it is computed from, and in which direction it is better."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from eval.metrics import abstention, calibration, citations, cost, nuggets, ranking, texts
from eval.types import Bounds, Case, Cost, Item, JudgedSentence, Nugget, Outcome, Score, Support

Group = Literal["retrieval", "citations", "answers", "abstention", "calibration", "cost", "claims"]
_FIRST = 5  # papers looked at when asking whether a question was understood


@dataclass(frozen=True, slots=True)
class View:
    """What the measures of one question may look at."""

    case: Case
    outcome: Outcome
    judged: tuple[JudgedSentence, ...]
    nuggets: tuple[Support, ...]
    abstracts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """A measure's name, what it is about, and in which direction it is better."""

    name: str
    group: Group
    better: Literal["higher", "lower"]

    @property
    def share(self) -> bool:
        """Whether it lies in 0..1; the others count marks, calls, tokens, dollars, seconds."""
        return self.group != "cost" and self.name != "dangling_citations"


@dataclass(frozen=True, slots=True)
class Measure(Named):
    """A measure of one question, averaged over those it applies to."""

    of: Callable[[View], Score]


@dataclass(frozen=True, slots=True)
class Overall(Named):
    """A measure that only all questions together have; `applies` tells which it rests on."""

    of: Callable[[Sequence[Item]], float | None]
    applies: Callable[[Item], bool]


def _exact(value: float | None) -> Score:
    return None if value is None else Bounds(value, value)


def _ranked(of: Callable[[Sequence[str], Sequence[str]], float | None]) -> Callable[[View], Score]:
    return lambda view: _exact(of(view.outcome.ranked, view.case.gold))


def _cited(of: Callable[[Sequence[JudgedSentence]], Score]) -> Callable[[View], Score]:
    return lambda view: of(view.judged)


def _declined(of: Callable[[bool, bool], float | None]) -> Callable[[View], Score]:
    def measured(view: View) -> Score:
        answered = view.outcome.answered
        return None if answered is None else _exact(of(view.case.answerable, not answered))

    return measured


def _nuggets(of: Callable[[Sequence[Nugget], Sequence[Support]], Score]) -> Callable[[View], Score]:
    # An answer that is withheld holds no fact, which is 0; a ranking is no answer, which is None.
    return lambda view: (
        None if view.outcome.answered is None else of(view.case.nuggets, view.nuggets)
    )


def _spent(of: Callable[[Cost], float | None]) -> Callable[[View], Score]:
    return lambda view: None if view.outcome.answered is None else _exact(of(view.outcome.cost))


def _followup_resolution(view: View) -> Score:
    """Return whether a gold paper is among the first for a question that needs its history."""
    if not view.case.history:
        return None
    return _exact(ranking.hit_at(_FIRST, view.outcome.ranked, view.case.gold))


def _quote_fidelity(view: View) -> Score:
    return citations.quote_fidelity(view.judged, view.abstracts)


def _reference_coverage(view: View) -> Score:
    if not view.outcome.answered:
        return None
    return _exact(texts.reference_coverage(view.outcome.references, view.case.gold))


def _reference_precision(view: View) -> Score:
    if not view.outcome.answered or not view.case.gold:
        return None
    admitted = {*view.case.gold, *view.case.acceptable}
    return _exact(texts.reference_precision(view.outcome.references, admitted))


def _redundancy(view: View) -> Score:
    return _exact(texts.redundancy([one.sentence.text for one in view.judged]))


MEASURES: tuple[Measure, ...] = (
    Measure("ndcg_at_10", "retrieval", "higher", _ranked(partial(ranking.ndcg_at, 10))),
    Measure("recall_at_5", "retrieval", "higher", _ranked(partial(ranking.recall_at, 5))),
    Measure("recall_at_10", "retrieval", "higher", _ranked(partial(ranking.recall_at, 10))),
    Measure("reciprocal_rank", "retrieval", "higher", _ranked(ranking.reciprocal_rank)),
    Measure("hit_at_1", "retrieval", "higher", _ranked(partial(ranking.hit_at, 1))),
    Measure("followup_resolution", "retrieval", "higher", _followup_resolution),
    Measure("citation_recall", "citations", "higher", _cited(citations.citation_recall)),
    Measure("citation_precision", "citations", "higher", _cited(citations.citation_precision)),
    Measure("citation_f1", "citations", "higher", _cited(citations.citation_f1)),
    Measure("weighted_support", "citations", "higher", _cited(citations.weighted_support)),
    Measure(
        "weighted_support_of_cited",
        "citations",
        "higher",
        _cited(citations.weighted_support_of_cited),
    ),
    Measure("sentence_support", "citations", "higher", _cited(citations.sentence_support)),
    Measure("unflagged_unsupported", "citations", "lower", _cited(citations.unflagged_unsupported)),
    Measure("misattribution", "citations", "lower", _cited(citations.misattribution)),
    Measure("dangling_citations", "citations", "lower", _cited(citations.dangling_citations)),
    Measure("quote_fidelity", "citations", "higher", _quote_fidelity),
    Measure("nugget_recall_strict", "answers", "higher", _nuggets(nuggets.nugget_recall_strict)),
    Measure("nugget_recall_partial", "answers", "higher", _nuggets(nuggets.nugget_recall_partial)),
    Measure("reference_coverage", "answers", "higher", _reference_coverage),
    Measure("reference_precision", "answers", "higher", _reference_precision),
    Measure("redundancy", "answers", "lower", _redundancy),
    Measure("abstention_recall", "abstention", "higher", _declined(abstention.abstention_recall)),
    Measure(
        "abstention_precision", "abstention", "higher", _declined(abstention.abstention_precision)
    ),
    Measure("false_abstention", "abstention", "lower", _declined(abstention.false_abstention)),
    Measure("calls", "cost", "lower", _spent(lambda spent: spent.calls)),
    Measure("tokens_in", "cost", "lower", _spent(lambda spent: spent.tokens_in)),
    Measure("tokens_out", "cost", "lower", _spent(lambda spent: spent.tokens_out)),
    Measure("dollars", "cost", "lower", _spent(lambda spent: spent.dollars)),
)


def _abstention_f1(items: Sequence[Item]) -> float | None:
    return abstention.abstention_f1(
        [
            (item.case.answerable, not item.outcome.answered)
            for item in items
            if item.outcome.answered is not None
        ]
    )


def correct(item: Item) -> bool:
    """Return whether a question came out right.

    An answer rests on a gold paper, a ranking has one among the first five, an unanswerable
    question is declined.
    """
    if item.outcome.answered is False:
        return not item.case.answerable
    used = item.outcome.references if item.outcome.answered else item.outcome.ranked[:_FIRST]
    return bool(set(used) & set(item.case.gold))


def selective(items: Sequence[Item]) -> tuple[list[float], list[float]]:
    """Return how sure the system was of each question, and whether it came out right.

    What was declined comes last, all of it together: otherwise a system could better its curve by
    declining what it gets wrong.
    """
    ordered = [item for item in items if _ordered(item)]
    sureness = [
        -math.inf if item.outcome.answered is False else item.outcome.confidence or 0.0
        for item in ordered
    ]
    return sureness, [float(correct(item)) for item in ordered]


def _ordered(item: Item) -> bool:
    return item.outcome.answered is False or item.outcome.confidence is not None


def _asked(item: Item) -> bool:
    return item.outcome.answered is not None


def _has_scores(item: Item) -> bool:
    return bool(scored_sentences([item])[0])


def scored_sentences(items: Sequence[Item]) -> tuple[list[float], list[bool]]:
    """Return the scores that sentences are shown with, and whether the judge found full support."""
    pairs = [
        (one.sentence.score, one.union == "full")
        for item in items
        for one in item.judged
        if one.sentence.score is not None and one.union != "unjudged"
    ]
    return [score for score, _ in pairs], [true for _, true in pairs]


def _area_under_risk_coverage(items: Sequence[Item]) -> float | None:
    return abstention.area_under_risk_coverage(*selective(items))


def _calibration_error(items: Sequence[Item]) -> float | None:
    return calibration.expected_calibration_error(*scored_sentences(items))


def _brier_score(items: Sequence[Item]) -> float | None:
    return calibration.brier_score(*scored_sentences(items))


def _seconds(share: float) -> Callable[[Sequence[Item]], float | None]:
    return lambda items: cost.percentile(
        share, [item.outcome.cost.seconds for item in items if item.outcome.answered is not None]
    )


OVERALL: tuple[Overall, ...] = (
    Overall("abstention_f1", "abstention", "higher", _abstention_f1, _asked),
    Overall("area_under_risk_coverage", "abstention", "lower", _area_under_risk_coverage, _ordered),
    Overall("calibration_error", "calibration", "lower", _calibration_error, _has_scores),
    Overall("brier_score", "calibration", "lower", _brier_score, _has_scores),
    Overall("seconds_p50", "cost", "lower", _seconds(0.5), _asked),
    Overall("seconds_p95", "cost", "lower", _seconds(0.95), _asked),
)
CLAIMS: tuple[Named, ...] = (
    Named("claim_accuracy", "claims", "higher"),
    Named("claim_sensitivity", "claims", "higher"),
    Named("claim_specificity", "claims", "higher"),
)

ALL: tuple[Named, ...] = (*MEASURES, *OVERALL, *CLAIMS)
BY_NAME = {one.name: one for one in ALL}


def against_the_system(name: str, score: Bounds) -> float:
    """Return a score with all that is unjudged counted against the system."""
    return score.low if BY_NAME[name].better == "higher" else score.high
