"""Papers that may be one, and what the sources of one paper say, as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.interfaces import render
from assistant.library.accounts import Account
from assistant.library.combining import Conflict, conflicts, givers
from assistant.library.near_misses import NearMiss
from assistant.types import Document, Paper

_LONGEST = 60
_INDENT = " " * 9


def duplicates(pairs: Sequence[NearMiss], papers: Mapping[str, Paper]) -> str:
    """Return pairs as text: what they have in common, both papers, how to make them one."""
    blocks = []
    for number, pair in enumerate(pairs, 1):
        one, other = papers[pair.one], papers[pair.other]
        lines = [f"{number:>3}. {_why(pair, one, other)}"]
        lines += [render.wrapped(render.named(paper), "     ", "       ") for paper in (one, other)]
        lines.append(render.clean(f"     litassist merge {pair.one} {pair.other}"))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) or "No two papers look like one."


def duplicates_document(pairs: Sequence[NearMiss], papers: Mapping[str, Paper]) -> Document:
    """Return pairs as `duplicates/1`."""
    return {
        "schema": "duplicates/1",
        "pairs": [
            {
                "why": pair.why,
                "likeness": pair.likeness,
                "differ": _differences(papers[pair.one], papers[pair.other]),
                "papers": [_outline(papers[id]) for id in (pair.one, pair.other)],
            }
            for pair in pairs
        ],
    }


def origins_document(accounts: Sequence[Account]) -> Document:
    """Return which source gave each field of a paper, and where sources disagree."""
    return {
        "origins": {field: one.source for field, one in givers(accounts).items()},
        "conflicts": [
            {
                "field": conflict.field,
                "values": [{"value": said, "source": source} for said, source in conflict.values],
            }
            for conflict in conflicts(accounts)
        ],
    }


def origins(accounts: Sequence[Account]) -> str:
    """Return the same as text; nothing for a paper of one source."""
    if len(accounts) < 2:
        return ""
    by_source: dict[str, list[str]] = {}
    for field, one in givers(accounts).items():
        by_source.setdefault(one.source, []).append(field)
    lines = [
        render.wrapped(f"{', '.join(fields)}: {source}", f"{'from':<9}", _INDENT)
        for source, fields in by_source.items()
    ]
    lines += [
        render.wrapped(line, f"{'≠':<9}", _INDENT) for line in map(_conflict, conflicts(accounts))
    ]
    return "\n".join(lines)


def _conflict(one: Conflict) -> str:
    told = [f"{_short(said)} ({source})" for said, source in one.values]
    return f"{one.field}: {'; '.join(told)}"


def _short(said: Any) -> str:
    text = ", ".join(said) if isinstance(said, tuple) else str(said)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"


def _why(pair: NearMiss, one: Paper, other: Paper) -> str:
    differ = _differences(one, other)
    return f"{pair.why}; another {', '.join(differ)}" if differ else pair.why


def _differences(one: Paper, other: Paper) -> list[str]:
    return list(_differing(one, other))


def _differing(one: Paper, other: Paper) -> Iterator[str]:
    for field, called in (("doi", "DOI"), ("arxiv_id", "arXiv id"), ("pmid", "PubMed id"),
                          ("year", "year"), ("venue", "venue")):  # fmt: skip
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine and theirs and mine != theirs:
            yield called


def _outline(paper: Paper) -> Document:
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(paper.authors),
        "year": paper.year,
        "venue": paper.venue,
        "sources": list(paper.sources),
    }
