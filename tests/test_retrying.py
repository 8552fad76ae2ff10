"""Asking again what may be answered later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.errors import ModelError, ModelUnavailable, Passing, SourceUnavailable
from assistant.retrying import Patience, persist, retry_after


@pytest.mark.parametrize("kind", [ModelUnavailable, SourceUnavailable])
def test_what_passes_is_tried_again_and_each_wait_is_told(kind: type[Passing]) -> None:
    failures = iter([kind("busy", 0.0), kind("busy")])
    told: list[tuple[str, float]] = []

    def attempt() -> str:
        if error := next(failures, None):
            raise error
        return "done"

    waiting = persist(attempt, Patience(2, 0.0, 1.0), lambda e, wait: told.append((str(e), wait)))
    assert waiting == "done"
    assert told == [("busy", 0.0), ("busy", 0.0)]


def test_what_does_not_pass_is_not_tried_again() -> None:
    tries: list[int] = []

    def attempt() -> None:
        tries.append(1)
        raise ModelError("no")

    with pytest.raises(ModelError):
        persist(attempt, Patience(5, 0.0, 0.0))
    assert len(tries) == 1


def test_waits_double_up_to_the_longest_and_spread_upwards_only() -> None:
    plain, spread = Patience(5, 1.0, 5.0), Patience(5, 1.0, 5.0, 0.5)
    assert [plain.wait(number, None) for number in range(4)] == [1.0, 2.0, 4.0, 5.0]
    waits = {spread.wait(1, None) for _ in range(50)}
    assert len(waits) > 1
    assert all(wait is not None and 2.0 <= wait <= 3.0 for wait in waits)


def test_a_wait_that_is_asked_for_is_kept_exactly_or_not_begun() -> None:
    patience = Patience(5, 1.0, 30.0, 0.5)
    assert patience.wait(0, 7.0) == 7.0
    assert patience.wait(0, 31.0) is None


def test_a_server_names_its_wait_in_seconds_or_by_date() -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert retry_after({"retry-after": "12"}) == 12.0
    assert 60 < (retry_after({"retry-after": date}) or 0) <= 90
    assert retry_after({"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}) == 0.0
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None
