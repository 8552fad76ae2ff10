"""Operators in what users type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.retrieval import query
from assistant.retrieval.query import Query, parsed
from assistant.retrieval.typed import question
from assistant.types import EVERYTHING, Filters

LIKE_QUERIES = st.text(alphabet='yearauthortitle:-"“” 20é,.?', max_size=40) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("typed", "text", "filters"),
    [
        ("author:vaswani year:2017", "", Filters(2017, 2017, authors=("vaswani",))),
        ('author:"kaiming he" resnet', "resnet", Filters(authors=("kaiming he",))),
        ("AUTHOR:He or author:Gao?", "or", Filters(authors=("He", "Gao"))),
        ("agents year:2020-2023", "agents", Filters(2020, 2023)),
        ("year:2020- venue:acl x", "x", Filters(year_from=2020, venues=("acl",))),
        ("x tag:to-read source:a.csv", "x", Filters(sources=("a.csv",), tags=("to-read",))),
        ("title:retrieval dense", "dense", Filters(titles=("retrieval",))),
        ("id:arxiv:2004.04906", "", Filters(ids=("arxiv:2004.04906",))),
        ('why "lost in the middle"?', "why lost in the middle?",
         Filters(phrases=("lost in the middle",))),
        ("“exact words” here", "exact words here", Filters(phrases=("exact words",))),
        ('agents -vision -"web page"', "agents", Filters(without=("vision", "web page"))),
    ],
)  # fmt: skip
def test_operators_become_filters(typed: str, text: str, filters: Filters) -> None:
    assert parsed(typed, strict=True) == Query(text, filters)


@pytest.mark.parametrize(
    "typed",
    [
        "BERT: what is it?", "foo:bar", "state-of-the-art", "a - b", "author: of what?", "x -1",
        "http://author:80", 'an "open quote', '""', '"?!"', 'don"t say"so', "myauthor:x", "-",
    ],
)  # fmt: skip
def test_what_is_no_operator_stays_text(typed: str) -> None:
    assert parsed(typed, strict=True) == Query(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("a year:abc", "cannot read the years 'abc'"), ("year:2020-2010", "run backwards"),
     ('tag:"two words"', "cannot be a tag")],
)  # fmt: skip
def test_a_value_that_an_operator_cannot_take_is_an_error_or_text(typed: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parsed(typed, strict=True)
    assert parsed(typed) == Query(typed)


def test_filters_given_beside_a_query_hold_too() -> None:
    given = Filters(2015, 2020, authors=("Gao",))
    assert parsed("x year:2018- author:he tag:a", given) == Query(
        "x", Filters(2018, 2020, authors=("Gao", "he"), tags=("a",))
    )


@given(LIKE_QUERIES)
def test_any_text_is_a_query(typed: str) -> None:
    found = list(query.operators(typed))
    places = [place for one in found for place in (one.start, one.end)]
    assert places == sorted(places)
    assert all(0 <= one.start < one.end <= len(typed) for one in found)
    asked = parsed(typed)
    if not found:
        assert asked == Query(typed.strip())
    assert asked.filters.empty == (not found)


@given(st.text(alphabet="abc :-?", max_size=30))
def test_a_text_without_operators_is_as_it_was(typed: str) -> None:
    if not list(query.operators(typed)):
        assert parsed(typed, strict=True).text == typed.strip()


def test_words_in_quotes_that_no_record_holds_are_words_of_a_question() -> None:
    typed = 'What is "never said" by author:he?'
    asked = question(typed, EVERYTHING, lambda words: words != "never said")
    assert asked == Query('What is "never said" by', Filters(authors=("he",)))


def test_a_question_of_operators_alone_says_what_is_missing() -> None:
    with pytest.raises(InputError, match="add what you want to know"):
        question("author:he year:2016", EVERYTHING, lambda _: True)
