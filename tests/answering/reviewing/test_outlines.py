"""Outlines as text: written, edited by people, read again."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.reviewing import outline_text
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.errors import AssistantError, InputError, PaperNotFound
from assistant.review import Coverage, LeftOut, Near, Outline, PlannedTheme, WhyLeftOut
from assistant.types import Filters, Paper
from tests.retrieval.test_filters import FILTERS

HELD = 64
# Signs that outlines themselves are made of, and white space of all kinds.
WORDS = st.text(st.sampled_from("ab C7#[]():-*+\n\t\u2028é"), min_size=1, max_size=30).filter(
    lambda text: text.strip() != "" and not text.rstrip().endswith("#")
)
IDS = st.one_of(
    st.integers(1000, 9999).map(lambda number: f"arxiv:2301.{number}"),
    st.integers(1000, 9999).map(lambda number: f"doi:10.1890/0012(2006)87[{number}:xyz]2.0.co;2"),
    st.integers(1000, 9999).map(lambda number: f"title:some-words-{number}"),
)


@st.composite
def made_outlines(draw: st.DrawFn) -> Outline:
    ids = draw(st.lists(IDS, min_size=1, max_size=12, unique=True))
    papers = [Paper(id, draw(WORDS), "", year=draw(st.none() | st.just(2023))) for id in ids]
    themes: list[PlannedTheme] = []
    left_out: list[LeftOut] = []
    near: list[Near] = []
    for paper in papers:
        place = draw(st.sampled_from(["new", "same", "out", "near"])) if themes else "new"
        if place == "out":
            why = draw(st.sampled_from(get_args(WhyLeftOut)))
            left_out.append(LeftOut(paper, 0.0, why))
        elif place == "near":
            near.append(Near(paper, 0.0))
        elif place == "same":
            last = themes.pop()
            themes.append(PlannedTheme(last.title, (), (*last.papers, paper)))
        else:
            themes.append(PlannedTheme(draw(WORDS), (), (paper,)))
    used = len(papers) - len(left_out) - len(near)
    looked_at = draw(st.none() | st.integers(1, HELD))
    at_least = looked_at is not None and draw(st.booleans())
    relevant = used + len(left_out)
    coverage = Coverage(HELD, relevant, used, tuple(left_out), looked_at, at_least, tuple(near))
    return Outline(draw(WORDS), tuple(themes), coverage, filters=draw(FILTERS))


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(made_outlines())
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again(outline: Outline) -> None:
    left_out = [one.paper for one in outline.coverage.left_out]
    near = [one.paper for one in outline.coverage.near]
    papers = {paper.id: paper for paper in (*outline.papers, *left_out, *near)}
    text = outline_text.written(outline)
    found = outline_text.read(text, papers.__getitem__, HELD)
    assert found.topic == one_line(outline.topic)
    assert [(theme.title, theme.papers) for theme in found.themes] == [
        (one_line(theme.title), theme.papers) for theme in outline.themes
    ]
    assert found.coverage == outline.coverage
    assert found.filters == outline.filters
    assert outline_text.written(found) == text


@pytest.fixture(scope="module")
def planned(reviewer: Reviewer) -> Outline:
    return reviewer.outline("dense retrieval")


@pytest.fixture
def text(planned: Outline) -> str:
    return outline_text.written(planned)


def test_an_outline_of_the_demo_library_is_read_as_it_was_written(
    reviewer: Reviewer, planned: Outline, text: str
) -> None:
    found = reviewer.outline_of(text)
    assert found.papers == planned.papers
    assert [theme.title for theme in found.themes] == [theme.title for theme in planned.themes]
    assert found.coverage.held == 64


def test_the_map_of_an_outline_that_is_read_is_that_of_the_one_written(
    reviewer: Reviewer, planned: Outline, text: str
) -> None:
    before, after = (reviewer.review(one).points for one in (planned, reviewer.outline_of(text)))
    assert [(one.number, one.theme) for one in before] == [(one.number, one.theme) for one in after]
    # The model's numbers depend a little on the texts that share a batch.
    for one, other in zip(before, after, strict=True):
        assert (one.x, one.y) == pytest.approx((other.x, other.y), abs=0.15)
    assert len({(one.x, one.y) for one in before}) == len(before) > 3


def test_themes_are_renamed_moved_taken_out_and_put_in(reviewer: Reviewer) -> None:
    text = """
    # Dense retrieval today
    Words that people write between the lines are passed over. - So are dashes and [brackets].
    Filters that are told of later: these are words, too.
    ---
    * * *

    ## Tests ##
    * [arxiv:2104.08663] BEIR
    ## Empty
    ## Models
    1. [Dense Passage Retrieval for Open-Domain Question Answering]
    2) [ arxiv:2112.09118 ]
    ## LEFT OUT
    - [arxiv:2104.08663] a paper that is told of is not left out
    - [arxiv:2303.08896] SelfCheckGPT
    - [arxiv:2303.08896] SelfCheckGPT once more
    ## narrowly below the line
    - [arxiv:2303.08896] SelfCheckGPT is left out already
    - [doi:10.18653/v1/2023.acl-long.99] HyDE
    - [arxiv:2112.09118] taken into a theme
    """
    found = reviewer.outline_of(text)
    assert found.topic == "Dense retrieval today"
    assert [(theme.title, len(theme.papers)) for theme in found.themes] == [
        ("Tests", 1),
        ("Models", 2),
    ]
    assert (found.coverage.relevant, found.coverage.used) == (4, 3)
    (left_out,) = found.coverage.left_out
    assert (left_out.paper.id, left_out.why) == ("arxiv:2303.08896", "not_chosen")
    assert [one.paper.id for one in found.coverage.near] == ["doi:10.18653/v1/2023.acl-long.99"]


def test_the_filters_of_an_outline_are_those_of_its_review(reviewer: Reviewer) -> None:
    filters = Filters(2021, None, authors=("Thakur", "Izacard"))
    planned = reviewer.outline("retrieval", filters)
    text = outline_text.written(planned)
    assert (
        "\n\nFilters: year:2021- author:Thakur author:Izacard\n\nLooked at: 4 papers.\n\n## "
        in text
    )
    assert reviewer.review(planned).filters == filters
    assert reviewer.review(reviewer.outline_of(text)).filters == filters
    assert reviewer.outline_of(text.replace("Filters:", "Once:")).filters == Filters()
    nothing = reviewer.review(reviewer.outline("retrieval", Filters(authors=("Nobody",))))
    assert nothing.filters == Filters(authors=("Nobody",))


def test_a_paper_stands_where_it_is_named_first(reviewer: Reviewer) -> None:
    text = """# T
    ## One
    - [arxiv:2104.08663]
    - [arxiv:2104.08663]
    ## Two
    - [BEIR: A Heterogenous Benchmark for Zero-shot Evaluation of Information Retrieval Models]
    - [arxiv:2112.09118]
    ## Three
    - [arxiv:2112.09118]
    """
    found = reviewer.outline_of(text)
    assert [[paper.id for paper in theme.papers] for theme in found.themes] == [
        ["arxiv:2104.08663"],
        ["arxiv:2112.09118"],
    ]


@pytest.mark.parametrize(
    ("text", "kind", "says"),
    [
        ("", InputError, "no topic (# …) or no theme"),
        ("# Topic\n", InputError, "no theme (## …) with papers"),
        ("## Theme\n- [arxiv:2104.08663]\n", InputError, "no topic (# …)"),
        ("# T\n## Left out\n- [arxiv:2104.08663]\n", InputError, "--outline FILE` writes one"),
        ("# T\nFilters: year:soon\n", InputError, "line 2 of the outline tells of filters that"),
        ("# T\n## A\n- BEIR\n", InputError, "line 3 of the outline names no paper by its id"),
        ("# T\n## A\n1. BEIR\n", InputError, "line 3 of the outline names no paper by its id"),
        ("# T\n## A\n- [ ] BEIR\n", InputError, "write it as - [id] …, find ids with"),
        ("# T\n\n* A note\n## A\n", InputError, "line 3 of the outline names no paper"),
        ("# T\n## A\n### B\n", InputError, "line 3 of the outline is a heading below a theme"),
        ("# T\n## A\n#### B\n", InputError, "reviews do not have; write ## for each"),
        ("# T\n## A\n# B\n", InputError, "line 3 of the outline is a second topic (# …)"),
        ("# T\n- [arxiv:2104.08663]\n", InputError, "line 2 of the outline names a paper before"),
        ("# T\n## A\n- [arxiv:0000.00000]\n", PaperNotFound, "no paper 'arxiv:0000.00000'"),
        ("# T\n## A\n- [retrieval]\n", PaperNotFound, "names several papers; give one id"),
    ],
)
def test_what_is_wrong_with_an_outline_is_told_in_one_line(
    reviewer: Reviewer, text: str, kind: type[AssistantError], says: str
) -> None:
    with pytest.raises(kind) as raised:
        reviewer.outline_of(text)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
