"""Replies and errors are given again as they were recorded, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from assistant.errors import ContextTooLong, NotRecorded
from assistant.models.recorded_chat import RecordingChat, ReplayingChat
from assistant.types import Message, Reply

ASKED = [Message("user", "Who wins?")]
LONG = [Message("user", "Who wins, of all of these?")]


class Model:
    """Numbers its replies; too long a message is refused."""

    name = "model"
    address = "nowhere"

    def __init__(self) -> None:
        self.calls = 0

    def known_models(self) -> list[str]:
        return [self.name]

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        if messages == LONG:
            raise ContextTooLong("too long; ask with fewer papers")
        self.calls += 1
        return Reply(f"Reply {self.calls}.", 5, 3, "length")


def recorded() -> RecordingChat:
    chat = RecordingChat(Model())
    for _ in range(2):
        chat.reply(ASKED)
    with pytest.raises(ContextTooLong):
        chat.reply(LONG)
    return chat


def test_replies_are_given_again_in_their_order() -> None:
    chat = ReplayingChat("model", recorded().calls)
    told: list[str] = []
    assert chat.reply(ASKED, told.append) == Reply("Reply 1.", 5, 3, "length")
    assert chat.reply(ASKED).text == "Reply 2."
    assert told == ["Reply 1."]
    with pytest.raises(NotRecorded, match="Who wins"):
        chat.reply(ASKED)


def test_an_error_is_raised_again_as_it_was() -> None:
    chat = ReplayingChat("model", recorded().calls)
    with pytest.raises(ContextTooLong, match="fewer papers"):
        chat.reply(LONG)


def test_another_request_was_not_recorded() -> None:
    with pytest.raises(NotRecorded):
        ReplayingChat("model", recorded().calls).reply([Message("user", "Who?")])
