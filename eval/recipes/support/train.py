"""Trains the scorer, in an hour on two processor cores.

    pip install -e .[train]
    python -m eval.recipes.support.prepare DATA PAIRS
    python -m eval.recipes.support.train MODEL_DIR PAIRS OUT

Own edits come first, what people wrote and labelled more and more.  The pairs of SciFact's and
RAGTruth's held-out documents are never seen, nor is a fortieth of the edited abstracts.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy
import torch
from torch import Tensor
from torch.nn import functional

from eval.recipes.support import model as models
from eval.recipes.support.data import Pair, read
from eval.recipes.support.lower import Lower, build
from eval.recipes.support.sets import held_out

PAIRS, RATE, HEAD_RATE, WARM_UP, SEED = 50_000, 2e-4, 8e-4, 60, 11
POOL, BATCH_TOKENS, KEPT = 640, 3200, 600
# Shares of people's labels (in the first half, at the end) and of people's summaries.
LABELLED, SUMMARIES = (0.2, 0.4), 0.25
_REPORT = 500  # steps

Read = list[tuple[int, ...]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train; write the parameters, print the losses and the held-out figures on the way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path, metavar="MODEL_DIR", help="the published model")
    parser.add_argument("data", type=Path, metavar="PAIRS", help="the folder of the pairs")
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write to")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="how many to learn from")
    parser.add_argument("--start", type=Path, help="parameters of an earlier run to go on from")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    graph = options.out / "lower.onnx"
    build(options.weights, graph)
    lower = Lower(options.weights, graph)
    mix = Mix.load(options.data, Random(options.seed))
    if options.start:
        model = models.load(options.start)
    else:
        model = models.published(options.weights)
        model.middle.data.copy_(middle(mix.labelled[:100], lower))
    teach(model, mix, lower, options.pairs, options.out)
    models.save(model, options.out / "final.safetensors")


@dataclass
class Mix:
    """The pairs to learn from, by sort, and those kept to look at progress."""

    edited: list[Pair]
    summaries: list[Pair]
    labelled: list[Pair]
    kept: list[Pair]
    chance: Random
    place: int = 0

    @classmethod
    def load(cls, folder: Path, chance: Random) -> Mix:
        """Read the files that `prepare` wrote."""
        made = read(folder / "synthetic.jsonl")
        kept = [pair for pair in made if unseen(pair.document)][:KEPT]
        made = [pair for pair in made if not unseen(pair.document)]
        written = ("summary", "own:")
        labelled = [
            pair
            for pair in read(folder / "real.jsonl")
            if not (pair.source == "scifact" and held_out(pair.document))
        ]
        edited = [pair for pair in made if not pair.kind.startswith(written)]
        chance.shuffle(edited)
        summaries = [pair for pair in made if pair.kind.startswith(written)]
        return cls(edited, summaries, labelled, kept, chance)

    def pool(self, used: float) -> list[Pair]:
        """Return the next pairs; `used` is the share of the training that is over."""
        first, last = LABELLED
        share = first + (last - first) * max(0.0, 2 * used - 1)
        return [self._next(share) for _ in range(POOL)]

    def _next(self, share: float) -> Pair:
        draw = self.chance.random()
        if draw < share:
            return self.chance.choice(self.labelled)
        if draw < share + SUMMARIES:
            return self.chance.choice(self.summaries)
        self.place = (self.place + 1) % len(self.edited)
        return self.edited[self.place]


def unseen(document: str) -> bool:
    """Tell whether an edited abstract is kept out of training."""
    return Random(document).randrange(1 << 30) % 40 == 0


def middle(pairs: Sequence[Pair], lower: Lower) -> Tensor:
    """Return the mean state of the tokens of some pairs."""
    texts = [ids for pair in pairs for ids in lower.tokens(pair.claim, pair.evidence)]
    lower.fill(texts)
    states = numpy.concatenate([lower.kept[ids] for ids in texts]).astype(numpy.float32)
    return torch.from_numpy(states.mean(axis=0))


def teach(model: models.Scorer, mix: Mix, lower: Lower, pairs: int, out: Path) -> None:
    """Train on so many pairs; the rate rises over the first steps, then falls to nothing."""
    head = [value for name, value in model.named_parameters() if not name.startswith("layers.")]
    body = list(model.layers.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01
    )
    peaks = [group["lr"] for group in optimiser.param_groups]
    steps = seen = 0
    losses: list[float] = []
    while seen < pairs:
        for states, blocks, labels in batches(mix.pool(seen / pairs), lower, mix.chance):
            scale = min(1.0, (steps + 1) / WARM_UP) * max(0.02, 1 - seen / pairs)
            for group, peak in zip(optimiser.param_groups, peaks, strict=True):
                group["lr"] = peak * scale
            with torch.autocast("cpu", dtype=torch.bfloat16):
                values = model(states, blocks)
            loss = functional.binary_cross_entropy_with_logits(values.float(), labels)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
            optimiser.step()
            steps, seen = steps + 1, seen + len(labels)
            losses.append(loss.item())
            if steps % _REPORT == 0:
                tell(model, mix.kept, lower, f"{seen} pairs, loss {numpy.mean(losses[-100:]):.3f}")
                models.save(model, out / "last.safetensors")
    tell(model, mix.kept, lower, f"{seen} pairs")


def batches(
    pairs: Sequence[Pair], lower: Lower, chance: Random
) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield pairs in batches of like length, the batches in any order: states, blocks, labels."""
    read = sorted(
        ((lower.tokens(pair.claim, pair.evidence), pair.supported) for pair in pairs),
        key=lambda one: sum(map(len, one[0])),
    )
    lower.fill([ids for texts, _ in read for ids in texts])
    groups: list[list[tuple[Read, bool]]] = [[]]
    for one in read:
        if groups[-1] and sum(map(len, one[0])) * (len(groups[-1]) + 1) > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(one)
    chance.shuffle(groups)
    for group in groups:
        states, blocks = padded([texts for texts, _ in group], lower)
        yield states, blocks, torch.tensor([float(label) for _, label in group])


