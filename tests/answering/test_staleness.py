"""What an answer rests on is looked up in the abstracts as they are, character by character."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.answering.digesting.kept_work import of_saved
from assistant.answering.staleness import losses
from assistant.corpus.identity import abstract_hash
from assistant.corpus.records import Record
from assistant.library import uniting
from assistant.types import Paper
from tests.conftest import MakeApp

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


def test_an_answer_that_cites_a_merged_paper_stands_with_what_that_is_part_of(
    make_app: MakeApp,
) -> None:
    app = make_app()
    papers = [Paper("a", "A", ABSTRACT), Paper("b", "B", f"{ABSTRACT} And more is told.")]
    app.take_in([Record(one, "a.bib", line) for line, one in enumerate(papers, 1)])
    with app.library() as library, library.writing():
        kept = library.catalog.saved
        kept.add("answer", "Which wins?", {**answer(SENTENCE), "retrieved": []}, [papers[0]])
        (work,) = kept.all()
        assert of_saved(library.catalog, work) == ()
        uniting.merge(library, ["b", "a"])
        assert library.catalog.papers_by_id(["a"]) == {}
        assert of_saved(library.catalog, work) == ()
        library.remove(["b"])
        (loss,) = of_saved(library.catalog, work)
        assert loss.why == "removed"
