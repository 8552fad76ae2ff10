"""The run's own models in LlamaIndex's dress, so that both sides use the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.base.llms.types import CompletionResponse, LLMMetadata
from llama_index.core.llms import CustomLLM
from llama_index.core.llms.callbacks import llm_completion_callback
from pydantic import PrivateAttr

from assistant.types import ChatModel, Embedder, Message, Usage


class LibraryEmbedding(BaseEmbedding):
    """The library's own embedding model, in LlamaIndex's dress."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(model_name=embedder.name)
        self._embedder = embedder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._embedder.embed([query])[0]]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_query_embedding(text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class RunModel(CustomLLM):
    """The run's own chat model, in LlamaIndex's dress; counts what it is asked."""

    _chat: ChatModel = PrivateAttr()
    _calls: int = PrivateAttr(default=0)
    _tokens_in: int = PrivateAttr(default=0)
    _tokens_out: int = PrivateAttr(default=0)

    def __init__(self, chat: ChatModel) -> None:
        super().__init__()
        self._chat = chat

    @property
    def metadata(self) -> LLMMetadata:
        """What LlamaIndex packs its prompts by: room enough for eight abstracts in one call."""
        return LLMMetadata(context_window=32_000, num_output=1200, model_name=self._chat.name)

    @llm_completion_callback()
    def complete(
        self,
        prompt: str,
        formatted: bool = False,  # noqa: ARG002 - LlamaIndex calls it with this
        **kwargs: Any,  # noqa: ARG002
    ) -> CompletionResponse:
        """Return the model's reply to a prompt."""
        reply = self._chat.reply([Message("user", prompt)])
        self._calls += 1
        self._tokens_in += reply.tokens_in
        self._tokens_out += reply.tokens_out
        return CompletionResponse(text=reply.text)

    @llm_completion_callback()
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Iterator[CompletionResponse]:
        """Yield the reply in one piece."""
        yield self.complete(prompt, formatted, **kwargs)

    def usage(self, seconds: float) -> Usage:
        """Return what was asked of the model so far."""
        return Usage(
            self._chat.name, self._calls, self._tokens_in, self._tokens_out, None, round(seconds, 3)
        )
