"""Scored runs as a page, read as people read it; and what it counts."""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Turn
from eval.report import charts
from eval.report.drilldown import Piece, marked, questions
from eval.report.headline import headline
from eval.report.html import page
from eval.report.markdown import markdown
from eval.report.steps import steps
from eval.types import (
    Bounds,
    Case,
    Item,
    Nugget,
    Outcome,
)
from tests.lab.made_up_runs import (
    BROKEN,
    CLAIM_RUN,
    DECLINED,
    FINE,
    INVENTED,
    MISSED,
    ONE,
    QUOTE,
    RUN,
    UNJUDGED,
    UNSUPPORTED,
    ZERO,
    item,
    run,
    said,
    six,
    words,
)

# Findings and steps


def test_what_is_worth_a_look_is_named() -> None:
    assert words(FINE) == []
    assert words(UNJUDGED) == ["flagged sentence", "unjudged sentence"]
    assert words(UNSUPPORTED) == ["unsupported sentence"]
    assert words(MISSED) == ["gold paper missed", "declined wrongly"]
    assert words(DECLINED) == []
    assert words(INVENTED) == ["answered wrongly"]
    assert words(BROKEN) == ["error"]


def test_citations_quotes_and_facts_are_looked_at() -> None:
    assert words(item("x", [said()], dangling_citations=Bounds(2, 2))) == ["dangling citation"]
    assert words(item("x", [said()], quote_fidelity=Bounds(0.5, 0.5))) == ["misplaced quote"]
    assert words(item("x", [said()], nugget_recall_partial=ZERO)) == ["no expected fact"]
    assert words(item("x", [said()], references=("b",))) == ["gold paper not cited"]


def test_a_gold_paper_at_rank_eleven_is_missed_and_at_ten_is_not() -> None:
    others = [f"p{number}" for number in range(10)]
    assert words(item("x", [said()], ranked=[*others, "a"])) == ["gold paper missed"]
    assert words(item("x", [said()], ranked=[*others[:9], "a"])) == []


def test_what_may_be_unsupported_is_no_failure() -> None:
    assert words(item("x", [said()], unflagged_unsupported=Bounds(0.0, 1.0))) == []


def counts(items: Sequence[Item]) -> list[tuple[str, int, int, int]]:
    return [(one.words, len(one.passed), len(one.lost), len(one.open)) for one in steps(items)]


def test_each_step_takes_those_that_passed_the_one_before() -> None:
    declined = item("q8", answered=False)
    uncited = item("q9", [said()], references=("b",))
    assert counts([*RUN.items, declined, uncited]) == [
        ("answerable questions", 7, 0, 0),
        ("reply without an error", 6, 1, 0),
        ("gold paper among the first ten", 5, 1, 0),
        ("answered, not declined", 4, 1, 0),
        ("gold paper cited", 3, 1, 0),
        ("every sentence with a citation supported by it", 1, 1, 1),
    ]


def test_a_ranking_has_no_steps_behind_the_search() -> None:
    found, missed = item("x", answered=None), item("y", ranked=("b",), answered=None)
    assert counts([found, missed]) == [
        ("answerable questions", 2, 0, 0),
        ("gold paper among the first ten", 1, 1, 0),
    ]


# The page


