"""The sentences of a review before they are checked, as either way of writing gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.grounding.marks import MarkedSentence


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence whose marks are papers' places in the outline, from 1; and what leads to it."""

    sentence: MarkedSentence
    lead: str = ""


Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a review is to say; `themes` in the order of the outline, `notes` by place."""

    overview: Lines = ()
    themes: tuple[Lines, ...] = ()
    agreements: Lines = ()
    disagreements: Lines = ()
    gaps: Lines = ()
    notes: Mapping[int, Lines] = field(default_factory=dict)
    repeating: frozenset[int] = frozenset()
    """Places of papers that say nothing that another does not say."""
    silent: frozenset[int] = frozenset()
    """Places of papers whose abstracts say nothing on the topic."""
    unquotable: frozenset[int] = frozenset()
    """Places of papers whose abstracts hold no sentence to quote."""
