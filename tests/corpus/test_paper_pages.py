"""Saved pages of papers: title and abstract in turn, and nothing lost on the way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import paper_pages
from assistant.corpus.records import Record, Skipped

HEADER = ["new\n", "\n", "Daily papers\n", "Subscribe\n", "by a site\n", "Today\n", "\n"]
ABSTRACT = "We study retrieval. " * 40

ANY_LINES = st.lists(
    st.text(max_size=30) | st.binary(max_size=30).map(lambda raw: raw.decode("utf-8", "replace")),
    max_size=12,
)
BLOCKS = st.lists(
    st.sampled_from(["", " \t", "Title A", "Title B", "Title C", "a" * 300, "b" * 301, ABSTRACT]),
    max_size=14,
)


def read(*blocks: str) -> list[Record | Skipped]:
    lines = [*HEADER, *itertools.chain.from_iterable((f"{block}\n", "\n") for block in blocks)]
    return list(paper_pages.read(lines, "page"))


def test_a_page_is_recognised_by_its_header() -> None:
    head = ["new\n", "Daily papers\n", "Subscribe\n", "by a site\n", "Today\n"]
    assert paper_pages.recognises(head)
    assert paper_pages.recognises(["\n", *head, "A title\n"])


@pytest.mark.parametrize(
    "head",
    [[], ["new"], ["new", "x", "Subscribe", "y"], ["news", "x", "Subscribe", "y", "z"],
     ["new", "x", "y", "Subscribe", "z"], ['{"title": "new"}']],
)  # fmt: skip
def test_other_files_are_not_taken_for_a_page(head: list[str]) -> None:
    assert not paper_pages.recognises(head)


def test_titles_and_abstracts_are_read_in_turn() -> None:
    found = read("Title A", ABSTRACT, "Title B", f"  {ABSTRACT}")
    assert [
        (record.paper.title, record.paper.abstract, record.line)
        for record in found
        if isinstance(record, Record)
    ] == [("Title A", ABSTRACT.strip(), 8), ("Title B", ABSTRACT.strip(), 12)]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("blocks", "titles", "skipped"),
    [
        (["Lost", "Title A", ABSTRACT], ["Title A"], [(8, "title without abstract: Lost")]),
        (["Title A", ABSTRACT, "Lost"], ["Title A"], [(12, "title without abstract: Lost")]),
        ([ABSTRACT, "Title A", ABSTRACT], ["Title A"],
         [(8, f"abstract without title: {ABSTRACT[:59]}…")]),
        (["Title A", ABSTRACT, ABSTRACT, "Title B", ABSTRACT], ["Title A", "Title B"],
         [(12, f"abstract without title: {ABSTRACT[:59]}…")]),
    ],
)  # fmt: skip
def test_a_lost_line_costs_one_paper_and_is_told(
    blocks: list[str], titles: list[str], skipped: list[tuple[int, str]]
) -> None:
    found = read(*blocks)
    assert [one.paper.title for one in found if isinstance(one, Record)] == titles
    assert [(one.line, one.reason) for one in found if isinstance(one, Skipped)] == skipped


@pytest.mark.parametrize("lines", [[], ["\n"], HEADER])
def test_a_page_without_papers_yields_nothing(lines: list[str]) -> None:
    assert list(paper_pages.read(lines, "page")) == []


@given(BLOCKS)
@settings(max_examples=100, deadline=None)
def test_each_block_after_the_header_is_in_a_record_or_told_as_skipped(blocks: list[str]) -> None:
    lines = [*HEADER, *blocks]
    told: dict[int, str] = {}
    for one in paper_pages.read(lines, "page"):
        assert one.line not in told
        if isinstance(one, Record):
            told[one.line] = one.paper.title
            below = next(place for place in range(one.line, len(lines)) if lines[place].strip())
            told[below + 1] = one.paper.abstract
        else:
            text = lines[one.line - 1].strip()
            assert text[:59] in one.reason
            told[one.line] = text
    assert told == {
        number: line.strip()
        for number, line in enumerate(lines, 1)
        if line.strip() and number > len(HEADER)
    }


@given(ANY_LINES)
@settings(max_examples=100, deadline=None)
def test_whatever_the_lines_hold_a_record_has_a_title_and_a_skipped_stretch_a_reason(
    lines: list[str],
) -> None:
    for one in paper_pages.read([*HEADER, *lines], "page"):
        assert 1 <= one.line <= len(HEADER) + len(lines)
        assert (one.paper.title if isinstance(one, Record) else one.reason).strip()
