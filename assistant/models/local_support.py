"""The packaged support model: how far a text bears out a claim, as one logit, offline.

Its lower layers read the claim and each sentence by themselves, as published (all-MiniLM-L6-v2);
its upper ones, which were trained, read them together (MacAvaney et al. 2020, Efficient Document
Re-Ranking for Transformers by Precomputing Term Representations).  `eval/recipes/support` trains
it and builds the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy
from tokenizers import Tokenizer

from assistant import resources
from assistant.models import onnx_session
from assistant.models.local_embedding import batches
from assistant.models.support_window import chosen, tidy

if TYPE_CHECKING:
    import onnxruntime

_OPENING, _CLOSING = 101, 102  # [CLS] and [SEP]
# As in training, but for the whole, which may be longer: more of the evidence is seen then.
_CLAIM_TOKENS, _SENTENCE_TOKENS, _TOTAL_TOKENS = 60, 80, 192
_BATCH_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Reading:
    """The tokens of a claim and of the sentences that it is held against, and their places."""

    texts: tuple[list[int], ...]
    places: list[int]

    @property
    def length(self) -> int:
        """The number of all tokens."""
        return sum(map(len, self.texts))


class LocalSupport:
    """Scores claims against sentences; the model is loaded with the first."""

    name = "support-minilm-int8"

    def __init__(self, threads: int) -> None:
        self._threads = threads

    def read(self, claim: str, sentences: Sequence[str]) -> Reading:
        """Return what the model reads of a claim and the sentences of a text."""
        told = [tidy(claim), *map(tidy, sentences)]
        encoded = self._tokenizer.encode_batch(told, add_special_tokens=False)
        said, *held = (
            [_OPENING, *one.ids[: _SENTENCE_TOKENS if place else _CLAIM_TOKENS], _CLOSING]
            for place, one in enumerate(encoded)
        )
        places = chosen(told[0], told[1:], [len(ids) for ids in held], _TOTAL_TOKENS - len(said))
        return Reading((said, *(held[place] for place in places)), places)

    def logits(self, readings: Sequence[Reading]) -> list[float]:
        """Return a logit for each reading: above 0 where the sentences bear the claim out."""
        logits = [0.0] * len(readings)
        for batch in batches([one.length for one in readings], _BATCH_TOKENS):
            (found,) = self._session.run(["logit"], _inputs([readings[place] for place in batch]))
            for place, logit in zip(batch, found, strict=True):
                logits[place] = float(logit)
        return logits

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(resources.MINILM / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return onnx_session.session(resources.SUPPORT / "model.onnx", self._threads)


def _inputs(readings: Sequence[Reading]) -> dict[str, Any]:
    """Return tokens, their places within their text, and which text: 1 is the claim, 0 none."""
    longest = max(one.length for one in readings)
    shape = (len(readings), longest)
    words, positions, blocks = (numpy.zeros(shape, dtype=numpy.int32) for _ in range(3))
    for row, one in enumerate(readings):
        start = 0
        for block, ids in enumerate(one.texts, 1):
            stop = start + len(ids)
            words[row, start:stop] = ids
            positions[row, start:stop] = range(len(ids))
            blocks[row, start:stop] = block
            start = stop
    return {"input_ids": words, "position_ids": positions, "blocks": blocks}
