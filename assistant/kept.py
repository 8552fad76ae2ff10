"""The nouns of what is kept of conversations: turns, feedback; frozen records, no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import Document

FeedbackLabel = Literal["good", "wrong", "off-topic", "missing"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a user thinks of an answer."""

    label: FeedbackLabel
    note: str
    given: str


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question of a conversation with its answer as `answer/1`, as the catalog keeps them."""

    number: int
    question: str
    answer: Document
    asked: str
    feedback: tuple[Feedback, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptConversation:
    """A conversation as the catalog knows it; times are ISO 8601 in UTC."""

    id: str
    title: str
    started: str
    changed: str
    turns: int
