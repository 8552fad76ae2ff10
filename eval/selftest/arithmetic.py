"""Do the metrics compute what they say?  Worked by hand, compared for exact equality.

Each metric is given small cases in which a flipped comparison, a dropped term or a wrong
denominator changes the figure.  `whole_run` sends a made-up run through scoring with a judge that
knows the truth, so that the way from an answer to a figure is held to the same standard.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy

from assistant.types import Paper
from eval.experiment.run import Run
from eval.experiment.score import score
from eval.metrics import abstention, calibration, citations, cost, nuggets, ranking, texts
from eval.types import (
    Bounds,
    Case,
    Cost,
    JudgedSentence,
    Judgement,
    Nugget,
    Outcome,
    Quote,
    Sentence,
    Source,
    Stamp,
    Support,
)


@dataclass(frozen=True, slots=True)
class Check:
    """A figure that was computed, and what it is."""

    name: str
    got: object
    expected: object

    @property
    def holds(self) -> bool:
        """Whether the two are equal; figures with a logarithm to twelve places."""
        if isinstance(self.got, float) and isinstance(self.expected, float):
            return math.isclose(self.got, self.expected, rel_tol=1e-12, abs_tol=1e-12)
        return self.got == self.expected


def checks() -> list[Check]:
    """Return all checks, those of a whole run last."""
    parts: Sequence[Callable[[], list[Check]]] = (
        _ranking,
        _citations,
        _unjudged,
        _deterministic,
        _abstention,
        _answers,
        _calibration_and_cost,
        whole_run,
    )
    return [check for part in parts for check in part()]


def _ranking() -> list[Check]:
    ranked = ["x", "a", "y", "b", "z"]
    gain = 1 / math.log2(3) + 1 / math.log2(5)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    return [
        Check("recall@2: one of three", ranking.recall_at(2, ranked, "abc"), 1 / 3),
        Check("recall@4: two of three", ranking.recall_at(4, ranked, "abc"), 2 / 3),
        Check("recall@1: none", ranking.recall_at(1, ranked, "abc"), 0.0),
        Check("recall without gold", ranking.recall_at(2, ranked, ""), None),
        Check("hit@1", ranking.hit_at(1, ranked, "ab"), 0.0),
        Check("hit@2", ranking.hit_at(2, ranked, "ab"), 1.0),
        Check("reciprocal rank: second", ranking.reciprocal_rank(ranked, "ab"), 0.5),
        Check("reciprocal rank: never", ranking.reciprocal_rank(ranked, "q"), 0.0),
        Check("reciprocal rank without gold", ranking.reciprocal_rank(ranked, ""), None),
        Check("nDCG@10: ranks 2 and 4 of three", ranking.ndcg_at(10, ranked, "abc"), gain / ideal),
        Check("nDCG@3: rank 2 of one", ranking.ndcg_at(3, ranked, "a"), 1 / math.log2(3)),
        Check("nDCG@1: more gold than places", ranking.ndcg_at(1, ["a", "b"], "ab"), 1.0),
        Check("nDCG: a repeated paper counts once", ranking.ndcg_at(3, ["a", "a"], "a"), 1.0),
        Check("nDCG without gold", ranking.ndcg_at(3, ranked, ""), None),
    ]


def _judged(
    union: Support,
    alone: Sequence[Support] = (),
    without: Sequence[Support] = (),
    context: Support = "none",
    flagged: bool = False,
) -> JudgedSentence:
    cites = tuple(f"paper {number}" for number in range(len(alone)))
    sentence = Sentence("It is so.", cites, flagged=flagged)
    return JudgedSentence(sentence, union, tuple(alone), tuple(without), context)


def _citations() -> list[Check]:
    # Two citations, of which the second is not needed; one that misses; one sentence without.
    answer = [
        _judged("full", ["full", "none"], ["none", "full"], "full"),
        _judged("none", ["none"], ["none"], "full"),
        _judged("none"),
        _judged("partial", ["partial"], ["none"], "partial", flagged=True),
    ]
    # Neither supports alone, both together do: both are needed.
    joint = [_judged("full", ["none", "partial"], ["partial", "none"], "full")]
    return [
        Check("citation recall", citations.citation_recall(answer), _exactly(1 / 4)),
        Check("citation precision", citations.citation_precision(answer), _exactly(1 / 4)),
        Check("citation F1", citations.citation_f1(answer), _exactly(1 / 4)),
        Check("precision of a joint pair", citations.citation_precision(joint), _exactly(1.0)),
        Check("weighted support", citations.weighted_support(answer), _exactly(1.5 / 4)),
        Check("... of cited", citations.weighted_support_of_cited(answer), _exactly(1.5 / 3)),
        Check("sentence support", citations.sentence_support(answer), _exactly(2 / 4)),
        Check("unflagged unsupported", citations.unflagged_unsupported(answer), _exactly(2 / 3)),
        Check("misattribution", citations.misattribution(answer), _exactly(1 / 3)),
        Check("an empty answer has no recall", citations.citation_recall([]), None),
        Check("... no support", citations.sentence_support([]), None),
        Check("uncited: no precision", citations.citation_precision([_judged("none")]), None),
        Check("uncited: F1", citations.citation_f1([_judged("none")]), _exactly(0.0)),
        Check("all flagged", citations.unflagged_unsupported(answer[3:]), None),
    ]


def _unjudged() -> list[Check]:
    answer = [
        _judged("full", ["full"], ["none"], "full"),
        _judged("unjudged", ["unjudged"], ["none"], "unjudged"),
    ]
    # Supported together; whether the first is needed hangs on what was not judged.
    open_pair = [_judged("full", ["none", "full"], ["unjudged", "none"], "full")]
    half = Bounds(0.5, 1.0)
    return [
        Check("recall, half unjudged", citations.citation_recall(answer), half),
        Check("precision, half unjudged", citations.citation_precision(answer), half),
        Check("F1, half unjudged", citations.citation_f1(answer), half),
        Check("weighted, half unjudged", citations.weighted_support(answer), half),
        Check("unsupported, half", citations.unflagged_unsupported(answer), Bounds(0.0, 0.5)),
        Check("misattribution, half", citations.misattribution(answer), Bounds(0.0, 0.5)),
        Check("an open citation", citations.citation_precision(open_pair), half),
    ]


def _deterministic() -> list[Check]:
    abstracts = {"p": "One fact. Two facts."}
    quoted = Sentence(
        "One fact.",
        ("p",),
        quotes=(
            Quote("p", "One fact.", 0, 9),
            Quote("p", "Two facts.", 9, 19),
            Quote("q", "One fact.", 0, 9),
        ),
        dangling=2,
    )
    plain = JudgedSentence(Sentence("A fact.", ("p",), dangling=1), "full", ("full",), ("none",))
    answer = [JudgedSentence(quoted, "full", ("full",), ("none",)), plain]
    return [
        Check("quote fidelity", citations.quote_fidelity(answer, abstracts), _exactly(1 / 3)),
        Check("no quotes, no fidelity", citations.quote_fidelity([plain], abstracts), None),
        Check("dangling marks", citations.dangling_citations(answer), _exactly(3.0)),
        Check("... are imprecise", citations.citation_precision(answer), _exactly(2 / 5)),
    ]


def _abstention() -> list[Check]:
    # (answerable, abstained): two rightly declined, one wrongly, one missed, two answered.
    pairs = [(False, True), (False, True), (True, True), (False, False), (True, False)]
    points = abstention.risk_coverage([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0])
    return [
        Check("abstention recall, missed", abstention.abstention_recall(False, False), 0.0),
        Check("abstention recall, n/a", abstention.abstention_recall(True, True), None),
        Check("abstention precision, wrong", abstention.abstention_precision(True, True), 0.0),
        Check("abstention precision, n/a", abstention.abstention_precision(True, False), None),
        Check("false abstention", abstention.false_abstention(True, True), 1.0),
        Check("false abstention, n/a", abstention.false_abstention(False, True), None),
        Check("abstention F1", abstention.abstention_f1(pairs), 2 / 3),
        Check("F1, none declined", abstention.abstention_f1([(False, False)]), 0.0),
        Check("F1, none unanswerable", abstention.abstention_f1([(True, True)]), None),
        Check("risk and coverage", points, [(0.25, 0.0), (0.75, 1 / 3), (1.0, 0.5)]),
        Check(
            "area under them",
            abstention.area_under_risk_coverage([0.9, 0.5, 0.5, 0.1], [1, 1, 0, 0]),
            0.5 / 3 + 0.25 * 0.5,
        ),
    ]


def _answers() -> list[Check]:
    facts = [Nugget("a"), Nugget("b"), Nugget("c"), Nugget("d", vital=False)]
    found: list[Support] = ["full", "partial", "unjudged", "full"]
    repeated = ["one two three four five", "six one two three four, six seven"]
    axes = numpy.eye(2, dtype=numpy.float32)
    return [
        Check("nuggets, strict", nuggets.nugget_recall_strict(facts, found), Bounds(1 / 3, 2 / 3)),
        Check("... partial", nuggets.nugget_recall_partial(facts, found), Bounds(0.5, 2.5 / 3)),
        Check("... none vital", nuggets.nugget_recall_strict(facts[3:], ["full"]), None),
        Check("reference coverage", texts.reference_coverage("abx", "abcd"), 0.5),
        Check("reference coverage, n/a", texts.reference_coverage("a", ""), None),
        Check("reference precision", texts.reference_precision("abx", "abcd"), 2 / 3),
        Check("reference precision, n/a", texts.reference_precision("", "a"), None),
        Check("gold precision", texts.gold_precision("abxyo", "abcp", "op"), 0.5),
        Check("gold precision, n/a", texts.gold_precision("o", "a", "o"), None),
        Check("pairs alike", texts.alike_pairs(axes[[0, 0, 1]], 0.0), 1 / 3),
        Check("pairs alike, one sentence", texts.alike_pairs(axes[:1], 0.9), None),
        Check("redundancy", texts.redundancy(repeated), 0.25),
        Check("redundancy, one sentence", texts.redundancy(repeated[:1]), None),
    ]


def _calibration_and_cost() -> list[Check]:
    scores, true = [0.9, 0.95, 0.15, 1.0], [True, False, False, True]
    error = 0.75 * abs((0.9 + 0.95 + 1.0) / 3 - 2 / 3) + 0.25 * 0.15
    brier = (0.01 + 0.9025 + 0.0225 + 0.0) / 4
    return [
        Check("calibration error", calibration.expected_calibration_error(scores, true), error),
        Check("Brier score", calibration.brier_score(scores, true), brier),
        Check("no scores, no error", calibration.expected_calibration_error([], []), None),
        Check("median of four", cost.percentile(0.5, [4.0, 1.0, 3.0, 2.0]), 2.0),
        Check("95th of twenty", cost.percentile(0.95, [float(n) for n in range(1, 21)]), 19.0),
        Check("nothing measured", cost.percentile(0.5, []), None),
    ]


class Oracle:
    """A judge that knows: a claim is supported where the evidence names it."""

    name = "oracle"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return "full" where the texts together hold all words of the claim, else "none"."""
        words = " ".join(one.text for one in evidence).split()
        return Judgement("full" if set(claim.split()) <= set(words) else "none", 1.0)


