"""A claim beside the sentences of an abstract that say nearly the same, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.grounding.vetoes.reading import Sentence, Text

_AROUND = 8  # words on either side that tell whether a stretch follows the abstract
_FOLLOWS = 0.75
_LEAST = 4  # words in common, or the likeness may be chance


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of a claim, and what stands in its place in a sentence of the abstract.

    `left` and `right` are the words of the claim around it, where both say the same.
    """

    claimed: Sentence
    given: Sentence
    left: Sentence
    right: Sentence
    sentence: Sentence
    before: int
    """How many words of the sentence stand before it."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A claim, a sentence that it follows at least in part, and pairs of places that agree."""

    claim: Sentence
    sentence: Sentence
    blocks: tuple[tuple[int, int, int], ...]
    """(place in the claim, place in the sentence, how many words): they agree from there on."""

    @property
    def agreeing(self) -> int:
        """Return how many words agree."""
        return sum(length for _, _, length in self.blocks)

    @property
    def share(self) -> float:
        """Return the share of the claim's words that agree."""
        return self.agreeing / max(len(self.claim), 1)

    def pairs(self) -> Iterator[tuple[int, int, int]]:
        """Yield places of words that agree, and how many agree side by side there."""
        for own, other, length in self.blocks:
            for step in range(length):
                yield own + step, other + step, length

    def differences(self) -> Iterator[Difference]:
        """Yield where they differ while the words around agree."""
        same = {own + step for own, _, length in self.blocks for step in range(length)}
        own_end = other_end = 0
        for own, other, length in (*self.blocks, (len(self.claim), len(self.sentence), 0)):
            if (own > own_end or other > other_end) and self._follows(own_end, own, same):
                yield Difference(
                    self.claim[own_end:own],
                    self.sentence[other_end:other],
                    self.claim[max(0, own_end - _AROUND) : own_end],
                    self.claim[own : own + _AROUND],
                    self.sentence,
                    other_end,
                )
            own_end, other_end = own + length, other + length

    def _follows(self, start: int, end: int, same: set[int]) -> bool:
        # What stands before all that agrees is an opening: "The authors report that".
        opening = self.blocks[0][0] if self.blocks else 0
        around = [*range(max(opening, start - _AROUND), start)]
        around += range(end, min(len(self.claim), end + _AROUND))
        agreeing = sum(place in same for place in around)
        return agreeing >= max(_LEAST, _FOLLOWS * len(around))


def align(claim: Sentence, text: Text, most: int = 2) -> list[Aligned]:
    """Return the claim beside the sentences that share most with it, the likest first."""
    own = {word.key for word in claim if word.is_content}
    shared = [
        (len(own & {word.key for word in sentence}), -place)
        for place, sentence in enumerate(text.sentences)
    ]
    best = sorted((pair for pair in shared if pair[0] >= 2), reverse=True)[: most + 1]
    found = [_aligned(claim, text.sentences[-place]) for _, place in best]
    return sorted(found, key=lambda one: -one.agreeing)[:most]


def _aligned(claim: Sentence, sentence: Sentence) -> Aligned:
    matcher = SequenceMatcher(
        None, [word.key for word in claim], [word.key for word in sentence], autojunk=False
    )
    blocks = [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]
    return Aligned(claim, sentence, tuple(block for block in blocks if block[2]))
