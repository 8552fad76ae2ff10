"""Chat with an OpenAI-compatible server (Chat Completions, streamed where the server can)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import openai

from assistant.errors import ModelError, ModelUnavailable
from assistant.models import openai_request, tokens
from assistant.models.openai_client import Server, plain_errors
from assistant.models.openai_errors import filtered, one_line
from assistant.models.openai_response import Received, Response, receive
from assistant.retrying import persist
from assistant.types import Message, Reply


class OpenAIChat:
    """A chat model behind the Chat Completions interface."""

    def __init__(
        self, server: Server, model: str, temperature: float, max_output_tokens: int
    ) -> None:
        self.name = model
        self.address = server.address
        self._server = server
        # What the server refuses of these is left out of all later requests.
        self._options = openai_request.everything(temperature, max_output_tokens)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the reply; tokens are counted here where the server does not count them.

        A connection that is lost before any text was handed on is tried again; later than that,
        the text so far is the reply, cut by the connection.

        Raises:
            ModelError: the server refused, failed or sent nothing; the message says what to do.
        """
        return persist(lambda: self._attempt(messages, on_text), self._server.patience)

    def known_models(self) -> list[str]:
        """Return the names of the models that the server offers.

        Raises:
            ModelError: the server cannot be asked.
        """
        client = self._client.with_options(max_retries=self._server.retries)
        with plain_errors(self._server, self.name):
            try:
                return sorted(model.id for model in client.models.list())
            except (AttributeError, TypeError, ValueError):
                raise ModelError(
                    f"{self.address} answered with something that is no list of models; check "
                    "that OPENAI_BASE_URL ends in /v1"
                ) from None

    def _attempt(self, messages: Sequence[Message], on_text: Callable[[str], None] | None) -> Reply:
        got = receive(self._ask(messages), on_text, self.address)
        # Some servers send nothing now and then; one that does so twice will do so again.
        if _came_empty(got) and self._server.retries:
            got = receive(self._ask(messages), on_text, self.address)
        if not got.text.strip() or (got.cut == "connection" and on_text is None):
            raise self._error(got)
        return Reply(
            text=got.text,
            tokens_in=got.usage.tokens_in
            if got.usage
            else sum(tokens.count(m.content) for m in messages),
            tokens_out=got.usage.tokens_out if got.usage else tokens.count(got.text),
            cut=got.cut,
        )

    def _ask(self, messages: Sequence[Message]) -> Response:
        """Send the request, without what the server refuses to be told; each refusal costs one."""
        said = [{"role": m.role, "content": m.content} for m in messages]
        with plain_errors(self._server, self.name):
            while True:
                options = self._options
                try:
                    # Documents as they come: see openai_response.
                    return self._client.post(
                        "/chat/completions",
                        cast_to=object,
                        body={"model": self.name, "messages": said, **options},
                        stream=options.get("stream", False),
                        stream_cls=openai.Stream[object],
                    )
                except openai.APIStatusError as error:
                    fewer = openai_request.without_refused(options, error)
                    if fewer is None:
                        raise
                    self._options = fewer

    def _error(self, got: Received) -> ModelError:
        """Return the error for a reply without text, or whose end never came."""
        if got.cut == "connection":
            how = got.lost or "it ended without a reason"
            return ModelUnavailable(
                f"the connection to {self.address} was lost in the middle of a reply ({how}); "
                "try again"
            )
        if got.refusal:
            return ModelError(
                f"{self.name} refused to answer ({one_line(got.refusal)}); rephrase the question, "
                "or choose another llm.model"
            )
        if got.cut == "filter":
            return filtered(self.name, "content_filter")
        if got.cut == "length":
            return ModelError(
                f"{self.name} reached its longest reply before it wrote any text; raise "
                "llm.max_output_tokens (a model that reasons first spends them on that)"
            )
        return ModelError(
            f"{self.name} sent an empty reply ({got.finish}); try again, or choose another "
            "llm.model"
        )

    @cached_property
    def _client(self) -> openai.OpenAI:
        # Asking again is done above, where a reply under way is known too.
        return self._server.client(retries=0)


def _came_empty(got: Received) -> bool:
    return not (got.text.strip() or got.refusal or got.cut)
