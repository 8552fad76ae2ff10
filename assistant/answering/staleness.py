"""Whether what an answer or a review says still stands in the abstracts as they are now.

An exact check: a quote stands when the cited abstract has it at its place, character by character.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.corpus.identity import abstract_hash
from assistant.types import Document, Paper

Why = Literal["removed", "changed"]


@dataclass(frozen=True, slots=True)
class Loss:
    """A cited paper that is gone or says something else: what of it stands no longer.

    `unquoted` are sentences that cite a changed abstract without words of it to look up.
    """

    paper_id: str
    title: str
    why: Why
    quotes: tuple[str, ...]
    unquoted: tuple[str, ...] = ()


def losses(
    document: Document, papers: Mapping[str, Paper], hashes: Mapping[str, str] | None = None
) -> tuple[Loss, ...]:
    """Return what no longer stands of an answer/1 or review/1; nothing for one that holds.

    `papers` are those that the library still has, by id; `hashes` those of the abstracts that were
    cited, without which a sentence that has no quote cannot be looked after.
    """
    sentences = list(_sentences(document))
    found = []
    for reference in document["references"]:
        paper = papers.get(reference["paper_id"])
        loss = _loss(reference, sentences, paper, (hashes or {}).get(reference["paper_id"]))
        if loss:
            found.append(loss)
    return tuple(found)


def cited(document: Document) -> list[str]:
    """Return the ids of the papers that an answer/1 or review/1 cites."""
    return [one["paper_id"] for one in document["references"]]


def _loss(
    reference: Document, sentences: list[Document], paper: Paper | None, hash: str | None
) -> Loss | None:
    number, id, title = reference["number"], reference["paper_id"], reference["title"]
    places = [
        (one["quote"], one["start"], one["end"])
        for sentence in sentences
        for one in sentence["evidence"]
        if one["number"] == number
    ]
    if paper is None:
        return Loss(id, title, "removed", _distinct(quote for quote, _, _ in places))
    lost = _distinct(quote for quote, start, end in places if paper.abstract[start:end] != quote)
    changed = hash is not None and hash != abstract_hash(paper.abstract)
    unquoted = _distinct(
        sentence["text"]
        for sentence in sentences
        if changed
        and number in sentence["citations"]
        and not any(one["number"] == number for one in sentence["evidence"])
    )
    return Loss(id, title, "changed", lost, unquoted) if lost or unquoted else None


def _distinct(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _sentences(document: Document) -> Iterator[Document]:
    yield from document.get("statements", ())
    for part in ("overview", "agreements", "disagreements", "gaps"):
        yield from document.get(part, ())
    for part in ("themes", "notes"):
        for one in document.get(part, ()):
            yield from one["sentences"]
