"""Fits what turns logits into probabilities, and measures the scorer beside countable features.

    python -m eval.recipes.support.measure MODEL_DIR PAIRS TRAINED DATA

The weights are fitted on documents that training did not see, where there are any, each side of a
source counting alike; those of long texts with the doubt of a veto, which the checker holds, and on
SciFact's held-out documents and what training saw of WiCE and RAGTruth.  SciFact and RAGTruth are
measured crosswise, one half of the held-out documents by weights from the other.  Whatever is
printed stands beside the balanced accuracy of the features, fitted on the same rows, and the area
under the curve of overlap and of length alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from assistant.grounding.nearness import nearness
from assistant.grounding.vetoes import likeness, veto
from assistant.models.local_embedding import LocalEmbedder
from assistant.models.support_window import tidy
from eval.datasets import catalog
from eval.recipes.support import model as models
from eval.recipes.support.data import Pair, read, split
from eval.recipes.support.features import NAMES, features
from eval.recipes.support.lower import Lower
from eval.recipes.support.sets import held_out
from eval.recipes.support.train import KEPT, logits, unseen

Array = NDArray[Any]
READ, LONG_FROM = 192, 400
_EMBEDDER = LocalEmbedder(max_tokens=128, batch_tokens=2048, threads=2)
CROSSED = ("scifact", "ragtruth")
INPUTS = {
    "abstract": ["coverage_window"],
    "long": ["coverage", "coverage_window", "nearness", "farthest", "doubt"],
    "features": list(NAMES),
}
# The penalty (inverse) and what the weights are fitted on.
FITTED = {
    "abstract": (0.05, {"scifact": 2.0, "checkcovid": 1.0, "edits": 1.0}),
    "long": (0.001, dict.fromkeys(("scifact", "wice train", "ragtruth train", "edits"), 1.0)),
    "features": (0.05, {"scifact": 2.0, "ragtruth": 1.0, "checkcovid": 1.0, "edits": 1.0}),
}


@dataclass(frozen=True)
class Scored:
    """Pairs of a set, with logits, features, and the half that each document is in.

    `near` holds how near the sentences read come to the claim, and whether a veto is a doubt.
    """

    logits: Array
    counts: Array
    near: Array
    true: Array
    halves: Array

    @property
    def long(self) -> Array:
        """Return where the evidence is longer than an abstract."""
        found: Array = self.counts[:, NAMES.index("long_evidence")] * 200 >= LONG_FROM
        return found

    def inputs(self, kind: str) -> Array:
        """Return what the weights of this kind are for."""
        columns = self.counts[:, [NAMES.index(name) for name in INPUTS[kind] if name in NAMES]]
        if kind == "features":
            return columns
        near = self.near if "nearness" in INPUTS[kind] else self.near[:, :0]
        return numpy.column_stack([self.logits, columns, near])


class Weights:
    """A logistic regression over standardised inputs."""

    def __init__(self, kind: str, rows: dict[str, tuple[Scored, Array]]) -> None:
        self.kind = kind
        penalty, sources = FITTED[kind]
        parts = [(rows[name], share) for name, share in sources.items()]
        inputs = numpy.vstack([one.inputs(kind)[mask] for (one, mask), _ in parts])
        true = numpy.concatenate([one.true[mask] for (one, mask), _ in parts])
        weight = numpy.concatenate([_even(one.true[mask]) * share for (one, mask), share in parts])
        self.scaler = StandardScaler().fit(inputs)
        self.line = LogisticRegression(C=penalty, max_iter=3000)
        self.line.fit(self.scaler.transform(inputs), true, sample_weight=1000 * weight)

    def probabilities(self, scored: Scored) -> Array:
        """Return how likely each pair is supported."""
        inputs = self.scaler.transform(scored.inputs(self.kind))
        found: Array = self.line.predict_proba(inputs)[:, 1]
        return found

    def numbers(self) -> dict[str, float]:
        """Return the bias and the weight of each input as it is."""
        slopes = self.line.coef_[0] / self.scaler.scale_
        bias = float(self.line.intercept_[0] - (slopes * self.scaler.mean_).sum())
        named = zip(["logit", *INPUTS[self.kind]], slopes, strict=True)
        return {"bias": round(bias, 4), **{name: round(float(value), 4) for name, value in named}}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the weights and a line of figures for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path, metavar="MODEL_DIR", help="the published model")
    parser.add_argument("pairs", type=Path, metavar="PAIRS", help="the folder of the pairs")
    parser.add_argument("trained", type=Path, metavar="TRAINED", help="the folder of the run")
    parser.add_argument("data", type=Path, metavar="DATA", help="the folder of the data sets")
    parser.add_argument("--most", type=int, default=1500, help="pairs of a set at most")
    options = parser.parse_args(arguments)
    lower = Lower(options.weights, options.trained / "lower.onnx", READ)
    model = models.load(options.trained / "final.safetensors")
    fitted, tested = (
        {name: scored(model, lower, pairs[: options.most]) for name, pairs in group.items()}
        for group in (to_fit(options.pairs), to_test(options.pairs, options.data))
    )
    for kind in ("abstract", "long"):
        rows = {name: (one, numpy.ones(len(one.true), bool)) for name, one in fitted.items()}
        print(kind, json.dumps(Weights(kind, rows).numbers()))
    for name, one in (*tested.items(), *((name, fitted[name]) for name in CROSSED)):
        print(figures(name, one, judged(name, one, fitted)))


def to_fit(folder: Path) -> dict[str, list[Pair]]:
    """Return the pairs that the weights are fitted on, by source."""
    labelled = read(folder / "real.jsonl")
    kept = [pair for pair in read(folder / "synthetic.jsonl") if unseen(pair.document)]
    found = {
        name: [pair for pair in read(folder / f"test_{name}.jsonl") if held_out(pair.document)]
        for name in CROSSED
    }
    covid = [pair for pair in labelled if pair.source == "checkcovid"]
    long = {
        f"{name} train": [
            pair for pair in labelled if pair.source == name and not pair.kind.startswith("own:")
        ]
        for name in ("wice", "ragtruth")
    }
    return {**found, **long, "checkcovid": covid, "edits": kept[KEPT:]}


def to_test(folder: Path, data: Path) -> dict[str, list[Pair]]:
    """Return the pairs of sets that nothing was fitted on."""
    names = ("checkcovid", "checkcovid_sent", "wice")
    found = {f"{name} dev": read(folder / f"test_{name}.jsonl") for name in names}
    for name in ("gold", "demo"):
        found[name] = [
            Pair(
                claim.text,
                tuple(s for e in claim.evidence for s in (tidy(e.paper), *split(e.text))),
                claim.label == "supported",
                name,
                claim.cluster,
                claim.edit or "",
            )
            for claim in catalog.load(name, data).claims
        ]
    return found


def scored(model: models.Scorer, lower: Lower, pairs: Sequence[Pair]) -> Scored:
    """Return what the model and the features say of pairs."""
    found = logits(model, pairs, lower)
    lower.kept.clear()
    places = [lower.places(one) for one in pairs]
    counts = [
        features(one.claim, one.evidence, read) for one, read in zip(pairs, places, strict=True)
    ]
    near = [_near(one, read) for one, read in zip(pairs, places, strict=True)]
    halves = [sum(map(ord, one.document)) % 2 for one in pairs]
    true = [one.supported for one in pairs]
    return Scored(*map(numpy.array, (found, counts, near, true, halves)))


def _near(pair: Pair, places: Sequence[int]) -> tuple[float, float, float]:
    """Return the likeness of a claim's tokens, of the farthest, and 1 where a veto is a doubt."""
    text = " ".join(pair.evidence)
    doubted = veto(pair.claim, "", text) and not likeness(pair.claim, "", text).in_part
    read = [pair.evidence[place] for place in places]
    return (*nearness(_EMBEDDER, pair.claim, read), float(bool(doubted)))


