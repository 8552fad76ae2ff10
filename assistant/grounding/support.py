"""What a model of support says of a claim and an abstract: a calibrated probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.grounding import sentences
from assistant.models.support_window import stems, tidy
from assistant.types import Paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.models.local_support import LocalSupport

# Bias, and weights of the model's logit, of the share of the claim's words that the whole text
# holds, and of the share that the sentences read hold.  Fitted by logistic regression on SciFact
# claims over held-out documents, Check-COVID's training claims and edits of unseen abstracts;
# those of long texts on RAGTruth answers and the edits.
_ABSTRACT = (0.0661, 0.7407, 0.0, 0.5151)
_LONG = (-1.0777, 0.2996, 0.6649, 0.6739)
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

    def __init__(self, model: LocalSupport) -> None:
        self._model = model
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
        likely = _probability(logit, claim, evidence, read)
        if len(stems(tidy(claim))) < _LEAST:
            likely = min(likely, 0.5)
        return Support(likely, nearest(claim, paper.abstract, spans)[0])


def nearest(claim: str, abstract: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return sentences (start, end) of an abstract, those that share most with a claim first."""
    return sorted(spans, key=lambda one: _shared(claim, abstract, one), reverse=True)


def _probability(logit: float, claim: str, evidence: Sequence[str], read: Sequence[str]) -> float:
    words = sum(len(sentence.split()) for sentence in evidence)
    bias, of_logit, of_whole, of_read = _LONG if words >= _LONG_FROM else _ABSTRACT
    total = (
        bias
        + of_logit * logit
        + of_whole * _coverage(claim, evidence)
        + of_read * _coverage(claim, read)
    )
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
