"""Reads a claim together with sentences of its evidence: one logit, whether these support it.

The lower layers of all-MiniLM-L6-v2 read each sentence by itself and stay as published, so that
their states can be kept while training; the upper ones, trained here, read the claim and the
evidence together (MacAvaney et al. 2020, Efficient Document Re-Ranking for Transformers by
Precomputing Term Representations).  The head compares each token of the claim with the evidence
that it attends to (Parikh et al. 2016, A Decomposable Attention Model for Natural Language
Inference) and takes the most telling comparison, since one wrong word makes a claim wrong.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

LOWER, UPPER, HEADS, HIDDEN, WIDE, EPSILON = 4, 2, 12, 384, 1536, 1e-12
COMPARED = 128


class Layer(nn.Module):
    """One encoder layer: self-attention, then a feed-forward network."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.attended = nn.Linear(HIDDEN, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.wide = nn.Linear(HIDDEN, WIDE)
        self.narrow = nn.Linear(WIDE, HIDDEN)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=EPSILON)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Return the next layer's input; `mask` is true where a token may be looked at."""
        batch, tokens, _ = hidden.shape
        query, key, value = (
            part(hidden).view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        looked = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        looked = self.attended(looked.transpose(1, 2).reshape(batch, tokens, HIDDEN))
        hidden = self.norm1(hidden + self.dropout(looked))
        inner = self.narrow(functional.gelu(self.wide(hidden)))
        result: Tensor = self.norm2(hidden + self.dropout(inner))
        return result


PUBLISHED = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm2": "output.LayerNorm",
}


class Scorer(nn.Module):
    """The comparison, the upper layers and the head; takes the states of the lower layers."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.parts = nn.Parameter(torch.randn(2, HIDDEN) * 0.02)
        # At the start each token seeks the one of the other side that is most like it, and both
        # are seen alike, so that what is the same word in the same sense differs by nothing.
        self.middle = nn.Parameter(torch.zeros(HIDDEN))
        self.seek = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.offer = nn.Linear(HIDDEN, HIDDEN, bias=False)
        nn.init.eye_(self.seek.weight)
        nn.init.eye_(self.offer.weight)
        self.sharpness = nn.Parameter(torch.tensor(math.log(15.0)))
        self.first = nn.Linear(HIDDEN, COMPARED)
        self.second = nn.Linear(HIDDEN, COMPARED)
        nn.init.orthogonal_(self.first.weight, gain=2.0)
        self.second.load_state_dict(self.first.state_dict())
        self.compare = nn.Linear(4 * COMPARED, HIDDEN)
        self.tell = nn.Linear(HIDDEN, HIDDEN)
        self.entry = nn.LayerNorm(HIDDEN)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(UPPER))
        self.dropout = nn.Dropout(dropout)
        self.inner = nn.Linear(4 * HIDDEN, HIDDEN)
        self.outer = nn.Linear(HIDDEN, 1)

    def forward(self, states: Tensor, blocks: Tensor) -> Tensor:
        """Return the logits, [batch].

        `blocks` is 0 for padding, 1 for the claim and 2, 3, … for the sentences of the evidence.
        """
        claim, text = blocks == 1, blocks > 1
        centred = states - self.middle
        sought = functional.normalize(self.seek(centred).float(), dim=-1)
        offered = functional.normalize(self.offer(centred).float(), dim=-1)
        scores = sought @ offered.transpose(1, 2) * self.sharpness.exp()
        across = (claim[:, :, None] & text[:, None, :]) | (text[:, :, None] & claim[:, None, :])
        weights = scores.masked_fill(~across, -1e4).softmax(dim=-1)
        own, other = self.first(centred), weights @ self.second(centred).float()
        compared = functional.gelu(
            self.compare(torch.cat([own, other, own - other, own * other], dim=-1))
        )
        part = torch.where(claim.unsqueeze(-1), self.parts[0], self.parts[1])
        hidden = self.entry(states + part + self.tell(self.dropout(compared)))
        seen = (blocks > 0)[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, seen)
        said = claim.unsqueeze(-1)
        share = said.to(hidden.dtype)
        count = share.sum(dim=1)
        whole = (hidden * share).sum(dim=1) / count
        mean = (compared * share).sum(dim=1) / count
        most = compared.masked_fill(~said, -1e4).amax(dim=1)
        pooled = self.dropout(torch.cat([hidden[:, 0], whole, mean, most], dim=-1))
        logits: Tensor = self.outer(self.dropout(functional.gelu(self.inner(pooled)))).squeeze(-1)
        return logits


def published(folder: Path, dropout: float = 0.1) -> Scorer:
    """Return the model with the published upper layers and an untrained head."""
    weights = load_file(folder / "model.safetensors")
    model = Scorer(dropout)
    state = model.state_dict()
    for name in state:
        if name.startswith("layers."):
            _, number, part, kind = name.split(".")
            state[name] = weights[f"encoder.layer.{LOWER + int(number)}.{PUBLISHED[part]}.{kind}"]
    model.load_state_dict(state)
    return model


def save(model: Scorer, path: Path) -> None:
    """Write the model's parameters."""
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, path)


def load(path: Path, dropout: float = 0.1) -> Scorer:
    """Return the model with the parameters of a file that `save` wrote."""
    model = Scorer(dropout)
    model.load_state_dict(load_file(path))
    return model
