"""Replies that are kept: when they are used, when not, and how many."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.models.cached_chat import CachedChat, KeptReplies, afresh
from assistant.types import Cut, Message, Reply

QUESTION = [Message("system", "Be brief."), Message("user", "Why?")]


class Model:
    """Numbers its replies."""

    def __init__(
        self, name: str = "model-1", address: str = "http://a/v1", cut: Cut | None = None
    ) -> None:
        self.name = name
        self.address = address
        self.asked = 0
        self._cut = cut

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        self.asked += 1
        return Reply(f"Reply {self.asked}.", 20, 10, self._cut, cost_usd=0.5)

    def known_models(self) -> list[str]:
        return [self.name]


def cached(model: Model, path: Path, sampling: tuple[float, ...] = (0.0, 50)) -> CachedChat:
    return CachedChat(model, KeptReplies(path, 10_000), sampling)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "somewhere" / "replies.sqlite"


def test_the_same_again_takes_no_call_and_costs_nothing(path: Path) -> None:
    model = Model()
    assert cached(model, path).reply(QUESTION).cost_usd == 0.5
    pieces: list[str] = []
    again = cached(model, path).reply(QUESTION, pieces.append)
    assert again == Reply("Reply 1.", 0, 0, calls=0, cost_usd=0.0)
    assert pieces == ["Reply 1."]
    assert model.asked == 1


def test_asked_afresh_the_model_replies_and_its_reply_is_the_one_kept(path: Path) -> None:
    model = Model()
    chat = cached(model, path)
    chat.reply(QUESTION)
    with afresh():
        assert chat.reply(QUESTION).text == "Reply 2."
    assert chat.reply(QUESTION) == Reply("Reply 2.", 0, 0, calls=0, cost_usd=0.0)
    assert model.asked == 2


@pytest.mark.parametrize(
    ("model", "messages", "sampling"),
    [
        (Model("model-2"), QUESTION, (0.0, 50)),
        (Model(address="http://b/v1"), QUESTION, (0.0, 50)),
        (Model(), [*QUESTION, Message("user", "Why?")], (0.0, 50)),
        (Model(), [Message("user", "Be brief."), Message("user", "Why?")], (0.0, 50)),
        (Model(), QUESTION, (0.5, 50)),
        (Model(), QUESTION, (0.0, 60)),
    ],
)
def test_anything_else_is_asked(
    path: Path, model: Model, messages: list[Message], sampling: tuple[float, ...]
) -> None:
    cached(Model(), path).reply(QUESTION)
    assert cached(model, path, sampling).reply(messages).calls == 1
    assert model.asked == 1


def test_a_reply_that_was_cut_is_not_kept(path: Path) -> None:
    model = Model(cut="length")
    for _ in range(2):
        cached(model, path).reply(QUESTION)
    assert model.asked == 2


def test_a_failure_is_not_kept(path: Path) -> None:
    class Failing(Model):
        def reply(
            self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
        ) -> Reply:
            raise ModelUnavailable("later")

    with pytest.raises(ModelUnavailable):
        cached(Failing(), path).reply(QUESTION)
    assert cached(Model(), path).reply(QUESTION).text == "Reply 1."


def test_those_not_asked_for_longest_make_room(path: Path) -> None:
    clock = itertools.count()
    kept = KeptReplies(path, 1000, lambda: float(next(clock)))
    for number in range(9):
        kept.keep(f"key {number}", "x" * 95)  # 100 bytes each
    assert kept.find("key 0")
    kept.keep("key 9", "x" * 95)
    assert kept.find("key 1")
    kept.keep("one more", "x" * 92)
    present = [number for number in range(10) if kept.find(f"key {number}")]
    # 900 bytes are left: the new one and the eight asked for last.
    assert present == [0, 1, 4, 5, 6, 7, 8, 9]
    assert kept.find("one more")


def test_a_file_that_cannot_be_used_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "replies.sqlite"
    path.write_text("this is no database, whatever its name says" * 9)
    model = Model()
    assert [cached(model, path).reply(QUESTION).text for _ in range(2)] == ["Reply 1.", "Reply 2."]
