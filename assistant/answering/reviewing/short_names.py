"""What a paper is called in running text: its method's name, its authors, or its title."""

from __future__ import annotations

import re

from assistant.corpus.names import name
from assistant.types import Paper

_LONGEST_NAME = 4  # words before a colon that still are a name
_LONGEST_TITLE = 9
# "MindSearch: Mimicking …"; a question or a sentence before a colon is no name.
_NAMED = re.compile(r"([^:?!]+?)\s*:\s+\S")


_CAPITAL = re.compile(r"(?<!-)[A-Z]|\d")
_PAIRED = re.compile(r"\b(?:and|vs?\.?|versus|or)\b", re.IGNORECASE)


def short_name(paper: Paper) -> str:
    """Return "MindSearch", "Karpukhin et al." or “A Title That Is Cut …”."""
    named = _NAMED.match(paper.title)
    if named and _is_name(named[1]):
        return named[1]
    if paper.authors:
        first = name(paper.authors[0]).family
        others = " et al." if len(paper.authors) > 2 else ""
        second = f" and {name(paper.authors[1]).family}" if len(paper.authors) == 2 else ""
        return f"{first}{second}{others}"
    if named and len(named[1].split()) > 1:
        return f"“{named[1]}”"
    words = paper.title.split()
    cut = " ".join(words[:_LONGEST_TITLE]).rstrip(",:;-") + " …"
    return f"“{cut if len(words) > _LONGEST_TITLE + 2 else paper.title}”"


def _is_name(words: str) -> bool:
    """Tell whether words before a colon are a name: one word, or few with two capitals in one.

    Capitals after a hyphen are those of a title: "Self-Exploring Language Models" is none.
    """
    parts = words.split()
    if len(parts) == 1:
        return True
    return len(parts) <= _LONGEST_NAME and any(
        len(_CAPITAL.findall(part)) > 1 and not _PAIRED.search(words) for part in parts
    )
