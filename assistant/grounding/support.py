"""What a model of support says of a claim and an abstract: a calibrated probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.grounding import sentences
from assistant.grounding.nearness import nearness
from assistant.models.support_window import stems, tidy
from assistant.types import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.models.local_embedding import LocalEmbedder
    from assistant.models.local_support import LocalSupport

# Bias, and weights of the model's logit, of the share of the claim's words that the whole text
# holds, of the share that the sentences read hold, and of how near these come to the claim's tokens
# on average and where they are farthest.  Those of abstracts were fitted by logistic regression on
# SciFact claims over held-out documents, Check-COVID's training claims and edits of unseen
# abstracts, where nearness added nothing; those of long texts on SciFact's, WiCE's and RAGTruth's
# training claims and the edits, each alike.
_ABSTRACT = (0.0661, 0.7407, 0.0, 0.5151)
_LONG = (-1.4504, 0.2028, 0.5457, 0.5698, 0.6172, 0.574)
_LONG_FROM = 400  # words
_LEAST = 3  # words that tell; "The end." says too little to be supported


@dataclass(frozen=True, slots=True)
class Support:
    """How likely an abstract supports a claim, and (start, end) of its sentence nearest to it."""

    probability: float
    span: tuple[int, int] | None


class SupportModel(Protocol):
    """Tells how likely abstracts support claims."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def support(self, claim: str, paper: Paper) -> Support:
        """Return what the title and abstract of a paper say of a claim."""


class PackagedSupport:
    """The model that travels with the program; it reads the sentences nearest to a claim."""

    def __init__(self, model: LocalSupport, embedder: LocalEmbedder) -> None:
        self._model = model
        self._embedder = embedder
        self.name = model.name

    def support(self, claim: str, paper: Paper) -> Support:
        """Return what the title and abstract of a paper say of a claim."""
        spans = sentences.spans(paper.abstract)
        if not spans:
            return Support(0.0, None)
        evidence = [tidy(paper.title), *(tidy(paper.abstract[start:end]) for start, end in spans)]
        reading = self._model.read(claim, evidence)
        (logit,) = self._model.logits([reading])
        read = [evidence[place] for place in reading.places]
        inputs = [logit, _coverage(claim, evidence), _coverage(claim, read)]
        if sum(len(sentence.split()) for sentence in evidence) < _LONG_FROM:
            likely = _probability(_ABSTRACT, inputs)
        else:
            inputs += nearness(self._embedder, tidy(claim), read)
            likely = _probability(_LONG, inputs)
        if len(stems(tidy(claim))) < _LEAST:
            likely = min(likely, 0.5)
        return Support(likely, nearest(claim, paper.abstract, spans)[0])


def nearest(claim: str, abstract: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sentences (start, end) of an abstract, those that share most with a claim first."""
    return sorted(spans, key=lambda one: _shared(claim, abstract, one), reverse=True)


def _probability(weights: Sequence[float], inputs: Sequence[float]) -> float:
    bias, *slopes = weights
    total = bias + sum(slope * one for slope, one in zip(slopes, inputs, strict=True))
    return 1 / (1 + math.exp(-total))


def _coverage(claim: str, read: Sequence[str]) -> float:
    """Return the share of the claim's words that sentences hold; 1 where it has none that tell."""
    own = stems(tidy(claim))
    held = {stem for sentence in read for stem in stems(sentence)}
    return len(own & held) / len(own) if own else 1.0


def _shared(claim: str, abstract: str, span: tuple[int, int]) -> tuple[float, int]:
    """Return how much of a claim a sentence holds for its length; of equals the first counts."""
    held = stems(tidy(abstract[slice(*span)]))
    own = stems(tidy(claim))
    return len(own & held) / math.sqrt(len(held) + 1), -span[0]
