"""The states that the frozen lower layers give, one array a sentence, kept once computed."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import onnx
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant.models.support_window import chosen, tidy
from eval.recipes import minilm_onnx
from eval.recipes.support.data import Pair
from eval.recipes.support.model import LOWER

CLAIM, TOTAL, SENTENCE = 60, 112, 80
States = NDArray[numpy.float16]


def build(folder: Path, out: Path) -> None:
    """Write the lower layers as an int8 ONNX file."""
    config = dataclasses.replace(minilm_onnx.read_config(folder), layers=LOWER)
    full = out.with_suffix(".full.onnx")
    onnx.save(minilm_onnx.build(load_file(folder / "model.safetensors"), config), full)
    minilm_onnx.quantise(full, out)
    full.unlink()


class Lower:
    """Tokenises, chooses the evidence to read, and gives the states of claim and evidence."""

    def __init__(self, folder: Path, graph: Path, total: int = TOTAL, threads: int = 2) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.total = total
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.session = onnxruntime.InferenceSession(
            str(graph), options, providers=["CPUExecutionProvider"]
        )
        self.kept: dict[tuple[int, ...], States] = {}

    def tokens(self, claim: str, evidence: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the tokens of the claim and of each sentence to read, ends marked."""
        return self._read(claim, evidence)[0]

    def places(self, pair: Pair) -> list[int]:
        """Return the places of the sentences to read."""
        return self._read(pair.claim, pair.evidence)[1]

    def _read(self, claim: str, evidence: Sequence[str]) -> tuple[list[tuple[int, ...]], list[int]]:
        encoded = self.tokenizer.encode_batch([tidy(claim), *evidence], add_special_tokens=False)
        said, *held = (
            (101, *one.ids[: SENTENCE if n else CLAIM], 102) for n, one in enumerate(encoded)
        )
        places = chosen(claim, evidence, [len(ids) for ids in held], self.total - len(said))
        return [said, *(held[place] for place in places)], places

    def fill(self, texts: Sequence[tuple[int, ...]]) -> None:
        """Compute the states of those texts that have none yet."""
        new = sorted({ids for ids in texts if ids not in self.kept}, key=len)
        for start in range(0, len(new), 48):
            group = new[start : start + 48]
            words = numpy.zeros((len(group), len(group[-1])), dtype=numpy.int32)
            for row, ids in enumerate(group):
                words[row, : len(ids)] = ids
            inputs: dict[str, Any] = {
                "input_ids": words, "attention_mask": (words > 0).astype(numpy.int32)
            }  # fmt: skip
            states = self.session.run(["last_hidden_state"], inputs)[0]
            for row, ids in enumerate(group):
                self.kept[ids] = states[row, : len(ids)].astype(numpy.float16)
