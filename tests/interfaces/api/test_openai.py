"""The stock openai SDK against the server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletion

from assistant.errors import ModelError
from tests.conftest import AS_WRITTEN, MakeApp
from tests.interfaces.api.conftest import QUESTION, HeldModel, Serve

MODEL = "literature-assistant"


@pytest.fixture
def client(reading: httpx.Client) -> Iterator[openai.OpenAI]:
    with sdk(reading) as client:
        yield client


def sdk(client: httpx.Client) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{client.base_url}/v1", api_key="none", max_retries=0)


def extra_of(done: ChatCompletion) -> dict[str, Any]:
    assert done.model_extra
    answer: dict[str, Any] = done.model_extra["litassist"]
    return answer


def said_in(error: openai.APIError) -> str:
    assert isinstance(error.body, dict)
    return str(error.body["message"])


def test_an_answer_has_its_citations_as_annotations(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": QUESTION}], temperature=0.3
    )
    message = done.choices[0].message
    content = message.content or ""
    answer = extra_of(done)
    assert answer["schema"] == "answer/1"
    assert content == answer["text"]
    marks = [(found.start(), found.end()) for found in re.finditer(r"\[\d+\]", content)]
    assert marks
    titles = {one["number"]: one["title"] for one in answer["references"]}
    given = [one.url_citation for one in message.annotations or []]
    assert [(one.start_index, one.end_index) for one in given] == marks
    for one in given:
        number = int(content[one.start_index + 1 : one.end_index - 1])
        assert one.title == titles[number]
        assert one.url.startswith("http")
    assert done.choices[0].finish_reason == "stop"
    assert done.usage is not None
    assert done.usage.total_tokens == 0


def test_a_stream_says_the_same(client: openai.OpenAI) -> None:
    asked = {"model": MODEL, "messages": [{"role": "user", "content": QUESTION}]}
    whole = client.chat.completions.create(**asked)  # type: ignore[call-overload]
    chunks = list(
        client.chat.completions.create(
            model=MODEL,
            messages=[{"role": "user", "content": QUESTION}],
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    last = [delta for delta in deltas if delta.content is not None][-1]
    assert last.model_extra is not None
    expected = [one.model_dump() for one in whole.choices[0].message.annotations]
    assert last.model_extra["annotations"] == expected
    (extra,) = [one.model_extra["litassist"] for one in chunks if one.model_extra]
    assert extra["statements"] == whole.model_extra["litassist"]["statements"]
    assert chunks[-1].usage is not None
    assert [one.choices[0].finish_reason for one in chunks if one.choices][-1] == "stop"


def test_the_streaming_helper_of_the_sdk_puts_it_together(client: openai.OpenAI) -> None:
    with client.chat.completions.stream(
        model=MODEL, messages=[{"role": "user", "content": QUESTION}]
    ) as stream:
        done = stream.get_final_completion()
    assert "[1]" in (done.choices[0].message.content or "")


def test_earlier_messages_are_the_history(client: openai.OpenAI) -> None:
    done = client.chat.completions.create(
        model=MODEL,
        messages=[
            {"role": "system", "content": "You are a pirate."},
            {"role": "user", "content": "What does HyDE do?"},
            {"role": "assistant", "content": "It writes a document. [1]"},
            {"role": "user", "content": [{"type": "text", "text": "And what does that cost?"}]},
        ],
    )
    asked = extra_of(done)["standalone_question"]
    assert "HyDE" in asked
    assert "pirate" not in asked


def test_there_is_one_model(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    with pytest.raises(openai.NotFoundError) as refused:
        client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Hello?"}]
        )
    assert refused.value.code == "model-not-found"
    assert f"one model here: {MODEL}" in said_in(refused.value)


@pytest.mark.parametrize(
    "messages",
    [
        [{"role": "user", "content": "  "}],
        [{"role": "user", "content": "Why?"}, {"role": "assistant", "content": "So."}],
        [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}],
    ],
)
def test_a_chat_that_asks_nothing_is_refused(
    reading: httpx.Client, messages: list[dict[str, object]]
) -> None:
    body = {"model": MODEL, "messages": messages}
    refused = reading.post("/v1/chat/completions", json=body)
    assert refused.status_code == 400
    assert "asks nothing" in refused.json()["detail"]
    assert refused.json()["error"]["message"] == refused.json()["detail"]


def test_a_failure_in_a_stream_reaches_the_sdk(
    library: object,
    make_app: MakeApp,
    serve: Serve,
    held: HeldModel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise ModelError("the model is out of order; mend it")

    monkeypatch.setattr(held, "reply", fails)
    with serve(make_app(**AS_WRITTEN)) as http, sdk(http) as client:
        stream = client.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": QUESTION}], stream=True
        )
        with pytest.raises(openai.APIError, match="out of order"):
            list(stream)
        with pytest.raises(openai.InternalServerError) as failed:
            client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": QUESTION}]
            )
        assert "out of order" in said_in(failed.value)
