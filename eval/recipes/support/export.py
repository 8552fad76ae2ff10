"""Writes the trained scorer as one int8 ONNX file and measures what that loses and how fast it is.

The graph takes int32 `input_ids`, `position_ids` and `blocks`, [batch, tokens], and gives `logit`,
[batch].  `blocks` is 0 for padding, 1 for the claim and 2, 3, … for the sentences of the evidence;
positions are counted from 0 in each block.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from safetensors.numpy import load_file

from eval.recipes import minilm_onnx
from eval.recipes.minilm_onnx import Graph, Weights
from eval.recipes.support.model import LOWER, PUBLISHED, UPPER

SMALLEST = 10_000  # numbers; less is not worth packing
INT32, FLOAT = onnx.TensorProto.INT32, onnx.TensorProto.FLOAT


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the file; print its size and its checksum."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("model", type=Path, metavar="MODEL_DIR", help="the published model")
    parser.add_argument("trained", type=Path, metavar="FILE.safetensors", help="what was trained")
    parser.add_argument("out", type=Path, metavar="OUT.onnx", help="the file to write")
    options = parser.parse_args(arguments)
    full = options.out.with_suffix(".float32.onnx")
    onnx.save(build(options.model, options.trained), full)
    onnx.save(packed(onnx.load(full)), options.out)
    content = options.out.read_bytes()
    print(f"{options.out}: {len(content):,} bytes, sha256 {hashlib.sha256(content).hexdigest()}")


def build(folder: Path, trained: Path) -> onnx.ModelProto:
    """Return the whole float32 model: lower layers, upper layers, head."""
    config = dataclasses.replace(minilm_onnx.read_config(folder), layers=LOWER + UPPER)
    own = load_file(trained)
    graph = Graph(_named(load_file(folder / "model.safetensors"), own), config)
    apart, together = _masks(graph)
    hidden = minilm_onnx.embeddings(graph, "position_ids")
    for layer in range(LOWER):
        hidden = minilm_onnx.attention(graph, layer, hidden, apart)
        hidden = minilm_onnx.feed_forward(graph, layer, hidden)
    states = hidden
    compared = _comparison(graph, own, states)
    hidden = _entry(graph, own, states, compared)
    for layer in range(LOWER, LOWER + UPPER):
        hidden = minilm_onnx.attention(graph, layer, hidden, together)
        hidden = minilm_onnx.feed_forward(graph, layer, hidden)
    _head(graph, own, hidden, compared)
    return _finished(graph)


def packed(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its matrices as int8, a scale a column, unpacked when it is loaded.

    Only the file is smaller: quantised activations would move the logits by a tenth of their range.
    """
    kept, nodes = [], []
    for constant in model.graph.initializer:
        values = numpy_helper.to_array(constant)
        if values.ndim != 2 or values.size < SMALLEST:
            kept.append(constant)
            continue
        # A row of a table is the vector of one word or place, a column of a matrix one output.
        axis = 0 if constant.name in ("we", "pe") else 1
        scale = numpy.abs(values).max(axis=1 - axis) / 127 + 1e-12
        shape = (-1, 1) if axis == 0 else (1, -1)
        whole = numpy.round(values / scale.reshape(shape)).astype(numpy.int8)
        name = constant.name
        kept.append(numpy_helper.from_array(whole, f"{name}_int8"))
        kept.append(numpy_helper.from_array(scale.astype(numpy.float32), f"{name}_scale"))
        inputs = [f"{name}_int8", f"{name}_scale"]
        nodes.append(helper.make_node("DequantizeLinear", inputs, [name], axis=axis))
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    nodes += model.graph.node
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _named(weights: Weights, own: Weights) -> Weights:
    """Return all encoder weights under their published names, with the trained ones."""
    merged = dict(weights)
    for name, values in own.items():
        if name.startswith("layers."):
            _, number, part, kind = name.split(".")
            merged[f"encoder.layer.{LOWER + int(number)}.{PUBLISHED[part]}.{kind}"] = values
    return merged


def _number(graph: Graph, name: str, value: Any, kind: str = "int64") -> str:
    return graph.constant(name, numpy.array(value, dtype=kind))


def _masks(graph: Graph) -> tuple[str, str]:
    """Add what may be looked at: in the lower layers the own sentence, in the upper ones all.

    In between, the claim looks at the evidence and the evidence at the claim.
    """
    rows = graph.plain("Unsqueeze", ["blocks", _number(graph, "axis1", [1])], "blocks_row")
    columns = graph.plain("Unsqueeze", ["blocks", _number(graph, "axis2", [2])], "blocks_column")
    same = graph.plain("Equal", [columns, rows], "same_block")
    apart = graph.plain("Cast", [same], "apart", to=INT32)
    some = graph.plain("Greater", ["blocks", _number(graph, "zero", [0], "int32")], "some")
    together = graph.plain("Cast", [some], "together", to=INT32)
    one = _number(graph, "one", [1], "int32")
    for name, values in (("", "blocks"), ("_row", rows), ("_column", columns)):
        graph.plain("Equal", [values, one], f"claim{name}")
        graph.plain("Greater", [values, one], f"text{name}")
    forth = graph.plain("And", ["claim_column", "text_row"], "forth")
    back = graph.plain("And", ["text_column", "claim_row"], "back")
    graph.plain("Or", [forth, back], "across")
    graph.plain("Cast", ["claim_column"], "claim_share", to=FLOAT)
    return apart, together