def whole_run() -> list[Check]:
    """Return checks on a run of four questions, one of them without a reply."""
    papers = {
        id: Paper(id, id.upper(), text)
        for id, text in {"a": "red green", "b": "blue", "c": "grey"}.items()
    }
    cases = [
        Case("1", "fact", "?", ("a",), nuggets=(Nugget("red"), Nugget("grey"))),
        Case("2", "compare", "?", ("a", "b")),
        Case("3", "unanswerable", "?", (), answerable=False),
        Case("4", "fact", "?", ("c",)),
    ]
    outcomes = {
        "1": Outcome(
            "1",
            ranked=("b", "a"),
            sentences=(Sentence("red green", ("a",)), Sentence("blue", ("a",))),
            references=("a",),
            answered=True,
            confidence=0.8,
            cost=Cost(1, 10, 5, 0.5, 2.0),
        ),
        "2": Outcome(
            "2",
            ranked=("a", "c"),
            sentences=(Sentence("red blue", ("a", "b")),),
            references=("a", "b"),
            answered=True,
            confidence=0.6,
            cost=Cost(3, 30, 7, None, 4.0),
        ),
        "3": Outcome("3", ranked=("c",), answered=False, confidence=0.1, cost=Cost(seconds=1.0)),
        "4": Outcome("4", error="the server was lost"),
    }
    run = Run(Stamp("made up", "", "none", "none", "", "", "", "", 3), outcomes)
    scored = score(run, cases, papers, Oracle(), Oracle())
    expected: dict[str, tuple[float | None, int, int]] = {
        "recall_at_5": (0.75, 2, 1),
        "hit_at_1": (0.5, 2, 1),
        "reciprocal_rank": (0.75, 2, 1),
        "citation_recall": (0.75, 2, 1),  # 1/2 and 1
        "citation_precision": (0.75, 2, 1),  # 1/2; both of the pair are needed
        "sentence_support": (0.5, 2, 1),  # all of the first; "blue" was not read for the second
        "misattribution": (0.25, 2, 1),
        "unflagged_unsupported": (0.25, 2, 1),
        "dangling_citations": (0.0, 2, 1),
        "nugget_recall_strict": (0.5, 1, 2),
        "reference_coverage": (1.0, 2, 1),
        "reference_precision": (1.0, 2, 1),
        "abstention_recall": (1.0, 1, 2),
        "abstention_precision": (1.0, 1, 2),
        "false_abstention": (0.0, 2, 1),
        "abstention_f1": (1.0, 3, 0),
        "area_under_risk_coverage": (0.0, 3, 0),
        "calls": (4 / 3, 3, 0),
        "dollars": (0.5, 1, 2),
        "seconds_p50": (2.0, 3, 0),
        "followup_resolution": (None, 0, 3),
    }
    got = {one.metric: one for one in scored.summaries}
    return [
        Check(
            f"whole run: {metric}",
            (
                None if (summary := got[metric]).value is None else summary.value.low,
                summary.applicable,
                summary.not_applicable,
            ),
            figures,
        )
        for metric, figures in expected.items()
    ]


def _exactly(value: float) -> Bounds:
    return Bounds(value, value)
