"""What a paper is called in running text: its method's name, its authors, or its title."""

from __future__ import annotations

import re

from assistant.types import Paper

_LONGEST_NAME = 4  # words before a colon that still are a name
_LONGEST_TITLE = 9
# "MindSearch: Mimicking …"; a question or a sentence before a colon is no name.
_NAMED = re.compile(r"([^:?!]+?)\s*:\s+\S")


def short_name(paper: Paper) -> str:
    """Return "MindSearch", "Karpukhin et al. (2020)" or “A Title That Is Cut …”."""
    named = _NAMED.match(paper.title)
    if named and _is_name(named[1]):
        return named[1]
    if paper.authors:
        first = _family(paper.authors[0])
        others = " et al." if len(paper.authors) > 2 else ""
        second = f" and {_family(paper.authors[1])}" if len(paper.authors) == 2 else ""
        return f"{first}{second}{others}" + (f" ({paper.year})" if paper.year else "")
    if named and len(named[1].split()) > 1:
        return f"“{named[1]}”"
    words = paper.title.split()
    cut = " ".join(words[:_LONGEST_TITLE]).rstrip(",:;-") + " …"
    return f"“{cut if len(words) > _LONGEST_TITLE + 2 else paper.title}”"


def _is_name(words: str) -> bool:
    """Tell whether words before a colon are a name: few, with a capital or figure in each."""
    parts = words.split()
    return len(parts) <= _LONGEST_NAME and any(
        sum(letter.isupper() or letter.isdigit() for letter in part) > 1 for part in parts
    )


def _family(author: str) -> str:
    if "," in author:
        return author.partition(",")[0].strip()
    return author.split()[-1] if author.split() else author
