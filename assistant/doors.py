"""The doors to models and to the library, built from the settings.

Heavy modules are imported where they are needed: `litassist --help` loads none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.models import configured

if TYPE_CHECKING:
    from assistant.answering.judge import Judge
    from assistant.grounding.check import Checker
    from assistant.library.library import Library
    from assistant.models.local_embedding import LocalEmbedder
    from assistant.models.prices import Price
    from assistant.models.served_model import ServedModel
    from assistant.settings import Settings
    from assistant.types import Embedder

Report = Callable[[str], None]
"""Told of what goes on beside the result, in a sentence."""


class Doors:
    """Models and a library as the settings in force name them."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self.settings = settings
        self.report = report

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self.settings.library.path.expanduser()

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model that the settings name."""
        if self.settings.embedding.provider == "openai":
            return configured.served_embedder(self.settings)
        return self.local_embedder

    @cached_property
    def local_embedder(self) -> LocalEmbedder:
        """The packaged embedding model, which matches texts token by token, too."""
        return configured.local_embedder(self.settings.embedding)

    @cached_property
    def checker(self) -> Checker:
        """What holds sentences against the abstracts they cite."""
        from assistant.answering import configured as checks

        return checks.checker(self.settings)

    def judge(self) -> Judge | None:
        """Return what judges the sentences of others by a chat model, None where none does."""
        from assistant.answering import configured as checks

        return checks.judge(self.settings, self.chat_model(), self.checker)

    def chat_model(self) -> ServedModel | None:
        """Return the chat model that the settings name, or None where answers are extractive."""
        return configured.chat_model(self.settings)

    def price(self) -> Price | None:
        """Return what tokens of the chat model cost, None where no price is known."""
        return configured.price(self.settings.llm)

    @contextmanager
    def library(self, create: bool = False) -> Iterator[Library]:
        """Open the library, or with `create` make an empty one where there is none."""
        from assistant.library.library import Library
        from assistant.library.vector_server import vector_server

        server = vector_server(self.settings.library)
        opening = Library.open_or_create if create else Library.open
        library = opening(self.folder, self._facts(self.embedder), self._wait, self.report, server)
        try:
            yield library
        finally:
            library.close()

    @property
    def _wait(self) -> float:
        return self.settings.library.wait_seconds

    def _facts(self, embedder: Embedder) -> dict[str, str]:
        chosen = self.settings.library
        return {
            "embedder": embedder.name,
            "chunking": f"{chosen.chunk_tokens} tokens",
        }
