"""Embeddings from an OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy
import openai

from assistant.errors import ModelError
from assistant.models.openai_client import Server, plain_errors

if TYPE_CHECKING:
    from assistant.types import Vectors

_BATCH = 256  # the interface admits 2,048 inputs, many compatible servers fewer


class OpenAIEmbedder:
    """Embeds texts on a server; the dimension is learned from its first reply."""

    def __init__(self, server: Server, model: str) -> None:
        self.name = model
        self._server = server

    @cached_property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.embed(["dimension"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (len(texts), dimension), float32, unit length.

        Raises:
            ModelError: the server refused, failed or sent no vectors; the message says what to do.
        """
        if not texts:
            return numpy.empty((0, 0), dtype=numpy.float32)
        rows: list[list[float]] = []
        with plain_errors(self._server, self.name):
            for start in range(0, len(texts), _BATCH):
                part = list(texts[start : start + _BATCH])
                reply = self._client.embeddings.create(
                    model=self.name, input=part, encoding_format="float"
                )
                rows += [item.embedding for item in sorted(reply.data, key=lambda item: item.index)]
        if len(rows) != len(texts):
            raise ModelError(
                f"{self.name} returned {len(rows)} vectors for {len(texts)} texts; "
                "choose another embedding.model"
            )
        vectors = numpy.asarray(rows, dtype=numpy.float32).reshape(len(texts), -1)
        lengths = numpy.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = vectors / numpy.maximum(lengths, 1e-12)
        return unit

    @cached_property
    def _client(self) -> openai.OpenAI:
        return self._server.client(self._server.retries)