class Page(HTMLParser):
    """Collects what a reader sees, and that every tag is closed where it should be."""

    VOID = frozenset({"meta", "input", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.text += data

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def test_the_page_needs_nothing_from_elsewhere() -> None:
    text = page(RUN, [six("theirs", ONE)])
    assert re.findall(r"(?:https?:)?//\w|@import|url\((?!#)", text) == []
    assert all("src" not in attributes for attributes in Page(text).all("script"))
    assert Page(text).all("link") == []


def test_every_link_leads_to_a_part_of_the_page_and_ids_are_single() -> None:
    told = Page(page(RUN))
    ids = [attributes["id"] for _, attributes in told.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = {attributes["href"] for attributes in told.all("a")}
    assert links <= {f"#{id}" for id in ids}
    assert {"#q4", "#q2", "#q3", "#q7"} <= links


def test_every_picture_is_told_in_words() -> None:
    text = page(RUN, [six("theirs", ONE)])
    pictures = re.findall(r'<svg class="(?:plot|step|chart|strip)".*?</svg>', text, re.DOTALL)
    assert len(pictures) > 10
    for one in pictures:
        assert 'role="img"' in one
        assert re.search(r"<title>[^<]+</title><desc>[^<]+</desc>", one)


def test_the_page_leads_with_the_result_and_what_makes_it_void() -> None:
    told = Page(page(run([FINE], invalid="it finds <nonsense> supported"))).words
    banner = told.index(
        "INVALID. Judged figures on this page must not be used: it finds <nonsense>"
    )
    assert banner < told.index("1 answerable question:") < told.index("Gold papers are")
    assert "INVALID" not in Page(page(RUN)).words


def test_questions_that_need_a_look_come_first() -> None:
    assert [one.item.case.id for one in questions(RUN)] == [
        "q4", "q3", "q6", "q7", "q2", "q1", "q5",
    ]  # fmt: skip
    told = Page(page(RUN)).words
    assert "q4What of q4? ✗ gold paper missed ✗ declined wrongly" in told
    assert "q1What of q1? ✓ answered" in told
    assert "q5What of q5? ✓ declined rightly" in told


def test_evidence_is_marked_in_the_cited_abstract() -> None:
    text = page(run([FINE]))
    assert "Owls fly at night. <mark>They hear &lt;mice&gt; well.<sup> 1</sup></mark>" in text


def test_a_quote_that_stands_elsewhere_is_not_marked_but_told() -> None:
    text = page(run([item("x", [said(quote=replace(QUOTE, start=0, end=22))])]))
    assert "<mark>" not in text
    assert "They hear &lt;mice&gt; well." in text
    assert "A quote of sentence 1 does not stand where it says." in text


def test_overlapping_quotes_share_what_they_share() -> None:
    assert marked("abcdef", [(0, 4, 1), (2, 6, 2)]) == (
        Piece("ab", (1,)), Piece("cd", (1, 2)), Piece("ef", (2,)),
    )  # fmt: skip
    assert marked("", []) == ()


@given(
    st.text(string.ascii_letters, max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 3)), max_size=4),
)
def test_an_abstract_is_whole_however_it_is_marked(
    abstract: str, drawn: list[tuple[int, int, int]]
) -> None:
    most = len(abstract)
    quotes = [(min(one, two, most), min(max(one, two), most), by) for one, two, by in drawn]
    pieces = marked(abstract, quotes)
    assert "".join(piece.text for piece in pieces) == abstract
    for place in range(most):
        by = {number for low, high, number in quotes if low <= place < high}
        at = 0
        for piece in pieces:
            if at <= place < at + len(piece.text):
                assert set(piece.sentences) == by
            at += len(piece.text)


def test_history_facts_and_a_declining_message_are_shown() -> None:
    case = Case(
        "x", "followup", "And mice?", ("a",), history=(Turn("user", "What of owls?"),),
        nuggets=(Nugget("mice are heard"), Nugget("at night", vital=False)),
        answer="They are heard.",
    )  # fmt: skip
    outcome = Outcome("x", answered=False, message="Nothing on <this>.")
    told = Page(page(run([Item(case, outcome, scores={"nugget_recall_partial": ZERO})]))).words
    for part in (
        "user: What of owls?", "mice are heard", "at night (not vital)", "They are heard.",
        "the answer holds .00", "Declined: “Nothing on <this>.”", "Gold but not found: On owls",
    ):  # fmt: skip
        assert part in told


def test_another_run_is_shown_with_the_difference_and_its_certainty() -> None:
    told = Page(page(six("ours", ONE), [six("theirs", ZERO)])).words
    assert "A (hollow in the plots) is theirs with scripted" in told
    assert "+1.00 better, p .03" in told
    worse = Page(page(six("ours", ZERO), [six("theirs", ONE)])).words
    assert "−1.00 worse, p .03" in worse


def test_a_run_over_other_data_is_shown_without_differences() -> None:
    other = six("theirs", ZERO)
    other = replace(other, stamp=replace(other.stamp, digest="xyz"))
    told = Page(page(six("ours", ONE), [other])).words
    assert "Differences are not shown: demo xyz and demo abc are different data" in told
    assert "better," not in told


def test_scores_that_are_all_the_same_make_no_diagram() -> None:
    same = item("x", [said(score=1.0), said(score=1.0, support="none")])
    assert "all 2 judged sentences are shown with the same score, 1.00; supported of them: 1." in (
        Page(page(run([same]))).words
    )
    differing = item("x", [said(score=0.9), said(score=0.2, support="none")])
    text = page(run([differing]))
    assert "Share of sentences supported by the score they are shown with" in text
    assert "no sentence that was judged is shown with a score" in Page(page(run([FINE]))).words


def test_a_run_without_replies_is_a_page_too() -> None:
    for items in ([], [BROKEN], [item("x", answered=None)]):
        assert Page(page(run(items))).words


def test_a_bounded_score_is_a_bar_from_low_to_high() -> None:
    drawn = charts.interval_plot(
        "citation_recall", [charts.Mark("", Bounds(0.25, 0.75), Bounds(0.125, 1.0))]
    )
    assert '<rect class="range this" x="25%" width="50%"' in drawn
    assert '<line class="whisker this" x1="12.5%" x2="100%"' in drawn
    assert "<title>citation recall: this run .25–.75 [.12, 1.00]</title>" in drawn


def test_a_step_shows_what_may_pass_behind_what_does() -> None:
    drawn = charts.step_bar(1, 3, 4)
    assert "<title>1 to 3 of 4 questions</title>" in drawn
    assert '<rect class="bar" width="25%"' in drawn
    assert '<rect class="open" x="25%" width="50%"' in drawn


def test_claims_are_reported_as_claims() -> None:
    told = "Of 3 claims the judge sees 1 as people do, 1 could not be judged."
    assert headline(CLAIM_RUN) == told
    assert [words(one) for one in CLAIM_RUN.items] == [[], ["judged wrongly"], ["unjudged claim"]]
    assert "| negation | 3 | .33–.67 | – |" in markdown(CLAIM_RUN).splitlines()
    shown = Page(page(CLAIM_RUN)).words
    assert told in shown
    assert "Owls sleep. ✓ judged rightly" in shown
    assert "Where answers are lost" not in shown
    assert "ranking" not in shown
