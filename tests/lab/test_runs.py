"""Runs, their scores, comparisons and gates: what is kept, what goes on, what is refused."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import ModelUnavailable
from assistant.types import Paper, Question
from eval.experiment import gate as gates
from eval.experiment.compare import Incomparable, compare
from eval.experiment.run import UnfitRun, read, run
from eval.experiment.score import score
from eval.selftest.arithmetic import Oracle
from eval.types import Bounds, Case, Produced, Scored, Stamp

STAMP = Stamp("small", "d1", "fake", "nobody", "", "", "", "", 2)
CASES = [Case(str(number), "fact", f"question {number}", ("a",)) for number in range(6)]
ONE, ZERO = Bounds(1.0, 1.0), Bounds(0.0, 0.0)
PAPERS = {"a": Paper("a", "A", "red green"), "b": Paper("b", "B", "blue")}


class Fake:
    """A system that ranks as it is told, and fails when it is told: as expected, or by a bug."""

    name = "fake"
    writer = "nobody"

    def __init__(self, ranked: str = "ab", fails: tuple[str, ...] = ()) -> None:
        self.ranked = ranked
        self.fails = fails
        self.asked: list[str] = []

    def rank(self, question: Question) -> Produced:
        self.asked.append(question.text)
        if question.text in self.fails and self.ranked == "bug":
            raise KeyError("schema")
        if question.text in self.fails:
            raise ModelUnavailable("the server is away; try again")
        hits = [{"paper_id": paper} for paper in self.ranked]
        return Produced({"schema": "search/1", "hits": hits}, 0.5)

    answer = rank


def scored(system: Fake, path: Path) -> Scored:
    made = run(system, CASES, "papers", STAMP, path)
    return score(made, CASES, PAPERS, Oracle(), Oracle())


@pytest.mark.parametrize("threads", [1, 4])
def test_a_run_holds_a_reply_for_each_question(tmp_path: Path, threads: int) -> None:
    made = run(Fake(), CASES, "papers", STAMP, tmp_path / "run.jsonl", threads)
    assert made.stamp == STAMP
    assert {id: one.ranked for id, one in made.outcomes.items()} == {
        case.id: ("a", "b") for case in CASES
    }


@given(kept=st.integers(min_value=0, max_value=3000))
def test_a_run_cut_short_anywhere_goes_on(
    tmp_path_factory: pytest.TempPathFactory, kept: int
) -> None:
    path = tmp_path_factory.mktemp("cut") / "run.jsonl"
    whole = run(Fake(), CASES, "papers", STAMP, path)
    written = path.read_bytes()
    first = written.index(b"\n") + 1
    path.write_bytes(written[: max(first, min(kept, len(written)))])
    again = Fake()
    assert run(again, CASES, "papers", STAMP, path) == whole
    lines = path.read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(line).get("id", "") for line in lines) == ["", *"012345"]


def test_failures_are_kept_apart_and_asked_again(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    first = scored(Fake(fails=("question 2",)), path)
    failed = first.items[2]
    assert failed.outcome.error == "ModelUnavailable: the server is away; try again"
    assert failed.scores == {}
    recall = next(one for one in first.summaries if one.metric == "recall_at_5")
    assert (recall.applicable, recall.value and recall.value.low) == (5, 1.0)
    again = Fake()
    second = scored(again, path)
    assert again.asked == ["question 2"]
    assert all(item.outcome.error is None for item in second.items)


def test_a_bug_in_one_reply_does_not_end_a_run(tmp_path: Path) -> None:
    made = run(Fake("bug", ("question 2",)), CASES, "papers", STAMP, tmp_path / "run.jsonl")
    assert len(made.outcomes) == 6
    assert made.outcomes["2"].error == "a bug, KeyError: 'schema'"


def test_an_empty_run_file_is_begun(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").touch()
    made = run(Fake(), CASES, "papers", STAMP, tmp_path / "run.jsonl")
    assert len(made.outcomes) == 6


def test_a_run_of_other_settings_is_not_mixed_in(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    run(Fake(), CASES, "papers", STAMP, path)
    other = dataclasses.replace(STAMP, settings="changed")
    with pytest.raises(UnfitRun, match="settings  -> changed"):
        run(Fake(), CASES, "papers", other, path)


@pytest.mark.parametrize("content", ["", "{}\n", "no json\n", '{"run": {"set": 1}}\n'])
def test_what_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnfitRun, match="is no run, or damaged"):
        read(path)


def test_a_question_without_gold_papers_has_no_recall(tmp_path: Path) -> None:
    cases = [replace(CASES[0], gold=()), CASES[1]]
    made = run(Fake(), cases, "papers", STAMP, tmp_path / "run.jsonl")
    result = score(made, cases, PAPERS, Oracle(), Oracle())
    assert result.items[0].scores["recall_at_5"] is None
    recall = next(one for one in result.summaries if one.metric == "recall_at_5")
    assert (recall.applicable, recall.not_applicable) == (1, 1)


def test_runs_are_compared_question_by_question(tmp_path: Path) -> None:
    good = scored(Fake("ab"), tmp_path / "good.jsonl")
    bad = scored(Fake("b"), tmp_path / "bad.jsonl")
    by_name = {one.metric: one for one in compare(good, bad)}
    recall = by_name["recall_at_5"].comparison
    assert recall is not None
    assert (recall.difference, recall.units) == (-1.0, 6)
    assert recall.p_value == 2 / 2**6
    assert (by_name["recall_at_5"].adjusted_p or 0) >= recall.p_value
    same = {one.metric: one for one in compare(good, good)}["recall_at_5"].comparison
    assert same is not None
    assert (same.difference, same.p_value) == (0.0, 1.0)


def test_means_and_differences_are_over_the_same_questions(tmp_path: Path) -> None:
    first = scored(Fake(), tmp_path / "run.jsonl")
    second = with_scores(first, "recall_at_5", None, None, ZERO)
    first = with_scores(first, "recall_at_5", ZERO, ZERO)
    recall = {one.metric: one for one in compare(first, second)}["recall_at_5"]
    assert (recall.first, recall.second) == (ONE, Bounds(0.75, 0.75))
    assert recall.comparison is not None
    assert recall.comparison.difference == -0.25
    assert (recall.only_first, recall.only_second) == (2, 0)


def test_runs_of_different_judges_are_not_compared(tmp_path: Path) -> None:
    first = scored(Fake(), tmp_path / "run.jsonl")
    with pytest.raises(Incomparable, match="score both with one"):
        compare(first, replace(first, judge="another"))


def test_runs_over_other_data_are_not_compared(tmp_path: Path) -> None:
    first = scored(Fake(), tmp_path / "run.jsonl")
    other = replace(first, stamp=replace(first.stamp, digest="d2"))
    with pytest.raises(Incomparable, match="different data"):
        compare(first, other)


def baseline_of(result: Scored) -> dict[str, object]:
    return {gates.name(result): json.loads(json.dumps(gates.entry(result)))}


def with_scores(result: Scored, metric: str, *scores: Bounds | None) -> Scored:
    """Return a run whose first questions have other scores."""
    changed = [
        replace(item, scores={**item.scores, metric: score})
        for item, score in zip(result.items, scores, strict=False)
    ]
    return replace(result, items=(*changed, *result.items[len(scores) :]))


def test_the_gate_passes_what_is_as_good(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    assert gates.verdict(gates.gate(result, baseline_of(result))) is gates.Ruling.PASS


def test_the_gate_fails_what_is_surely_worse(tmp_path: Path) -> None:
    before = scored(Fake("ab"), tmp_path / "before.jsonl")
    now = scored(Fake("ba"), tmp_path / "now.jsonl")
    findings = {one.measure: one.ruling for one in gates.gate(now, baseline_of(before))}
    assert findings["recall_at_5"] is gates.Ruling.PASS
    # Every question loses alike: a difference without variation is as sure as it gets.
    assert findings["ndcg_at_10"] is gates.Ruling.FAIL


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ((), (ZERO,)),  # one of six lost
        ((ZERO,), (ONE, ZERO)),  # one lost and one gained: no difference, and no knowledge
        ((), (None, None)),  # it applies to four of six
    ],
)
def test_the_gate_is_inconclusive_where_it_cannot_tell(
    tmp_path: Path, before: tuple[Bounds | None, ...], now: tuple[Bounds | None, ...]
) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    baseline = baseline_of(with_scores(result, "recall_at_5", *before))
    findings = gates.gate(with_scores(result, "recall_at_5", *now), baseline)
    by_measure = {one.measure: one.ruling for one in findings}
    assert by_measure["recall_at_5"] is gates.Ruling.INCONCLUSIVE
    assert gates.verdict(findings) is gates.Ruling.INCONCLUSIVE


def test_the_gate_fails_a_single_wrong_quote(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    right = with_scores(result, "quote_fidelity", *[ONE] * 6)
    wrong = with_scores(right, "quote_fidelity", ZERO)
    assert gates.verdict(gates.gate(right, baseline_of(right))) is gates.Ruling.PASS
    assert gates.verdict(gates.gate(wrong, baseline_of(right))) is gates.Ruling.FAIL


def test_quotes_that_are_no_longer_shown_are_no_pass(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    before = with_scores(result, "quote_fidelity", *[ONE] * 6)
    now = with_scores(result, "quote_fidelity", ONE)
    assert gates.verdict(gates.gate(now, baseline_of(before))) is gates.Ruling.INCONCLUSIVE


@pytest.mark.parametrize(
    "doubt", ["invalid", "ungateable", "digest", "judge", "errors", "missing", "unknown"]
)
def test_the_gate_refuses_what_cannot_be_trusted(tmp_path: Path, doubt: str) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    baseline = baseline_of(result)
    failed = replace(result.items[0].outcome, error="lost")
    doubtful = {
        "invalid": replace(result, invalid="the judge says yes to all"),
        "ungateable": replace(result, ungateable="length alone tells"),
        "digest": replace(result, stamp=replace(result.stamp, digest="d2")),
        "judge": replace(result, judge="another"),
        "errors": replace(
            result, items=(replace(result.items[0], outcome=failed), *result.items[1:])
        ),
        "missing": replace(result, items=result.items[1:]),
    }.get(doubt, result)
    findings = gates.gate(doubtful, {} if doubt == "unknown" else baseline)
    assert gates.verdict(findings) is gates.Ruling.INVALID


def test_a_failed_run_becomes_no_baseline(tmp_path: Path) -> None:
    result = scored(Fake(fails=("question 2",)), tmp_path / "run.jsonl")
    assert gates.unfit(result) == "1 questions ended in an error (2)"


def test_nothing_measured_is_no_pass() -> None:
    assert gates.verdict([]) is gates.Ruling.INCONCLUSIVE


def test_a_baseline_is_read_as_written(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    path = tmp_path / "baseline.json"
    gates.write_baseline(path, baseline_of(result))
    assert gates.read_baseline(path) == baseline_of(result)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(gates.UnfitBaseline, match="is no baseline"):
        gates.read_baseline(path)
