"""The chat model through the real SDK, against a scripted server: what works, what goes wrong."""

from __future__ import annotations

import pytest

from assistant.errors import ModelError, ModelUnavailable
from assistant.models.openai_chat import OpenAIChat
from assistant.models.openai_client import Server
from assistant.types import Message
from eval.scripted_server import Script, ScriptedServer

QUESTION = [Message("system", "Be brief."), Message("user", "Why?")]


def chat(server: ScriptedServer, retries: int = 0, timeout: float = 10.0) -> OpenAIChat:
    return OpenAIChat(Server(server.base_url, "a-key", timeout, retries), "scripted-model", 0.0, 50)


def test_hands_on_the_text_piece_by_piece_and_whole(server: ScriptedServer) -> None:
    server.say("Because it rains often here.")
    pieces: list[str] = []
    reply = chat(server).reply(QUESTION, pieces.append)
    assert reply.text == "Because it rains often here." == "".join(pieces)
    assert len(pieces) > 2
    assert (reply.tokens_in, reply.tokens_out, reply.complete) == (100, 5, True)


def test_sends_messages_and_settings(server: ScriptedServer) -> None:
    server.say("Yes.")
    chat(server).reply(QUESTION)
    (request,) = server.chat_requests
    assert request["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Why?"},
    ]
    assert request["model"] == "scripted-model"
    assert request["temperature"] == 0.0
    assert request["stream"] is True


def test_counts_tokens_itself_where_the_server_does_not(server: ScriptedServer) -> None:
    server.say(Script("Because it rains.", report_usage=False))
    reply = chat(server).reply(QUESTION)
    assert reply.tokens_in > 0
    assert reply.tokens_out == 4


def test_knows_a_reply_that_was_cut_at_the_limit(server: ScriptedServer) -> None:
    server.say(Script("Because it", finish="length"))
    reply = chat(server).reply(QUESTION)
    assert (reply.cut, reply.complete) == ("length", False)


@pytest.mark.parametrize(
    ("status", "error", "retryable", "says"),
    [
        (401, "bad key", False, "OPENAI_API_KEY"),
        (403, "not yours", False, "may not use scripted-model"),
        (404, "no such model", False, "set llm.model"),
        (429, "slow down", True, "over its limit (429: slow down)"),
        (400, "context too long", False, "context too long"),
        (500, "oops", True, "try again later"),
        (503, "busy", True, "try again later"),
    ],
)
def test_says_in_one_line_what_to_do(
    server: ScriptedServer, status: int, error: str, retryable: bool, says: str
) -> None:
    server.say(Script(status=status, error=error))
    with pytest.raises(ModelError) as raised:
        chat(server).reply(QUESTION)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert raised.value.retryable is retryable


def test_tries_again_after_an_overload(server: ScriptedServer) -> None:
    server.say(Script(status=429, error="slow", headers={"Retry-After": "0.01"}), "At last.")
    assert chat(server, retries=1).reply(QUESTION).text == "At last."


def test_does_not_try_again_with_a_wrong_key(server: ScriptedServer) -> None:
    server.say(Script(status=401, error="no"))
    with pytest.raises(ModelError):
        chat(server, retries=2).reply(QUESTION)
    assert len(server.chat_requests) == 1


def test_gives_up_on_a_server_that_is_silent_for_too_long(server: ScriptedServer) -> None:
    server.say(Script("late", delay_seconds=1.0))
    with pytest.raises(ModelUnavailable, match=r"within 0\.1 s"):
        chat(server, timeout=0.1).reply(QUESTION)


def test_says_that_no_server_is_there() -> None:
    nobody = OpenAIChat(Server("http://127.0.0.1:9/v1", "", 5.0, 0), "m", 0.0, 50)
    with pytest.raises(ModelUnavailable, match="cannot reach http://127"):
        nobody.reply(QUESTION)


def test_asks_for_a_key_where_none_is_set() -> None:
    keyless = OpenAIChat(Server("", "", 5.0, 0), "m", 0.0, 50)
    with pytest.raises(ModelError, match="set OPENAI_API_KEY"):
        keyless.reply(QUESTION)


def test_lists_the_models_on_offer(server: ScriptedServer) -> None:
    assert chat(server).known_models() == ["scripted-model"]
