"""JSON Lines: a paper a line, and a reason for each line that holds none."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import json_lines
from assistant.corpus.records import Record, Skipped

OBJECTS = st.dictionaries(
    st.sampled_from(["title", "abstract", "authors", "doi", "year"]),
    st.none() | st.integers() | st.text(max_size=10) | st.lists(st.text(max_size=5), max_size=3),
)
ANY_LINES = st.lists(
    st.text(max_size=30)
    | st.binary(max_size=30).map(lambda raw: raw.decode("utf-8", "replace"))
    | st.text(alphabet='{}[]":,\\u0d8 title1', max_size=30)
    | OBJECTS.map(json.dumps),
    max_size=8,
)


@pytest.mark.parametrize(
    "head",
    [['{"title": "T"}\n'], ["\n", '{"title": "T"}\n'], ['{"title": "a very long line, cut off'],
     ["{}\n"]],
)  # fmt: skip
def test_a_file_of_objects_is_recognised(head: list[str]) -> None:
    assert json_lines.recognises(head)


@pytest.mark.parametrize(
    "head",
    [[], ["\n"], ["{\n", '  "title": "T"\n'], ["[\n"], ["title\n"],
     ['{"items": [\n', '{"title": "T"},\n']],
)  # fmt: skip
def test_other_files_are_not_taken_for_json_lines(head: list[str]) -> None:
    assert not json_lines.recognises(head)


def test_a_record_bears_the_line_it_stands_on() -> None:
    lines = ['{"title": "One"}\n', "\n", '{"title": "Two", "abstract": "Text."}\n']
    records = [one for one in json_lines.read(lines, "s") if isinstance(one, Record)]
    assert [(one.line, one.paper.title) for one in records] == [(1, "One"), (3, "Two")]
    assert records[1].paper.abstract == "Text."
    assert {one.source for one in records} == {"s"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"title": ', "not valid JSON: .* at column 11"),
        ("title: T", "not valid JSON"),
        ('["T"]', "not an object"),
        ("3", "not an object"),
        ("null", "not an object"),
        ('{"abstract": "Text."}', "no title"),
        ('{"title": " "}', "no title"),
        ("[" * 100_000, "nested too deeply"),
        ('{"title": "T", "year": ' + "9" * 5000 + "}", "digits"),
    ],
    ids=["cut off", "no JSON", "list", "number", "null", "no title", "blank title", "deep", "long"],
)
def test_a_line_that_holds_no_paper_is_told_and_the_next_is_read(line: str, reason: str) -> None:
    first, second = json_lines.read([line, '{"title": "T"}'], "s")
    assert isinstance(first, Skipped)
    assert re.search(reason, first.reason)
    assert isinstance(second, Record)


def test_papers_can_be_written_as_utf_8_whatever_their_line_spells() -> None:
    line = r'{"title": "T \ud83d", "abstract": "\udc00", "venue": "\ud800", "doi": "10.1000/x"}'
    [record] = json_lines.read([line], "s")
    assert isinstance(record, Record)
    said = f"{record.paper.title}, {record.paper.abstract}, {record.paper.venue}"
    assert said.encode("utf-8") == b"T ?, ?, ?"


@given(ANY_LINES)
@settings(max_examples=150, deadline=None)
def test_each_line_with_something_on_it_is_a_record_or_told_as_skipped(lines: list[str]) -> None:
    found = list(json_lines.read(lines, "s"))
    assert [one.line for one in found] == [
        number for number, line in enumerate(lines, 1) if line.strip()
    ]
    for one in found:
        assert (one.paper.title if isinstance(one, Record) else one.reason).strip()
