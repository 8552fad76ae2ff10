"""Limits on tokens and money: estimated before a call, kept for question, session and day."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from assistant.errors import BudgetExceeded, ModelError, StorageError
from assistant.models import prices, spending, tokens
from assistant.models.budget import BudgetedChat, Limits
from assistant.models.prices import Price
from assistant.models.spending import SPANS, Amount, Book
from assistant.types import Message, Reply

QUESTION = [Message("user", "Why does it rain?")]
READ = tokens.count("Why does it rain?") + 4  # a message is some tokens more than its text
LONGEST = 50
ESTIMATE = READ + LONGEST
PRICE = Price(2.0, 8.0)
UNLIMITED = {f"{what}_per_{span}": 0.0 for what in ("tokens", "usd") for span in SPANS}


class Model:
    """Answers in 20 + 10 tokens, or fails."""

    name = "model-1"
    address = "http://nowhere/v1"

    def __init__(self, error: Exception | None = None) -> None:
        self.asked = 0
        self._error = error

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        self.asked += 1
        if self._error:
            raise self._error
        return Reply("Because.", 20, 10)

    def known_models(self) -> list[str]:
        return [self.name]


def budgeted(
    model: Model,
    path: Path,
    limits: Mapping[str, float] | None = None,
    price: Price | None = PRICE,
    day: int = 1,
) -> BudgetedChat:
    most = UNLIMITED | dict(limits or {})
    book = Book(path, lambda: datetime(2025, 3, day, 12))
    return BudgetedChat(model, book, Limits(most), price, LONGEST)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(spending, "_SESSION", tmp_path.name)
    return tmp_path / "somewhere" / "spending.sqlite"


def booked(path: Path) -> list[tuple[str, int, float | None]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT model, tokens, usd FROM calls ORDER BY id").fetchall()
    finally:
        connection.close()


def test_a_reply_bears_its_cost_and_is_booked(path: Path) -> None:
    reply = budgeted(Model(), path).reply(QUESTION)
    assert reply.cost_usd == pytest.approx((20 * 2 + 10 * 8) / 1e6)
    assert booked(path) == [("model-1", 30, reply.cost_usd)]


def test_without_a_price_tokens_alone_are_booked(path: Path) -> None:
    assert budgeted(Model(), path, price=None).reply(QUESTION).cost_usd is None
    assert booked(path) == [("model-1", 30, None)]


@pytest.mark.parametrize("span", SPANS)
def test_a_call_above_a_limit_on_tokens_is_not_made(path: Path, span: str) -> None:
    limit = f"tokens_per_{span}"
    model = Model()
    budgeted(model, path, {limit: ESTIMATE}).reply(QUESTION)
    assert model.asked == 1
    with pytest.raises(BudgetExceeded) as raised:
        budgeted(model, path, {limit: ESTIMATE - 1}).reply(QUESTION)
    assert model.asked == 1
    said = str(raised.value)
    assert f"raise budget.{limit}" in said
    assert f"may take {ESTIMATE} tokens" in said
    assert f" of {ESTIMATE - 1} are spent" in said
    assert "\n" not in said


@pytest.mark.parametrize("span", SPANS)
def test_a_call_above_a_limit_on_money_is_not_made(path: Path, span: str) -> None:
    limit = f"usd_per_{span}"
    cost = (READ * 2 + LONGEST * 8) / 1e6
    model = Model()
    budgeted(model, path, {limit: cost * 1.01}).reply(QUESTION)
    with pytest.raises(BudgetExceeded, match=rf"budget\.{limit} does not allow.*US dollars"):
        budgeted(model, path, {limit: cost * 0.99}).reply(QUESTION)
    assert model.asked == 1


def test_a_limit_on_money_needs_a_price(path: Path) -> None:
    with pytest.raises(BudgetExceeded, match=r"no price of model-1 is known; set llm\.price_in"):
        budgeted(Model(), path, {"usd_per_day": 1.0}, price=None).reply(QUESTION)


def test_the_calls_for_one_question_count_together(path: Path) -> None:
    chat = budgeted(Model(), path, {"tokens_per_question": 30 + ESTIMATE})
    with spending.one_question():
        chat.reply(QUESTION)
        chat.reply(QUESTION)
        with pytest.raises(BudgetExceeded, match="60 of"):
            chat.reply(QUESTION)
    chat.reply(QUESTION)


def test_a_session_ends_with_its_program_and_a_day_at_midnight(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"tokens_per_session": ESTIMATE + 29, "tokens_per_day": ESTIMATE + 59}
    budgeted(Model(), path, limits).reply(QUESTION)
    with pytest.raises(BudgetExceeded, match="tokens_per_session"):
        budgeted(Model(), path, limits).reply(QUESTION)
    monkeypatch.setattr(spending, "_SESSION", "the next")
    budgeted(Model(), path, limits).reply(QUESTION)
    monkeypatch.setattr(spending, "_SESSION", "the one after")
    with pytest.raises(BudgetExceeded, match="tokens_per_day"):
        budgeted(Model(), path, limits).reply(QUESTION)
    budgeted(Model(), path, limits, day=2).reply(QUESTION)


def test_a_failed_call_is_not_booked_and_an_interrupted_one_is(path: Path) -> None:
    limits = {"tokens_per_day": 1000.0}
    with pytest.raises(ModelError):
        budgeted(Model(ModelError("no")), path, limits).reply(QUESTION)
    assert booked(path) == []
    with pytest.raises(RuntimeError):
        budgeted(Model(RuntimeError("the listener left")), path, limits).reply(QUESTION)
    assert [entry[1] for entry in booked(path)] == [ESTIMATE]


def test_calls_under_way_count_with_their_estimate(path: Path) -> None:
    """Eight at once under a limit for three: however they fall, no more than three are made."""
    limits = Limits({**UNLIMITED, "tokens_per_day": 300})
    entered: list[int] = []

    def enter() -> None:
        book, estimate = Book(path), Amount(100, None)
        with suppress(BudgetExceeded):
            entered.append(book.enter("m", estimate, lambda s: limits.check(estimate, s, "m")))

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(entered) == len(set(entered)) == 3


def test_a_book_that_cannot_be_kept_stops_only_those_who_rely_on_it(tmp_path: Path) -> None:
    path = tmp_path / "spending.sqlite"
    path.write_text("this is no database, whatever its name says" * 9)
    assert budgeted(Model(), path).reply(QUESTION).text == "Because."
    with pytest.raises(StorageError, match=r"cannot use .*spending\.sqlite"):
        budgeted(Model(), path, {"tokens_per_day": 1000}).reply(QUESTION)


@pytest.mark.parametrize(
    ("model", "own", "found"),
    [
        ("gpt-a", (0.0, 0.0), Price(1.0, 2.0)),
        ("gpt-a-2025-04-14", (0.0, 0.0), Price(1.0, 2.0)),
        ("gpt-a", (3.0, 0.0), Price(3.0, 0.0)),
        ("gpt-b", (0.0, 4.0), Price(0.0, 4.0)),
        ("gpt-b", (0.0, 0.0), None),
        ("gpt-a-large", (0.0, 0.0), None),
    ],
)
def test_the_users_price_comes_before_the_table(
    model: str, own: tuple[float, float], found: Price | None
) -> None:
    assert prices.find(model, own, {"gpt-a": (1.0, 2.0)}) == found
