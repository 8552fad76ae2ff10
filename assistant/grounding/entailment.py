"""What a model of inference says of a claim and an abstract: the best of its parts.

Such models are trained on premises of a sentence or two; held against each sentence as well as
against the whole they find more (Laban et al., SummaC, TACL 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.grounding import sentences
from assistant.grounding.support import Support, nearest
from assistant.types import Paper

_NEAREST = 3  # sentences held against the claim alone; those farther off hardly ever decide


class Entailment(Protocol):
    """Tells how likely premises entail hypotheses."""

    @property
    def name(self) -> str:
        """What it is called in reports."""

    def entailed(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return a probability for each pair of premise and hypothesis."""


class EntailmentSupport:
    """A model of inference as a model of support."""

    def __init__(self, model: Entailment) -> None:
        self._model = model
        self.name = model.name

    def support(self, claim: str, paper: Paper) -> Support:
        """Return what the title and abstract of a paper say of a claim."""
        spans = nearest(claim, paper.abstract, sentences.spans(paper.abstract))[:_NEAREST]
        if not spans:
            return Support(0.0, None)
        alone = [paper.abstract[start:end] for start, end in spans]
        premises = [*alone, f"{paper.title}. {paper.abstract}"]
        likely = self._model.entailed([(premise, claim) for premise in premises])
        best = max(range(len(spans)), key=lambda place: (likely[place], -place))
        return Support(max(likely), spans[best])
