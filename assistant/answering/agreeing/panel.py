"""A claim -> which papers of the library support it, contradict it, or do both."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import InputError
from assistant.retrieval.search import PaperSearch
from assistant.stances import PaperStance, Stance, TakeStance
from assistant.types import EVERYTHING, Filters

# What is further down speaks of something else, and each paper more is one more for the model of
# support to read.
_LOOKED_AT = 20
_ORDER: tuple[Stance, ...] = ("supports", "mixed", "contradicts")


@dataclass(frozen=True, slots=True)
class Panel:
    """The papers that take a stance on a claim, by stance and then as they were found."""

    claim: str
    papers: tuple[PaperStance, ...]
    looked_at: int
    checker: str

    @property
    def abstained(self) -> bool:
        """Whether no paper takes a stance."""
        return not self.papers

    def taking(self, stance: Stance) -> list[PaperStance]:
        """Return the papers that take a stance."""
        return [one for one in self.papers if one.stance == stance]

    @property
    def silent(self) -> int:
        """How many of the papers looked at say nothing on the claim."""
        return self.looked_at - len(self.papers)


@dataclass(frozen=True, slots=True)
class AgreementPanel:
    """Asks the papers nearest to a claim what they say of it; safe to share between threads."""

    searcher: PaperSearch
    take_stance: TakeStance
    checker: str

    def on(self, claim: str, filters: Filters = EVERYTHING) -> Panel:
        """Return the panel on a claim.

        Raises:
            InputError: the claim is empty.
        """
        if not claim.strip():
            raise InputError("the claim is empty; write a sentence in quotes")
        hits = self.searcher.search(claim, _LOOKED_AT, filters)
        taken = [self.take_stance(claim, hit.paper) for hit in hits]
        spoken = [one for one in taken if one.stance != "silent"]
        spoken.sort(key=lambda one: _ORDER.index(one.stance))
        return Panel(claim, tuple(spoken), len(hits), self.checker)
