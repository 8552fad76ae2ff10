"""The packaged embedding model: all-MiniLM-L6-v2 as int8 ONNX, on the processor, offline.

Reimers and Gurevych, Sentence-BERT, EMNLP 2019.  Mean pooling and normalisation are part of the
graph; `eval/recipes/minilm_onnx.py` builds the file from the published weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy
from tokenizers import Encoding, Tokenizer

from assistant import resources
from assistant.models import onnx_session

if TYPE_CHECKING:
    import onnxruntime
    from numpy.typing import NDArray

    from assistant.types import Vector, Vectors

    TokenCodes = NDArray[numpy.int8]

_DIMENSION = 384


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens: where each stands, its vector of unit length, and the whole text's vector.

    `spans` are (start, end) in the text; `vectors` has shape (tokens, 384), `pooled` (384,).
    """

    spans: list[tuple[int, int]]
    vectors: Vectors
    pooled: Vector


# Numbers that are kept of a token: 48 of 384, those along which tokens differ most, lose nothing of
# the ranking (README, design notes).
_TOKEN_NUMBERS = 48


class LocalEmbedder:
    """Embeds texts with the packaged model; the model is loaded with the first text."""

    name = "all-MiniLM-L6-v2-int8"
    dimension = _DIMENSION
    token_numbers = _TOKEN_NUMBERS

    def __init__(self, max_tokens: int, batch_tokens: int, threads: int) -> None:
        self._max_tokens = max_tokens
        self._batch_tokens = batch_tokens
        self._threads = threads

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (len(texts), 384), float32, unit length."""
        vectors = numpy.zeros((len(texts), _DIMENSION), dtype=numpy.float32)
        encodings = self._tokenizer.encode_batch(list(texts))
        for batch, outputs in self._run(encodings, ["embedding"]):
            vectors[batch] = outputs[0]
        return vectors

    def embed_tokens(self, texts: Sequence[str]) -> Iterator[tuple[int, TokenVectors]]:
        """Yield each text's place and the vectors of its tokens, in the order they are done."""
        encodings = self._tokenizer.encode_batch(list(texts))
        for batch, (vectors, states) in self._run(encodings, ["embedding", "last_hidden_state"]):
            for row, place in enumerate(batch):
                # The first and the last token only mark the ends.
                spans = encodings[place].offsets[1:-1]
                of_tokens = states[row, 1 : len(spans) + 1]
                lengths = numpy.linalg.norm(of_tokens, axis=1, keepdims=True)
                yield place, TokenVectors(spans, of_tokens / lengths, vectors[row])

    def embed_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[TokenCodes]]:
        """Return one row a text as `embed` does, and the vectors of each one's tokens, in short."""
        vectors = numpy.zeros((len(texts), _DIMENSION), dtype=numpy.float32)
        codes: dict[int, TokenCodes] = {}
        for place, text in self.embed_tokens(texts):
            vectors[place] = text.pooled
            codes[place] = numpy.round(self.shortened(text.vectors) * 127).astype(numpy.int8)
        return vectors, [codes[place] for place in range(len(texts))]

    def shortened(self, tokens: Vectors) -> Vectors:
        """Return the vectors of tokens in the numbers that are kept of them, of unit length."""
        short: Vectors = tokens @ self._directions
        short /= numpy.maximum(numpy.linalg.norm(short, axis=1, keepdims=True), 1e-9)
        return short

    @cached_property
    def _directions(self) -> Vectors:
        kept: Vectors = numpy.load(resources.MINILM / "directions.npy").astype(numpy.float32)
        return kept

    def _run(
        self, encodings: Sequence[Encoding], wanted: list[str]
    ) -> Iterator[tuple[list[int], list[Vectors]]]:
        """Yield the places of each batch with what the model says of it."""
        tokens = [encoding.ids for encoding in encodings]
        for batch in batches([len(ids) for ids in tokens], self._batch_tokens):
            longest = len(tokens[batch[-1]])
            ids = numpy.zeros((len(batch), longest), dtype=numpy.int32)
            mask = numpy.zeros_like(ids)
            for row, place in enumerate(batch):
                ids[row, : len(tokens[place])] = tokens[place]
                mask[row, : len(tokens[place])] = 1
            inputs = {"input_ids": ids, "attention_mask": mask}
            yield batch, self._session.run(wanted, inputs)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(resources.MINILM / "tokenizer.json"))
        # The file ships with padding and truncation at 128, of which neither is wanted.
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._max_tokens)
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnx_session.session(resources.MINILM / "model.onnx", self._threads)


def batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield the places of texts, shortest first, in batches of at most `budget` padded tokens.

    Texts of like length share a batch, so that little is spent on padding.
    """
    batch: list[int] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[place] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
