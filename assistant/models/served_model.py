"""A chat model on a server, and what is wrapped around one."""

from __future__ import annotations

from typing import Protocol

from assistant.types import ChatModel


class ServedModel(ChatModel, Protocol):
    """A chat model that knows where it is served."""

    @property
    def address(self) -> str:
        """The address that requests go to."""

    def known_models(self) -> list[str]:
        """Return the names of the models that the server offers.

        Raises:
            ModelError: the server cannot be asked.
        """


class Wrapper:
    """All of a served model but its replies, which the wrapper is there for."""

    def __init__(self, inner: ServedModel) -> None:
        self._inner = inner

    @property
    def name(self) -> str:
        """The name of the model."""
        return self._inner.name

    @property
    def address(self) -> str:
        """The address that requests go to."""
        return self._inner.address

    def known_models(self) -> list[str]:
        """Return the names of the models that the server offers."""
        return self._inner.known_models()
