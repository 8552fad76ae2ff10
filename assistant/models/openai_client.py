"""The OpenAI-compatible client."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import openai

from assistant.errors import ModelError
from assistant.models.openai_errors import plain
from assistant.retrying import Patience


@dataclass(frozen=True, slots=True)
class Server:
    """Where a model server is and how patient to be with it."""

    base_url: str
    api_key: str
    timeout_seconds: float
    retries: int
    first_wait_seconds: float = 0.5
    longest_wait_seconds: float = 30.0

    @property
    def address(self) -> str:
        """The address that requests go to."""
        return self.base_url or "https://api.openai.com/v1"

    @property
    def patience(self) -> Patience:
        """How often to ask again and how long to wait before."""
        return Patience(self.retries, self.first_wait_seconds, self.longest_wait_seconds)

    def client(self, retries: int) -> openai.OpenAI:
        """Return a client for this server that asks again so many times by itself.

        Raises:
            ModelError: the key or the address is missing or cannot be one.
        """
        if not self.api_key and not self.base_url:
            raise ModelError(
                "no key for the model server: set OPENAI_API_KEY, or OPENAI_BASE_URL for a local "
                "server, or use `--set llm.provider=extractive`"
            )
        key = self.api_key.strip()
        if not (key.isascii() and key.isprintable()):
            raise ModelError(
                "OPENAI_API_KEY holds a character that no key has; copy it again from its source"
            )
        try:
            return openai.OpenAI(
                # Local servers need no key, but the client insists on one.
                api_key=key or "none",
                base_url=self.address,
                timeout=self.timeout_seconds,
                max_retries=retries,
            )
        except Exception as error:  # noqa: BLE001 - its class depends on the client's HTTP library
            raise ModelError(
                f"{self.address} is no address of a server ({error}); correct OPENAI_BASE_URL"
            ) from None


@contextmanager
def plain_errors(server: Server, model: str) -> Iterator[None]:
    """Turn the client's exceptions into errors that say what to do."""
    try:
        yield
    except openai.APIError as error:
        raise plain(error, server.address, model, server.timeout_seconds) from None
