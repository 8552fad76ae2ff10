"""The nouns of drafts: what a draft says, what it cites, and what was found out about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.types import Paper, VerdictLabel

Finding = Literal[
    "supported", "missing_citation", "wrong_citation", "unsure", "unjudged", "not_found",
    "no_claim",
]  # fmt: skip
"""What a sentence of a draft comes to; all but the first and the last ask for a look at it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation as a draft writes it, by one of: a key or number, an identifier, name and year."""

    label: str
    key: str | None = None
    identifier: str | None = None
    families: tuple[str, ...] = ()
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of a list of references: its text, and its fields where they are told apart."""

    text: str
    paper: Paper | None = None


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft without markup and marks; lines count from 1."""

    text: str
    line: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The running text of a draft in sentences, and the works that it lists.

    `works` are those that keys and numbers name, `listed` those without any; `elsewhere` are files
    that belong to the draft and were not read.
    """

    sentences: tuple[DraftSentence, ...]
    works: Mapping[str, Work] = field(default_factory=dict)
    listed: tuple[Work, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of a draft with the paper of the library that it names.

    `problem` says why nothing can be held against it: there is no such paper, or no abstract.
    """

    label: str
    paper: Paper | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an abstract: `paper.abstract[start:end]`."""

    paper: Paper
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words."""
        return self.paper.abstract[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper of the library for a sentence that has no support.

    With a verdict the paper supports the sentence; without one it is merely the nearest.
    """

    quote: Quote
    verdict: VerdictLabel | None


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a draft, the verdict on it and what to do.

    `evidence` is what the verdict rests on, `nearest` the sentence of the cited abstracts that is
    most like it where the verdict rests on nothing.
    """

    sentence: DraftSentence
    cited: tuple[Cited, ...]
    finding: Finding
    verdict: VerdictLabel
    score: float | None = None
    reason: str | None = None
    evidence: tuple[Quote, ...] = ()
    nearest: Quote | None = None
    suggestion: Suggestion | None = None

    @property
    def asks_for_a_look(self) -> bool:
        """Whether its author should look at it."""
        return self.finding not in ("supported", "no_claim")


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft with the verdicts on its sentences, in order."""

    name: str
    checker: str
    sentences: tuple[CheckedSentence, ...]
    seconds: float = 0.0

    @property
    def counts(self) -> dict[Finding, int]:
        """How many sentences come to what, the findings that occur."""
        order: tuple[Finding, ...] = (
            "supported", "wrong_citation", "missing_citation", "unsure", "unjudged",
            "not_found", "no_claim",
        )  # fmt: skip
        counted = {one: sum(two.finding == one for two in self.sentences) for one in order}
        return {finding: count for finding, count in counted.items() if count}

    @property
    def supported(self) -> bool:
        """Whether every sentence that claims something is supported by what it cites."""
        return not any(one.asks_for_a_look for one in self.sentences)
