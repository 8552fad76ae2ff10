"""The packaged embedding model: all-MiniLM-L6-v2 as int8 ONNX, on the processor, offline.

Reimers and Gurevych, Sentence-BERT, EMNLP 2019.  Mean pooling and normalisation are part of the
graph; `eval/recipes/minilm_onnx.py` builds the file from the published weights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy
from tokenizers import Encoding, Tokenizer

from assistant import resources
from assistant.models import onnx_session

if TYPE_CHECKING:
    import onnxruntime

    from assistant.types import Vector, Vectors

_DIMENSION = 384


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text's tokens: where each stands, its vector of unit length, and the whole text's vector.

    `spans` are (start, end) in the text; `vectors` has shape (tokens, 384), `pooled` (384,).
    """

    spans: list[tuple[int, int]]
    vectors: Vectors
    pooled: Vector


# Of a token 128 signs are kept, 16 bytes: as good for the ranking as 48 numbers of a byte each
# (README, design notes).
_TOKEN_SIGNS = 128
_UNIT = _TOKEN_SIGNS**0.5  # the length of a vector of that many signs


class LocalEmbedder:
    """Embeds texts with the packaged model; the model is loaded with the first text."""

    name = "all-MiniLM-L6-v2-int8"
    dimension = _DIMENSION

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

    def embed_with_tokens(
        self, texts: Sequence[str], tells: Callable[[str], bool]
    ) -> tuple[Vectors, list[bytes]]:
        """Return one row a text as `embed` does, and the signs of the tokens of its telling words.

        `tells` says of a word whether it is one.
        """
        vectors = numpy.zeros((len(texts), _DIMENSION), dtype=numpy.float32)
        signs: dict[int, bytes] = {}
        for place, text in self.embed_tokens(texts):
            vectors[place] = text.pooled
            words = (word_at(texts[place], span) for span in text.spans)
            telling = [row for row, word in enumerate(words) if tells(word)]
            signs[place] = numpy.packbits(text.vectors[telling] @ self._directions > 0).tobytes()
        return vectors, [signs[place] for place in range(len(texts))]

    def likenesses(self, tokens: Vectors, signs: bytes) -> Vectors:
        """Return how like each token is each that signs were kept of, shape (tokens, kept).

        It stands for their cosine.  One side keeps its numbers: comparing signs alone is worse.
        """
        short: Vectors = tokens @ self._directions
        short /= numpy.maximum(numpy.linalg.norm(short, axis=1, keepdims=True), 1e-9)
        bits = numpy.unpackbits(numpy.frombuffer(signs, dtype=numpy.uint8))
        kept = bits.reshape(-1, _TOKEN_SIGNS).astype(numpy.float32)
        found: Vectors = (2 * (short @ kept.T) - short.sum(axis=1, keepdims=True)) / _UNIT
        return found

    @staticmethod
    def tokens_in(signs: bytes) -> int:
        """Return of how many tokens signs are."""
        return len(signs) * 8 // _TOKEN_SIGNS

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


def word_at(text: str, span: tuple[int, int]) -> str:
    """Return the whole word that a token is a piece of: "over" of "overoptimization"."""
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return text[start:end]
