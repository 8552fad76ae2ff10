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
ZERO = Bounds(0.0, 0.0)
PAPERS = {"a": Paper("a", "A", "red green"), "b": Paper("b", "B", "blue")}


class Fake:
    """A system that ranks as it is told, and fails when it is told."""

    name = "fake"
    writer = "nobody"

    def __init__(self, ranked: str = "ab", fails: tuple[str, ...] = ()) -> None:
        self.ranked = ranked
        self.fails = fails
        self.asked: list[str] = []

    def rank(self, question: Question) -> Produced:
        self.asked.append(question.text)
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
    with pytest.raises(UnfitRun, match="is no run; make one with"):
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


def test_runs_over_other_data_are_not_compared(tmp_path: Path) -> None:
    first = scored(Fake(), tmp_path / "run.jsonl")
    other = replace(first, stamp=replace(first.stamp, digest="d2"))
    with pytest.raises(Incomparable, match="different data"):
        compare(first, other)


def baseline_of(result: Scored) -> dict[str, object]:
    return {gates.name(result): json.loads(json.dumps(gates.entry(result)))}


def test_the_gate_passes_what_is_as_good(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    assert gates.verdict(gates.gate(result, baseline_of(result))) is gates.Outcome.PASS


def test_the_gate_fails_what_is_surely_worse(tmp_path: Path) -> None:
    before = scored(Fake("ab"), tmp_path / "before.jsonl")
    now = scored(Fake("ba"), tmp_path / "now.jsonl")
    findings = {one.measure: one.outcome for one in gates.gate(now, baseline_of(before))}
    assert findings["recall_at_5"] is gates.Outcome.PASS
    # Every question loses alike: a difference without variation is as sure as it gets.
    assert findings["ndcg_at_10"] is gates.Outcome.FAIL


def test_the_gate_is_inconclusive_where_few_questions_lose(tmp_path: Path) -> None:
    before = scored(Fake(), tmp_path / "before.jsonl")
    baseline = baseline_of(before)
    now = scored(Fake(), tmp_path / "now.jsonl")
    lost = replace(now.items[0], scores={**now.items[0].scores, "recall_at_5": ZERO})
    now = replace(now, items=(lost, *now.items[1:]))
    findings = gates.gate(now, baseline)
    assert gates.verdict(findings) is gates.Outcome.INCONCLUSIVE


def test_the_gate_fails_a_single_wrong_quote(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    bad = replace(result.items[0], scores={**result.items[0].scores, "quote_fidelity": ZERO})
    worse = replace(result, items=(bad, *result.items[1:]))
    assert gates.verdict(gates.gate(worse, baseline_of(result))) is gates.Outcome.FAIL


@pytest.mark.parametrize("doubt", ["invalid", "digest", "judge", "errors", "unknown", "refusal"])
def test_the_gate_refuses_what_cannot_be_trusted(tmp_path: Path, doubt: str) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    baseline = baseline_of(result)
    failed = replace(result.items[0].outcome, error="lost")
    doubtful = {
        "invalid": replace(result, invalid="the judge says yes to all"),
        "digest": replace(result, stamp=replace(result.stamp, digest="d2")),
        "judge": replace(result, judge="another"),
        "errors": replace(result, items=(replace(result.items[0], outcome=failed),)),
    }.get(doubt, result)
    refusal = "length alone tells" if doubt == "refusal" else None
    findings = gates.gate(doubtful, {} if doubt == "unknown" else baseline, refusal)
    assert gates.verdict(findings) is gates.Outcome.INVALID


def test_nothing_measured_is_no_pass() -> None:
    assert gates.verdict([]) is gates.Outcome.INCONCLUSIVE


def test_a_baseline_is_read_as_written(tmp_path: Path) -> None:
    result = scored(Fake(), tmp_path / "run.jsonl")
    path = tmp_path / "baseline.json"
    assert gates.read_baseline(path) == {}
    gates.write_baseline(path, baseline_of(result))
    assert gates.read_baseline(path) == baseline_of(result)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(gates.UnfitBaseline, match="is no baseline"):
        gates.read_baseline(path)
