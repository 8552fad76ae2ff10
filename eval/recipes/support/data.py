"""Pairs of a claim and the text that it is held against, and the files that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.grounding import sentences as splitter
from assistant.models.support_window import tidy


@dataclass(frozen=True)
class Pair:
    """A claim with the text that it is held against, title first where there is one."""

    claim: str
    evidence: tuple[str, ...]
    supported: bool
    source: str
    document: str
    kind: str


@dataclass(frozen=True)
class Abstract:
    """A paper's title and the sentences of its abstract."""

    document: str
    title: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> tuple[str, ...]:
        """The title and the sentences."""
        return (self.title, *self.sentences) if self.title else self.sentences

    def having(self, new: str, place: int) -> tuple[str, ...]:
        """Return the text with another sentence at a place."""
        changed = (*self.sentences[:place], new, *self.sentences[place + 1 :])
        return (self.title, *changed) if self.title else changed


def split(text: str) -> list[str]:
    """Return the sentences of a text, tidied."""
    return [tidy(text[start:end]) for start, end in splitter.spans(text)]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def write(pairs: Iterable[Pair], path: Path) -> int:
    """Write pairs as JSONL; return how many."""
    lines = [json.dumps(asdict(pair), ensure_ascii=False) + "\n" for pair in pairs]
    path.write_text("".join(lines), encoding="utf-8")
    return len(lines)


def read(path: Path) -> list[Pair]:
    """Return the pairs of a file that `write` wrote."""
    return [Pair(**{**row, "evidence": tuple(row["evidence"])}) for row in rows(path)]
