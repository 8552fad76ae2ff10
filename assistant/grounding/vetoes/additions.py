"""Clauses that a claim adds to a sentence of the abstract, and that no part of it holds."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.grounding.vetoes import figures
from assistant.grounding.vetoes.alignment import Aligned
from assistant.grounding.vetoes.reading import Text, Word

_LEAST = 3  # words that occur nowhere
_SHARE = 0.6


def _is_foreign(word: Word, text: Text) -> bool:
    if word.figure:
        return not any(figures.same(word.figure, given) for given in text.figures)
    return word.key not in text.keys


def veto(text: Text, aligned: Sequence[Aligned]) -> str | None:
    """Return which words of the claim the abstract does not say, or None."""
    for one in aligned[:1]:
        for difference in one.differences():
            content = [word for word in difference.claimed if word.is_content or word.figure]
            foreign = [word for word in content if _is_foreign(word, text)]
            replaced = sum(word.is_content for word in difference.given)
            if (
                difference.claimed[:1]
                and difference.claimed[0].apart
                and difference.left
                and len(foreign) >= max(_LEAST, _SHARE * len(content))
                and len(content) > 3
                and replaced < 2
            ):
                said = " ".join(word.text for word in difference.claimed)
                return f"the abstract does not say “{said}”"
    return None
