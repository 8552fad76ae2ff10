"""A model of inference of one's own, from a folder, which tells what a text entails.

Any sequence-classification model exported to ONNX with its `tokenizer.json` and `config.json`, as
`optimum-cli export onnx` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy
from tokenizers import Tokenizer

from assistant.errors import SettingsError
from assistant.models import onnx_session
from assistant.models.local_embedding import batches

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Encoding

    from assistant.types import Vectors

Pair = tuple[str, str]
"""A premise and a hypothesis."""

_FILES = ("model.onnx", "model_quantized.onnx")
_PLACES = ("", "onnx")
_MOST_TOKENS = 512
_BATCH_TOKENS = 4096


class LocalEntailment:
    """Tells how likely premises entail hypotheses; the model is loaded with the first pair."""

    def __init__(self, folder: Path, threads: int) -> None:
        self.name = folder.resolve().name
        self._folder = folder
        self._threads = threads

    def entailed(self, pairs: Sequence[Pair]) -> list[float]:
        """Return a probability for each pair; what is too long for the model is cut at the end.

        Raises:
            SettingsError: the folder holds no such model.
        """
        encoded = self._tokenizer.encode_batch(list(pairs))
        likely = [0.0] * len(pairs)
        for batch in batches([len(one.ids) for one in encoded], _BATCH_TOKENS):
            found = self._probabilities([encoded[place] for place in batch])
            for place, probability in zip(batch, found, strict=True):
                likely[place] = probability
        return likely

    def _probabilities(self, encoded: Sequence[Encoding]) -> list[float]:
        session, label = self._session, self._label
        inputs = _inputs(encoded, self._padding)
        wanted = {one.name: inputs[one.name] for one in session.get_inputs() if one.name in inputs}
        try:
            logits: Vectors = session.run(None, wanted)[0]
            exponents = numpy.exp(logits - logits.max(axis=1, keepdims=True))
            return [float(row[label] / row.sum()) for row in exponents]
        except Exception as error:  # noqa: BLE001 - onnxruntime has no class of its own for it
            raise self._refused(f"its model cannot be run ({_first_line(error)})") from None

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        paths = [self._folder / place / name for place in _PLACES for name in _FILES]
        path = next((one for one in paths if one.is_file()), None)
        if path is None:
            raise self._refused(f"it holds no {_FILES[0]}")
        try:
            return onnx_session.session(path, self._threads)
        except Exception as error:  # noqa: BLE001 - onnxruntime has no class of its own for it
            raise self._refused(f"{path.name} cannot be read ({_first_line(error)})") from None

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        try:
            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        except Exception as error:  # noqa: BLE001 - tokenizers raises bare Exception
            raise self._refused(f"tokenizer.json cannot be read ({_first_line(error)})") from None
        longest = self._config.get("max_position_embeddings") or _MOST_TOKENS
        tokenizer.no_padding()
        # Some models count positions from 2.
        tokenizer.enable_truncation(min(_MOST_TOKENS, int(longest) - 2), strategy="longest_first")
        return tokenizer

    @cached_property
    def _config(self) -> dict[str, Any]:
        try:
            read = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
            return dict(read)
        except (OSError, ValueError, TypeError) as error:
            raise self._refused(f"config.json cannot be read ({_first_line(error)})") from None

    @property
    def _padding(self) -> int:
        return int(self._config.get("pad_token_id") or 0)

    @cached_property
    def _label(self) -> int:
        labels = self._config.get("id2label") or {}
        for place, label in labels.items():
            if is_entailment(str(label)):
                return int(place)
        raise self._refused("id2label of its config.json names no label 'entailment'")

    def _refused(self, why: str) -> SettingsError:
        return SettingsError(
            f"check.model: {self._folder} is no model of inference, {why}; name a folder of "
            'model.onnx, tokenizer.json and config.json, or "packaged"'
        )


def is_entailment(label: str) -> bool:
    """Tell whether a model's label means that the premise entails the hypothesis."""
    return label.casefold().startswith(("entail", "support"))


def _inputs(encoded: Sequence[Encoding], padding: int) -> dict[str, Any]:
    shape = (len(encoded), max(len(one.ids) for one in encoded))
    ids = numpy.full(shape, padding, dtype=numpy.int64)
    mask, types = (numpy.zeros(shape, dtype=numpy.int64) for _ in range(2))
    for row, one in enumerate(encoded):
        length = len(one.ids)
        ids[row, :length] = one.ids
        mask[row, :length] = 1
        types[row, :length] = one.type_ids
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