def padded(read: Sequence[Read], lower: Lower) -> tuple[Tensor, Tensor]:
    """Return the states and the blocks of token lists, padded to the longest."""
    longest = max(sum(map(len, texts)) for texts in read)
    states = numpy.zeros((len(read), longest, models.HIDDEN), dtype=numpy.float32)
    blocks = numpy.zeros((len(read), longest), dtype=numpy.int64)
    for row, texts in enumerate(read):
        start = 0
        for block, ids in enumerate(texts, 1):
            states[row, start : start + len(ids)] = lower.kept[ids]
            blocks[row, start : start + len(ids)] = block
            start += len(ids)
    return torch.from_numpy(states), torch.from_numpy(blocks)


def logits(model: models.Scorer, pairs: Sequence[Pair], lower: Lower) -> list[float]:
    """Return one logit a pair, in their order."""
    model.eval()
    read = [lower.tokens(pair.claim, pair.evidence) for pair in pairs]
    lower.fill([ids for texts in read for ids in texts])
    order = sorted(range(len(read)), key=lambda place: sum(map(len, read[place])))
    found = [0.0] * len(read)
    with torch.no_grad():
        for start in range(0, len(order), 32):
            places = order[start : start + 32]
            values = model(*padded([read[place] for place in places], lower)).tolist()
            for place, value in zip(places, values, strict=True):
                found[place] = value
    model.train()
    return found


def tell(model: models.Scorer, pairs: Sequence[Pair], lower: Lower, so_far: str) -> None:
    """Print the accuracy on kept pairs, by kind of edit."""
    right: dict[str, list[bool]] = {}
    for pair, value in zip(pairs, logits(model, pairs, lower), strict=True):
        for name in ("all", pair.kind.removeprefix("own:")):
            right.setdefault(name, []).append((value > 0) == pair.supported)
    shares = (f"{name} {sum(hits) / len(hits):.2f}" for name, hits in sorted(right.items()))
    print(f"{time.strftime('%H:%M:%S')} {so_far}: {', '.join(shares)}", flush=True)


if __name__ == "__main__":
    main()
