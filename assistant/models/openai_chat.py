"""Chat with an OpenAI-compatible server (Chat Completions, streamed)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

import httpx
import openai

from assistant.errors import ModelUnavailable
from assistant.models import tokens
from assistant.models.openai_client import Server, plain_errors
from assistant.types import Message, Reply

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletionMessageParam


class OpenAIChat:
    """A chat model behind the Chat Completions interface."""

    def __init__(
        self, server: Server, model: str, temperature: float, max_output_tokens: int
    ) -> None:
        self.name = model
        self.address = server.address
        self._server = server
        self._temperature = temperature
        self._max_output_tokens = max_output_tokens

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the whole reply; tokens are counted here where the server does not count them.

        Raises:
            ModelError: the server refused, failed or sent nothing; the message says what to do.
        """
        parts: list[str] = []
        finish: str | None = None
        usage: openai.types.CompletionUsage | None = None
        with plain_errors(self._server, self.name):
            try:
                stream = self._client.chat.completions.create(
                    model=self.name,
                    messages=[
                        cast("ChatCompletionMessageParam", {"role": m.role, "content": m.content})
                        for m in messages
                    ],
                    temperature=self._temperature,
                    max_tokens=self._max_output_tokens,
                    stream=True,
                    stream_options={"include_usage": True},
                )
                for chunk in stream:
                    usage = chunk.usage or usage
                    for choice in chunk.choices[:1]:
                        finish = choice.finish_reason or finish
                        if choice.delta.content:
                            parts.append(choice.delta.content)
                            if on_text:
                                on_text(choice.delta.content)
            except httpx.HTTPError as error:
                # The client wraps errors of the request but not those of a stream under way.
                raise ModelUnavailable(
                    f"the connection to {self._server.address} was lost in the middle of a reply "
                    f"({type(error).__name__}); try again"
                ) from None
        text = "".join(parts)
        if not text.strip():
            raise ModelUnavailable(
                f"{self.name} sent an empty reply ({finish or 'no reason given'}); try again, or "
                "choose another llm.model"
            )
        return Reply(
            text=text,
            tokens_in=usage.prompt_tokens
            if usage
            else sum(tokens.count(m.content) for m in messages),
            tokens_out=usage.completion_tokens if usage else tokens.count(text),
            complete=finish == "stop",
        )

    def known_models(self) -> list[str]:
        """Return the names of the models that the server offers.

        Raises:
            ModelError: the server cannot be asked.
        """
        with plain_errors(self._server, self.name):
            return sorted(model.id for model in self._client.models.list())

    @cached_property
    def _client(self) -> openai.OpenAI:
        return self._server.client()
