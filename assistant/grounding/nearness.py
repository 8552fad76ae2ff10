"""How near sentences come to the words of a claim by meaning, word by word.

Each telling token of the claim is matched with the token of the sentences that is most like it
(late interaction; Khattab and Zaharia, ColBERT, SIGIR 2020), so that a word said otherwise counts
for more than one that is nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy

from assistant.models.support_window import stems

if TYPE_CHECKING:
    from assistant.models.local_embedding import LocalEmbedder, TokenVectors
    from assistant.types import Vectors

_FARTHEST = 4  # a part of so many tokens tells what the sentences hardly speak of


def nearness(embedder: LocalEmbedder, claim: str, read: Sequence[str]) -> tuple[float, float]:
    """Return the mean likeness of a claim's tokens, and that of the farthest quarter; 0 to 1."""
    embedded = dict(embedder.embed_tokens([claim, *filter(None, read)]))
    asked = embedded.pop(0)
    held = [one.vectors for one in embedded.values() if len(one.vectors)]
    if not held or not len(asked.vectors):
        return 0.0, 0.0
    likeness = numpy.sort((_telling(claim, asked) @ numpy.vstack(held).T).max(axis=1))
    farthest = likeness[: max(1, len(likeness) // _FARTHEST)]
    return float(likeness.mean()), float(farthest.mean())


def _telling(claim: str, asked: TokenVectors) -> Vectors:
    """Return the vectors of the tokens that carry meaning, of all where none does."""
    kept = [place for place, (start, end) in enumerate(asked.spans) if stems(claim[start:end])]
    return asked.vectors[kept] if kept else asked.vectors