def _dense(graph: Graph, own: Weights, name: str, hidden: str, output: str) -> str:
    kernel = graph.constant(f"{name}_weight", own[f"{name}.weight"].T)
    if f"{name}.bias" not in own:
        return graph.plain("MatMul", [hidden, kernel], output)
    product = graph.plain("MatMul", [hidden, kernel], f"{output}_product")
    return graph.plain(
        "Add", [product, graph.constant(f"{name}_bias", own[f"{name}.bias"])], output
    )


def _comparison(graph: Graph, own: Weights, states: str) -> str:
    """Add each token's comparison with what it finds on the other side."""
    middle = graph.constant("middle", own["middle"])
    centred = graph.plain("Sub", [states, middle], "centred")
    sides = []
    for name in ("seek", "offer"):
        turned = _dense(graph, own, name, centred, f"{name}_raw")
        sides.append(graph.plain("LpNormalization", [turned], f"{name}_unit", axis=-1, p=2))
    keys = graph.plain("Transpose", [sides[1]], "keys", perm=[0, 2, 1])
    cosines = graph.plain("MatMul", [sides[0], keys], "cosines")
    sharpness = _number(graph, "sharpness", [math.exp(float(own["sharpness"]))], "float32")
    scaled = graph.plain("Mul", [cosines, sharpness], "scaled")
    low = _number(graph, "low", [-1e4], "float32")
    scores = graph.plain("Where", ["across", scaled, low], "scores")
    weights = graph.plain("Softmax", [scores], "weights", axis=-1)
    mine = _dense(graph, own, "first", centred, "mine")
    found = _dense(graph, own, "second", centred, "found")
    other = graph.plain("MatMul", [weights, found], "other")
    gap = graph.plain("Sub", [mine, other], "gap")
    product = graph.plain("Mul", [mine, other], "both")
    joined = graph.plain("Concat", [mine, other, gap, product], "joined", axis=-1)
    return graph.fused("Gelu", [_dense(graph, own, "compare", joined, "compare_y")], "compared")


def _entry(graph: Graph, own: Weights, states: str, compared: str) -> str:
    """Add what goes into the upper layers: the states, the side, the comparison, normalised."""
    claim = graph.constant("part_claim", own["parts"][0])
    text = graph.constant("part_text", own["parts"][1])
    part = graph.plain("Where", ["claim_column", claim, text], "part")
    told = _dense(graph, own, "tell", compared, "told")
    total = graph.plain("Add", [graph.plain("Add", [states, part], "placed"), told], "total")
    scale = graph.constant("entry_weight", own["entry.weight"])
    shift = graph.constant("entry_bias", own["entry.bias"])
    inputs = [total, scale, shift]
    return graph.plain("LayerNormalization", inputs, "entry", axis=-1, epsilon=1e-5)


def _head(graph: Graph, own: Weights, hidden: str, compared: str) -> None:
    """Add the logit, from the first token, means over the claim, and the most telling token."""
    count = graph.plain("ReduceSum", ["claim_share", "axis1"], "count", keepdims=0)

    def mean(values: str, name: str) -> str:
        shared = graph.plain("Mul", [values, "claim_share"], f"{name}_shared")
        total = graph.plain("ReduceSum", [shared, "axis1"], f"{name}_total", keepdims=0)
        return graph.plain("Div", [total, count], name)

    claimed = graph.plain("Where", ["claim_column", compared, "low"], "claimed")
    most = graph.plain("ReduceMax", [claimed], "most", axes=[1], keepdims=0)
    opening = graph.plain("Gather", [hidden, _number(graph, "at0", [0])], "opening", axis=1)
    start = graph.plain("Squeeze", [opening, "axis1"], "start")
    pooled = [start, mean(hidden, "whole"), mean(compared, "mean"), most]
    everything = graph.plain("Concat", pooled, "pooled", axis=-1)
    inner = graph.fused("Gelu", [_dense(graph, own, "inner", everything, "inner_y")], "inner")
    logit = _dense(graph, own, "outer", inner, "outer_y")
    graph.plain("Squeeze", [logit, "axis1"], "logit")


def _finished(graph: Graph) -> onnx.ModelProto:
    names = ("input_ids", "position_ids", "blocks")
    inputs = [helper.make_tensor_value_info(name, INT32, ["b", "s"]) for name in names]
    outputs = [helper.make_tensor_value_info("logit", FLOAT, ["b"])]
    whole = helper.make_graph(graph.nodes, "support", inputs, outputs, graph.constants)
    opsets = [
        helper.make_opsetid("", minilm_onnx.OPSET),
        helper.make_opsetid(minilm_onnx.FUSED, 1),
    ]
    model: onnx.ModelProto = helper.make_model(
        whole, opset_imports=opsets, ir_version=minilm_onnx.IR_VERSION
    )
    return model


def inputs(read: Sequence[Sequence[Sequence[int]]]) -> dict[str, NDArray[numpy.int32]]:
    """Return the graph's inputs for pairs given as tokens of claim and sentences."""
    longest = max(sum(map(len, texts)) for texts in read)
    words, positions, blocks = (
        numpy.zeros((len(read), longest), dtype=numpy.int32) for _ in range(3)
    )
    for row, texts in enumerate(read):
        start = 0
        for block, ids in enumerate(texts, 1):
            stop = start + len(ids)
            words[row, start:stop] = ids
            positions[row, start:stop] = range(len(ids))
            blocks[row, start:stop] = block
            start = stop
    return {"input_ids": words, "position_ids": positions, "blocks": blocks}


if __name__ == "__main__":
    main()
