"""Scored runs as JSON, Markdown and JUnit XML."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Turn
from eval.experiment.compare import compare
from eval.experiment.measures import ALL
from eval.report import figures
from eval.report.breakdowns import by_group, by_type
from eval.report.documents import UnfitScores, read_scored, scored_document
from eval.report.explanations import EXPLANATIONS
from eval.report.headline import headline
from eval.report.junit import junit
from eval.report.markdown import comparison_table, differences, markdown
from eval.types import (
    Bounds,
    Case,
    Item,
    JudgedSentence,
    Nugget,
    Outcome,
    Quote,
    Scored,
    Sentence,
    Summary,
)
from tests.lab.made_up_runs import (
    BROKEN,
    FINE,
    ONE,
    RUN,
    STAMP,
    ZERO,
    failed,
    item,
    run,
    said,
    six,
)

# Figures


@pytest.mark.parametrize(
    ("metric", "number", "written"),
    [
        ("recall_at_5", 0.564, ".56"),
        ("recall_at_5", 1.0, "1.00"),
        ("recall_at_5", 0.0, ".00"),
        ("recall_at_5", -0.05, "−.05"),
        ("recall_at_5", -0.001, ".00"),
        ("calls", 3.0, "3"),
        ("tokens_in", 1204.4, "1,204"),
        ("dangling_citations", 0.189, "0.19"),
        ("seconds_p50", 0.0263, "0.026 s"),
        ("seconds_p50", 12.4, "12 s"),
        ("dollars", 0.00123, "$0.0012"),
    ],
)
def test_a_figure_is_written_by_its_kind(metric: str, number: float, written: str) -> None:
    assert figures.value(metric, Bounds(number, number)).replace("\N{NO-BREAK SPACE}", " ") == (
        written
    )


def test_what_is_open_is_a_range_and_what_does_not_apply_a_dash() -> None:
    assert figures.value("citation_recall", Bounds(0.56, 0.95)) == ".56–.95"
    assert figures.value("citation_recall", Bounds(0.561, 0.563)) == ".56"
    assert figures.value("citation_recall", None) == "–"
    assert figures.with_interval("citation_recall", ONE, Bounds(0.9, 1.0)) == "1.00 [.90, 1.00]"
    assert figures.interval("seconds_p50", Bounds(0.02, 0.5)) == "[0.02, 0.5]"


@pytest.mark.parametrize(
    ("p_value", "written"), [(0.74, ".74"), (0.0049, ".005"), (0.0001, "< .001"), (None, "–")]
)
def test_a_p_value_has_the_decimals_it_needs(p_value: float | None, written: str) -> None:
    assert figures.probability(p_value) == written


def test_every_measure_is_explained_and_nothing_else() -> None:
    assert EXPLANATIONS.keys() == {one.name for one in ALL}


# Documents

_bounds = (
    st.builds(Bounds, st.floats(allow_nan=False, allow_infinity=False), st.floats(0, 1)) | st.none()
)
_sentences = st.builds(
    Sentence,
    st.text(),
    st.tuples(st.text()),
    st.booleans(),
    st.none() | st.floats(0, 1),
    st.tuples(st.builds(Quote, st.text(), st.text(), st.integers(0), st.integers(0))),
)
_items = st.builds(
    Item,
    st.builds(
        Case,
        id=st.text(),
        type=st.text(),
        question=st.text(),
        gold=st.tuples(st.text()),
        history=st.tuples(st.builds(Turn, st.sampled_from(["user", "assistant"]), st.text())),
        nuggets=st.tuples(st.builds(Nugget, st.text(), st.booleans())),
        answer=st.none() | st.text(),
    ),
    st.builds(
        Outcome,
        case=st.text(),
        sentences=st.tuples(_sentences),
        answered=st.none() | st.booleans(),
        confidence=st.none() | st.floats(-5, 5),
        error=st.none() | st.text(),
    ),
    st.tuples(
        st.builds(
            JudgedSentence,
            _sentences,
            st.sampled_from(["full", "partial", "none", "unjudged"]),
        )
    ),
    st.dictionaries(st.text(), _bounds, max_size=3),
)
_summaries = st.builds(
    Summary, st.text(), _bounds, _bounds, st.integers(0), st.integers(0), st.integers(0)
)


@given(
    items=st.lists(_items, max_size=2),
    totals=st.lists(_summaries, max_size=2),
    titles=st.dictionaries(st.sampled_from(["low", "high", "schema", "ü"]), st.text()),
    invalid=st.none() | st.text(),
)
def test_a_scored_run_comes_back_from_its_document(
    tmp_path_factory: pytest.TempPathFactory,
    items: list[Item],
    totals: list[Summary],
    titles: dict[str, str],
    invalid: str | None,
) -> None:
    scored = Scored(STAMP, "judge", tuple(items), tuple(totals), titles, titles, invalid)
    path = tmp_path_factory.getbasetemp() / "scored.json"
    path.write_text(json.dumps(scored_document(scored), ensure_ascii=False), encoding="utf-8")
    assert read_scored(path) == scored


def test_scores_are_pairs_in_the_document() -> None:
    document = scored_document(RUN)
    assert document["schema"] == "scored/1"
    assert document["items"][1]["scores"] == {"citation_recall": [0.0, 1.0]}
    held = {one["metric"]: one["value"] for one in document["summaries"]}
    assert held["recall_at_5"] == [1 / 3, 1 / 3]
    assert held["hit_at_1"] is None


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", "null", '{"schema": "scored/1"}', '{"schema": "answer/1"}', "\ufffd"],
)
def test_another_file_is_refused_with_the_way_to_make_one(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnfitScores, match=r"is not a scored run.*python -m eval score RUN"):
        read_scored(path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UnfitScores, match="No such file"):
        read_scored(tmp_path / "none.json")


def test_bounds_of_three_are_no_bounds(tmp_path: Path) -> None:
    document = scored_document(RUN)
    document["items"][0]["scores"]["recall_at_5"] = [0, 1, 2]
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UnfitScores, match="is not a scored run"):
        read_scored(path)


# Headline, Markdown, JUnit


def test_the_headline_counts() -> None:
    assert headline(RUN) == (
        "4 answerable questions: on average 33% of their papers are among the first five. "
        "Declined: 1 of 2 unanswerable questions and 1 of 4 answerable questions. "
        "Of 4 sentences shown without a warning 1 is unsupported by what it cites, 1 more bears "
        "a warning (judge: a judge). 1 question ended in an error and counts nowhere."
    )


def test_the_headline_of_an_invalid_run_says_nothing_of_support() -> None:
    told = headline(run([FINE], invalid="it finds nonsense supported"))
    assert told.endswith("is not known: the judge is not to be trusted.")


def test_the_headline_of_nothing() -> None:
    assert headline(run([])) == "No question has a reply yet."


def test_markdown_holds_header_measures_and_types() -> None:
    lines = markdown(RUN).splitlines()
    assert lines[0] == (
        "**demo** (abc) · system ours · writer scripted · judge a judge · 3 papers · 7 questions "
        "· 1 error"
    )
    (open_one,) = [line for line in lines if line.startswith("| citation recall |")]
    assert open_one.startswith("| citation recall | .00–1.00 |")
    assert open_one.endswith("| 1 | 5 | 1 |")
    assert "| fact | 4 | .33 | – | – | – | 1 of 4 |" in lines
    assert "| unanswerable | 2 | – | – | – | – | 1 of 2 |" in lines
    assert not any("INVALID" in line for line in lines)


def test_markdown_says_first_that_a_run_is_invalid() -> None:
    lines = markdown(run([FINE], invalid="it finds nonsense supported")).splitlines()
    assert lines[2] == (
        "> **INVALID**: judged figures must not be used: it finds nonsense supported"
    )


def test_groups_follow_one_order_and_leave_out_what_the_run_lacks() -> None:
    assert list(by_group(RUN)) == [
        "retrieval", "citations", "answers", "abstention", "calibration", "cost",
    ]  # fmt: skip
    few = replace(RUN, summaries=(Summary("recall_at_5", ONE, None, 1, 0, 0),))
    assert [(group, len(rows)) for group, rows in by_group(few).items()] == [("retrieval", 1)]


def test_a_type_counts_its_replies_and_bounds_its_means() -> None:
    open_one = item("x", [said()], nugget_recall_partial=Bounds(0.0, 1.0))
    known = item("y", [said()], nugget_recall_partial=Bounds(0.5, 0.5))
    (row,) = by_type(run([open_one, known, BROKEN]))
    assert (row.type, row.questions, row.declined, row.asked) == ("fact", 2, 0, 2)
    assert row.scores["nugget_recall_partial"] == Bounds(0.25, 0.75)
    assert row.scores["recall_at_5"] is None


def test_the_comparison_table_has_a_row_a_run() -> None:
    first = replace(RUN, summaries=(Summary("recall_at_5", ONE, Bounds(0.9, 1.0), 1, 0, 0),))
    second = replace(
        RUN,
        stamp=replace(STAMP, system="a|b"),
        summaries=(Summary("recall_at_5", Bounds(0.5, 0.7), None, 1, 0, 1),),
        invalid="no",
    )
    assert comparison_table([first, second], ["recall_at_5", "calls"]).splitlines() == [
        "| set | system | writer | recall@5 | calls |",
        "| --- | --- | --- | --- | --- |",
        "| demo (1 of 7 questions failed) | ours | scripted | 1.00 [.90, 1.00] | – |",
        "| demo (INVALID) (1 of 7 questions failed) | a\\|b | scripted | .50–.70 | – |",
    ]


def test_differences_are_second_minus_first() -> None:
    first, second = six("theirs", ONE), six("ours", ZERO)
    told = differences(first, second, compare(first, second))
    assert told.startswith("## ours, scripted against theirs, scripted on demo\n")
    (line,) = [line for line in told.splitlines() if line.startswith("| recall@5")]
    assert line.startswith("| recall@5 | 1.00 | .00 | −1.00 |")
    assert line.endswith("| 6 | 0 | 0 |")
    assert "What differs: system theirs -> ours." in told


def test_a_junit_case_says_what_failed() -> None:
    suite = Xml.fromstring(junit(RUN))
    assert suite.attrib == {
        "name": "demo.ours", "tests": "7", "failures": "3", "errors": "1", "time": "9.000",
    }  # fmt: skip
    held = {case.attrib["name"]: case for case in suite}
    assert held["q1 What of q1?"].attrib["classname"] == "demo.ours.fact"
    assert held["q1 What of q1?"].attrib["time"] == "1.500"
    assert len(held["q1 What of q1?"]) == 0
    assert len(held["q2 What of q2?"]) == 0
    missed = held["q4 What of q4?"].find("failure")
    assert missed is not None
    assert missed.attrib == {
        "message": "no gold paper is among the first ten; "
        "declined, though the library holds the answer",
        "type": "gold paper missed, declined wrongly",
    }
    broken = held["q7 What of q7?"].find("error")
    assert broken is not None
    assert broken.attrib["message"] == "ModelUnreachable: gone"


@given(st.text(st.characters(codec="utf-8")))
def test_junit_is_xml_whatever_is_asked(text: str) -> None:
    asked = replace(FINE, case=replace(FINE.case, question=text))
    suite = Xml.fromstring(junit(run([asked, failed("x", text)])))
    assert suite.attrib["tests"] == "2"
