"""A model server that behaves badly: one line that says what to do, or an answer all the same."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import ContextTooLong, ModelError, ModelUnavailable
from assistant.models.openai_chat import OpenAIChat
from assistant.models.openai_client import Server
from assistant.types import Message
from eval.scripted_server import Script, ScriptedServer

QUESTION = [Message("system", "Be brief."), Message("user", "Why?")]
LONG = "A long reply that never ends."


def chat(server: ScriptedServer, retries: int = 0, timeout: float = 10.0) -> OpenAIChat:
    where = Server(server.base_url, "a-key", timeout, retries, 0.01, 0.05)
    return OpenAIChat(where, "scripted-model", 0.0, 50)


def failing(status: int, error: str = "no", **more: Any) -> Script:
    return Script(status=status, error=error, **more)


def broken(how: Any, after: int = 2) -> Script:
    return Script(LONG, break_after=after, broken_by=how)


AT_ONCE = {"Retry-After": "0"}
LATER = {"Retry-After": "120"}
LOST = "was lost in the middle of a reply"


@pytest.mark.parametrize(
    ("script", "kind", "tries", "says"),
    [
        (Script("late", delay_seconds=0.2), ModelUnavailable, 3, "raise llm.timeout_seconds"),
        (failing(429, headers=AT_ONCE), ModelUnavailable, 3, "is over its limit (429: no); try"),
        (failing(429, headers=LATER), ModelUnavailable, 1, "try again in 120 s, or check the q"),
        (failing(429, code="insufficient_quota"), ModelError, 1, "add credit to that account"),
        (failing(500), ModelUnavailable, 3, "failed (500: no); try again later"),
        (failing(503, headers=LATER), ModelUnavailable, 1, "try again in 120 s"),
        (failing(529), ModelUnavailable, 3, "try again later"),
        (failing(408), ModelUnavailable, 3, "try again later"),
        (broken("close"), ModelUnavailable, 3, LOST),
        (broken("short"), ModelUnavailable, 3, LOST),
        (broken("silence"), ModelUnavailable, 3, "; try again"),
        (broken("error"), ModelUnavailable, 3, "(the engine fell over); try again"),
        (broken("garbage"), ModelUnavailable, 3, "no JSON of a chat completion"),
        (Script(""), ModelError, 2, "sent an empty reply (stop); try again, or choose another"),
        (Script(" \n"), ModelError, 2, "sent an empty reply"),
        (Script("", finish="length"), ModelError, 1, "raise llm.max_output_tokens"),
        (failing(400, code="context_length_exceeded"), ContextTooLong, 1, "a longer context"),
        (failing(400, "maximum context length is 9"), ContextTooLong, 1, "a longer context"),
        (failing(413, "Request too large"), ContextTooLong, 1, "lower llm.max_output_tokens"),
        (failing(404), ModelError, 1, "set llm.model to a name it serves"),
        (failing(400, code="model_not_found"), ModelError, 1, "set llm.model to a name"),
        (failing(401), ModelError, 1, "refused the key; check OPENAI_API_KEY"),
        (failing(403), ModelError, 1, "choose another llm.model or key"),
        (failing(418), ModelError, 1, "check llm.model and its limits"),
        (failing(400, code="content_filter"), ModelError, 1, "rephrase the question"),
        (Script("", finish="content_filter"), ModelError, 1, "content filter of scripted-model"),
        (Script("", refusal="I can't."), ModelError, 1, "refused to answer (I can't.); rephrase"),
        (Script("", refusal="No.", streams=False), ModelError, 1, "refused to answer (No.)"),
        (Script(page="<html>Hello"), ModelError, 1, "check that OPENAI_BASE_URL ends in /v1"),
    ],
)
def test_each_fault_is_one_line_after_the_tries_that_help(
    server: ScriptedServer, script: Script, kind: type[ModelError], tries: int, says: str
) -> None:
    server.say(*[script] * tries)
    waits = script.delay_seconds or script.broken_by == "silence"
    with pytest.raises(ModelError) as raised:
        chat(server, retries=2, timeout=0.1 if waits else 10.0).reply(QUESTION)
    assert type(raised.value) is kind
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    # As many requests as replies were queued: nothing below asks again by itself.
    assert len(server.chat_requests) == tries


@pytest.mark.parametrize(
    "script",
    [
        failing(429, headers=AT_ONCE),
        failing(429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
        failing(429, headers={"Retry-After": "soon"}),
        failing(502),
        broken("close"),
        broken("short", after=0),
        Script(""),
    ],
)
def test_a_passing_fault_goes_unseen(server: ScriptedServer, script: Script) -> None:
    server.say(script, "At last.")
    reply = chat(server, retries=1).reply(QUESTION)
    assert (reply.text, reply.cut) == ("At last.", None)


@pytest.mark.parametrize("how", ["close", "short", "error", "garbage"])
def test_text_that_was_handed_on_is_kept_and_marked_as_cut(
    server: ScriptedServer, how: str
) -> None:
    server.say(broken(how))
    pieces: list[str] = []
    reply = chat(server, retries=2).reply(QUESTION, pieces.append)
    assert reply.text == "A long reply t" == "".join(pieces)
    assert (reply.cut, reply.complete) == ("connection", False)
    assert len(server.chat_requests) == 1


def test_nothing_handed_on_yet_is_asked_for_again(server: ScriptedServer) -> None:
    server.say(broken("close", after=0), "At last.")
    pieces: list[str] = []
    assert chat(server, retries=1).reply(QUESTION, pieces.append).text == "At last."
    assert "".join(pieces) == "At last."


def test_a_filter_in_the_middle_leaves_what_came_before(server: ScriptedServer) -> None:
    server.say(Script("Half of it", finish="content_filter"))
    reply = chat(server).reply(QUESTION)
    assert (reply.text, reply.cut) == ("Half of it", "filter")


@pytest.mark.parametrize("finish", ["stop", None])
def test_a_server_that_does_not_stream_is_read_all_the_same(
    server: ScriptedServer, finish: str | None
) -> None:
    server.say(Script("All at once.", streams=False, finish=finish))
    pieces: list[str] = []
    reply = chat(server).reply(QUESTION, pieces.append)
    assert pieces == ["All at once."]
    assert (reply.text, reply.tokens_in, reply.cut) == ("All at once.", 100, None)


@pytest.mark.parametrize(
    ("refused", "requests"),
    [
        ({"max_tokens"}, 2),
        ({"temperature"}, 2),
        ({"stream_options"}, 2),
        ({"stream"}, 2),
        ({"max_tokens", "temperature"}, 3),
        ({"max_tokens", "max_completion_tokens", "temperature", "stream_options", "stream"}, 5),
    ],
)
def test_what_a_server_refuses_to_be_told_is_left_out_from_then_on(
    server: ScriptedServer, refused: set[str], requests: int
) -> None:
    server.refuses = frozenset(refused)
    server.say("Yes.", "Again.")
    model = chat(server)
    assert model.reply(QUESTION).text == "Yes."
    assert len(server.chat_requests) == requests
    assert model.reply(QUESTION).text == "Again."
    assert len(server.chat_requests) == requests + 1
    last = server.chat_requests[-1]
    assert not refused & last.keys()
    if refused >= {"max_tokens"} and "max_completion_tokens" not in refused:
        assert last["max_completion_tokens"] == 50


@pytest.mark.parametrize(
    "said",
    [
        "Unrecognized request argument supplied: stream_options",
        "[{'type': 'extra_forbidden', 'loc': ['body', 'stream_options']}]",
    ],
)
def test_a_refusal_may_name_the_parameter_in_its_text_alone(
    server: ScriptedServer, said: str
) -> None:
    server.say(failing(422, said), "Yes.")
    assert chat(server).reply(QUESTION).text == "Yes."
    assert "stream_options" not in server.chat_requests[-1]
    assert server.chat_requests[-1]["stream"] is True


def test_a_wrong_value_is_the_users_to_mend(server: ScriptedServer) -> None:
    said = "max_tokens is too large: 50. This model supports at most 10."
    server.say(failing(400, said, parameter="max_tokens"))
    with pytest.raises(ModelError, match="too large: 50"):
        chat(server).reply(QUESTION)
    assert len(server.chat_requests) == 1


@pytest.mark.parametrize(
    ("address", "key", "says"),
    [
        ("http://127.0.0.1:9/v1", "", "cannot reach http://127"),
        ("127.0.0.1:9", "", "correct OPENAI_BASE_URL"),
        ("http://[half", "", "correct OPENAI_BASE_URL"),
        ("http://127.0.0.1:9/v1", "schlüssel", "OPENAI_API_KEY holds a character"),
        ("http://127.0.0.1:9/v1", "two\nlines", "OPENAI_API_KEY holds a character"),
        ("", "", "set OPENAI_API_KEY"),
    ],
)
def test_an_address_or_key_that_cannot_be_is_one_line(address: str, key: str, says: str) -> None:
    nobody = OpenAIChat(Server(address, key, 5.0, 0), "m", 0.0, 50)
    with pytest.raises(ModelError, match=says):
        nobody.reply(QUESTION)
    with pytest.raises(ModelError, match=says):
        nobody.known_models()


def test_what_the_listener_raises_is_passed_on_as_it_is(server: ScriptedServer) -> None:
    def stop(_: str) -> None:
        raise ValueError("enough")

    server.say("Yes.")
    with pytest.raises(ValueError, match="enough"):
        chat(server, retries=2).reply(QUESTION, stop)
    assert len(server.chat_requests) == 1
