"""What a model of support says of a claim and an abstract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from assistant.types import Paper


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
