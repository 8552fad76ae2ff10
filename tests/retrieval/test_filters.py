"""The years that users type."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.retrieval.filters import years


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