def judged(name: str, one: Scored, fitted: dict[str, Scored]) -> dict[str, Array]:
    """Return the probabilities by the scorer and by features, crosswise where fitted on."""
    result = {"scorer": numpy.zeros(len(one.true)), "features": numpy.zeros(len(one.true))}
    for half in (0, 1) if name in CROSSED else (None,):
        here = numpy.ones(len(one.true), bool) if half is None else one.halves == half
        rows = {
            source: (other, ~here if source == name else numpy.ones(len(other.true), bool))
            for source, other in fitted.items()
        }
        told = {kind: Weights(kind, rows).probabilities(one) for kind in FITTED}
        scorer = numpy.where(one.long, told["long"], told["abstract"])
        result["scorer"][here] = scorer[here]
        result["features"][here] = told["features"][here]
    return result


def figures(name: str, one: Scored, judgements: dict[str, Array]) -> str:
    """Return a line of figures."""
    own, true = judgements["scorer"], one.true
    sure = numpy.argsort(-numpy.abs(own - 0.5), kind="stable")[: len(own) // 2]
    overlap, length = (one.counts[:, NAMES.index(kind)] for kind in ("coverage", "length"))
    return (
        f"{name:16} {len(true):5} scorer {balanced(true, own):.3f} auc {_area(true, own):.3f} "
        f"surer half {((own > 0.5) == true)[sure].mean():.3f} | "
        f"features {balanced(true, judgements['features']):.3f} | "
        f"auc of overlap {_area(true, overlap):.2f}, of length {_area(true, length):.2f}"
    )


def balanced(true: Array, probabilities: Array) -> float:
    """Return the mean of the shares of supported and unsupported pairs that are told right."""
    right = (probabilities > 0.5) == true
    return float((right[true].mean() + right[~true].mean()) / 2)


def _area(true: Array, values: Array) -> float:
    return float(roc_auc_score(true, values))


def _even(true: Array) -> Array:
    found: Array = numpy.where(true, 0.5 / max(1, true.sum()), 0.5 / max(1, (~true).sum()))
    return found


if __name__ == "__main__":
    main()
