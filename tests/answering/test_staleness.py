"""What an answer rests on is looked up in the abstracts as they are, character by character."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.staleness import losses
from assistant.corpus.identity import abstract_hash
from assistant.types import Paper

ABSTRACT = "Dense wins. Sparse is cheap."
SENTENCE = {
    "text": "Dense wins.",
    "citations": [1],
    "evidence": [{"number": 1, "quote": "Dense wins.", "start": 0, "end": 11}],
}
REFERENCES = [{"number": 1, "paper_id": "a", "title": "A"}]
HASHES = {"a": abstract_hash(ABSTRACT)}


def answer(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"statements": list(statements), "references": REFERENCES}


def found(document: dict[str, Any], abstract: str | None) -> list[tuple[str, int, int]]:
    papers = {} if abstract is None else {"a": Paper("a", "A", abstract)}
    return [
        (one.why, len(one.quotes), len(one.unquoted)) for one in losses(document, papers, HASHES)
    ]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        (ABSTRACT, []),
        ("Dense wins. Sparse loses.", []),  # changed where nothing was quoted
        ("Dense loses. Sparse is cheap.", [("changed", 1, 0)]),
        ("Now: Dense wins.", [("changed", 1, 0)]),  # it stands at another place
        ("dense wins. Sparse is cheap.", [("changed", 1, 0)]),
        (None, [("removed", 1, 0)]),
    ],
)
def test_a_quote_stands_at_its_place_or_not_at_all(
    abstract: str | None, expected: list[tuple[str, int, int]]
) -> None:
    assert found(answer(SENTENCE), abstract) == expected


def test_a_sentence_without_a_quote_is_to_be_checked_again_when_its_abstract_changes() -> None:
    bare = {**SENTENCE, "evidence": []}
    assert found(answer(bare), ABSTRACT) == []
    assert found(answer(bare), "Another.") == [("changed", 0, 1)]


@pytest.mark.parametrize("part", ["overview", "agreements", "disagreements", "gaps"])
def test_every_part_of_a_review_is_looked_at(part: str) -> None:
    assert found({part: [SENTENCE], "references": REFERENCES}, "Other.") == [("changed", 1, 0)]


@pytest.mark.parametrize("part", ["themes", "notes"])
def test_themes_and_notes_are_looked_at(part: str) -> None:
    document = {part: [{"sentences": [SENTENCE]}], "references": REFERENCES}
    assert found(document, "Other.") == [("changed", 1, 0)]
