"""The filters that users type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.retrieval.filters import described, parsed, years
from assistant.types import Filters

NAMES = st.lists(
    st.text('ab1 :"-é', min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool),
    max_size=2,
).map(tuple)
YEARS = st.none() | st.integers(0, 2000)
FILTERS = st.builds(
    Filters,
    YEARS,
    st.none() | st.integers(2000, 2100),
    NAMES,
    NAMES,
    NAMES,
    st.lists(st.from_regex(r"[a-z1][a-z1:-]{0,5}", fullmatch=True), max_size=2).map(tuple),
    NAMES,
    NAMES,
    NAMES,
    NAMES,
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2021", (2021, 2021)),
        ("2019-2021", (2019, 2021)),
        ("2019-2019", (2019, 2019)),
        ("2019-", (2019, None)),
        ("-2021", (None, 2021)),
        (" 2019 - 2021 ", (2019, 2021)),
    ],
)
def test_a_year_or_a_span_of_years_is_read(text: str, span: tuple[int | None, int | None]) -> None:
    assert years(text) == span


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "21", "20211", "2019 2021", "20192021", "2019--2021", "2019-21", "since 2019",
     "2019-2021-2022", "2019,2021"],
)  # fmt: skip
def test_other_texts_are_refused_with_the_forms_that_are_read(text: str) -> None:
    with pytest.raises(InputError, match="write 2021, 2019-2021, 2019- or -2021") as error:
        years(text)
    assert repr(text) in str(error.value)


@pytest.mark.parametrize("text", ["2021-2019", "2019-0000"])
def test_years_that_run_backwards_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="run backwards; put the earlier one first"):
        years(text)


@given(st.text(alphabet="0129- ", max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_it_is_refused_or_a_span_in_order(text: str) -> None:
    try:
        first, last = years(text)
    except InputError:
        return
    assert (first, last) != (None, None)
    assert first is None or last is None or first <= last


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("year:2020-", Filters(year_from=2020)),
        ("year: -2021", Filters(year_to=2021)),
        ("year:2020", Filters(2020, 2020)),
        ("author:O'Brien author:Gao", Filters(authors=("O'Brien", "Gao"))),
        ('venue:"ACL: Findings" source:a', Filters(venues=("ACL: Findings",), sources=("a",))),
        ('venue:"The tag: a" source:a', Filters(venues=("The tag: a",), sources=("a",))),
        ('author:""', None),
        ("tag:to-read tag:ch:2", Filters(tags=("to-read", "ch:2"))),
    ],
)  # fmt: skip
def test_filters_are_read_as_they_are_typed(text: str, filters: Filters | None) -> None:
    if filters is None:
        with pytest.raises(InputError, match="needs a value"):
            parsed(text)
    else:
        assert parsed(text) == filters


@given(FILTERS)
@settings(max_examples=300, deadline=None)
def test_filters_are_shown_as_they_are_read(filters: Filters) -> None:
    if not filters.empty:
        assert parsed(described(filters)) == filters
    else:
        assert described(filters) == ""


@given(st.text(alphabet='year:2 -" taguhor', max_size=25))
@settings(max_examples=200, deadline=None)
def test_whatever_is_typed_as_filters_is_refused_or_read(text: str) -> None:
    try:
        found = parsed(text)
    except InputError:
        return
    assert parsed(described(found)) == found
