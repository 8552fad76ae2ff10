"""CSV and its relatives: named columns, quoted cells, and rows that do not fit."""

from __future__ import annotations

import csv
import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import delimited
from assistant.corpus.records import Record, Skipped

HEADERS = st.sampled_from(
    ["Title,Abstract\n", "title;year\n", "Title\tDOI\n", 'Title,"Abstract\n', "a\rb\n", ""]
)
ANY_LINES = st.lists(
    st.text(max_size=20)
    | st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "replace"))
    | st.text(alphabet='ab,;\t"\r\n\0', max_size=20),
    max_size=8,
)
# Cells as a spreadsheet may hold them, but for control characters and what is read as markup.
CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="$\\`~&<"),
    max_size=20,
)


def titles(lines: list[str]) -> list[str]:
    return [one.paper.title for one in delimited.read(lines, "s") if isinstance(one, Record)]


@pytest.mark.parametrize(
    "header",
    ["Title,Abstract\n", "\ufeffTitle,Abstract\n", "abstract;title\n", "Year\tArticle Title\n",
     "Document Title|DOI\n", '"Title","Abstract, long"\n', "Title;Abstract, long\n"],
)  # fmt: skip
def test_a_header_with_a_title_column_is_recognised(header: str) -> None:
    assert delimited.recognises(["\n", header, "x\n"])


@pytest.mark.parametrize(
    "header", ["", "Title\n", "Name,Abstract\n", "Subtitle,Abstract\n", "Title,Abstract\rA,B\r"]
)
def test_other_first_lines_are_no_header(header: str) -> None:
    assert not delimited.recognises([header])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_are_read_under_each_delimiter(delimiter: str) -> None:
    rows = [["Title", "Abstract"], ["One", "First, text; here\t|"], ["Two", 'A "word".']]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    found = list(delimited.read(written.getvalue().splitlines(keepends=True), "s"))
    assert [
        [one.paper.title, one.paper.abstract] for one in found if isinstance(one, Record)
    ] == rows[1:]


def test_a_cell_may_hold_line_ends_and_rows_bear_the_line_they_start_on() -> None:
    lines = ["\n", "Title,Abstract\n", 'One,"First.\n', 'Second."\n', "\n", "Two,Text\n"]
    records = [one for one in delimited.read(lines, "s") if isinstance(one, Record)]
    assert [(one.line, one.paper.title) for one in records] == [(3, "One"), (6, "Two")]
    assert records[0].paper.abstract == "First.\nSecond."


def test_a_cell_may_be_longer_than_the_csv_module_admits_by_itself() -> None:
    [record] = delimited.read(["Title,Abstract\n", f"T,{'x' * 200_000}\n"], "s")
    assert isinstance(record, Record)
    assert len(record.paper.abstract) == 200_000


def test_a_short_row_leaves_its_last_columns_empty() -> None:
    [record] = delimited.read(["Title,Abstract,Year\n", "T\n"], "s")
    assert isinstance(record, Record)
    assert (record.paper.abstract, record.paper.year) == ("", None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Text", "it has no title"),
        ("T,Text,more", "3 cells under 2 column names; is a quote missing?"),
        ("T\rU,Text", "not readable as CSV"),
    ],
)
def test_a_row_that_does_not_fit_is_told_and_the_next_is_read(row: str, reason: str) -> None:
    first, second = delimited.read(["Title,Abstract\n", f"{row}\n", "Next,Text\n"], "s")
    assert isinstance(first, Skipped)
    assert first.line == 2
    assert reason in first.reason
    assert isinstance(second, Record)


def test_a_quote_left_open_in_the_header_does_not_take_the_rows_with_it() -> None:
    assert titles(['Title,"Abstract\n', "One,Text\n", "Two,Text\n"]) == ["One", "Two"]


def test_line_ends_of_old_macs_are_told() -> None:
    [skipped] = delimited.read(["Title,Abstract\rOne,Text\r"], "s")
    assert isinstance(skipped, Skipped)
    assert skipped.line == 1
    assert "column names not readable" in skipped.reason


@given(st.lists(st.tuples(CELLS.filter(lambda cell: cell.strip() != ""), CELLS), max_size=5))
@settings(max_examples=100, deadline=None)
def test_what_a_spreadsheet_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([("Title", "Abstract"), *rows])
    lines = list(io.StringIO(written.getvalue(), newline="\n"))
    assert [
        (one.paper.title, one.paper.abstract)
        for one in delimited.read(lines, "s")
        if isinstance(one, Record)
    ] == [(" ".join(title.split()), abstract.strip()) for title, abstract in rows]


@given(HEADERS, ANY_LINES)
@settings(max_examples=150, deadline=None)
def test_whatever_the_lines_hold_a_record_has_a_title_and_a_skipped_row_a_reason(
    header: str, lines: list[str]
) -> None:
    found = list(delimited.read([header, *lines], "s"))
    for one in found:
        assert 1 <= one.line <= 1 + len(lines)
        assert (one.paper.title if isinstance(one, Record) else one.reason).strip()
    assert all(one.line < other.line for one, other in itertools.pairwise(found))


def test_a_quote_that_is_never_closed_costs_its_own_line_only() -> None:
    lines = ["title,abstract\n", 'One,"open\n', "Two,second\n", 'Three,"over\n', 'lines"\n']
    found = list(delimited.read(lines, "a.csv"))
    assert [one.line for one in found] == [2, 3, 4]
    assert isinstance(found[0], Skipped)
    assert "never closed" in found[0].reason
    assert [one.paper.abstract for one in found if isinstance(one, Record)] == [
        "second",
        "over\nlines",
    ]


@pytest.mark.parametrize(
    "above", ["sep=,\n", '"About the data: Exported on Sep 30, 2026"\n', "Search, of\n\nmany\n"]
)
def test_lines_above_the_header_are_stepped_over(above: str) -> None:
    lines = [*above.splitlines(keepends=True), "Rank,Title\n", "1,One\n"]
    assert delimited.recognises(lines)
    [record] = delimited.read(lines, "s")
    assert isinstance(record, Record)
    assert (record.line, record.paper.title) == (len(lines), "One")


def test_cells_without_text_behind_the_last_column_do_no_harm() -> None:
    assert titles(["Title,Year\n", "One,2001,,\n", "Two,2002, ,\n", ",,,,\n"]) == ["One", "Two"]


def test_a_quote_in_a_table_of_web_of_science_is_a_sign_like_others() -> None:
    rows = ['J\t"Big" light\tIt is "big.\n', 'J\tTwo\t"Open\n', 'J\t"A ""B"", C"\tKept again.\n']
    found = delimited.read(["PT\tTI\tAB\n", *rows], "s")
    assert [(one.paper.title, one.paper.abstract) for one in found if isinstance(one, Record)] == [
        ('"Big" light', 'It is "big.'),
        ("Two", '"Open'),
        ('A "B", C', "Kept again."),
    ]


def test_medline_by_way_of_web_of_science_keeps_its_keywords() -> None:
    [record] = delimited.read(["PT\tTI\tID\tUT\n", "J\tOne\tlight; sea\tMEDLINE:30000001\n"], "s")
    assert isinstance(record, Record)
    assert (record.paper.keywords, record.paper.pmid) == (("light", "sea"), "30000001")
