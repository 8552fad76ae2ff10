"""Hybrid search over the demo library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.retrieval import typed
from assistant.retrieval.search import Searcher
from assistant.retrieval.wording import worded
from assistant.types import Filters
from tests.conftest import MakeApp


@pytest.fixture(scope="module")
def folder(demo_folder: Path) -> Path:
    return demo_folder


@pytest.fixture
def searcher(make_app: MakeApp, folder: Path) -> Iterator[Searcher]:
    # Searching changes nothing, so that all tests can share one library.
    with make_app(library__path=str(folder)).searcher() as opened:
        yield opened


def titles(searcher: Searcher, question: str, most: int = 5, **filters: object) -> list[str]:
    found = searcher.search(question, most, Filters(**filters))  # type: ignore[arg-type]
    return [hit.paper.title for hit in found]


def test_finds_a_paper_by_a_name_that_only_words_know(searcher: Searcher) -> None:
    assert titles(searcher, "GSM-IC")[0].startswith(
        "Large Language Models Can Be Easily Distracted"
    )


def test_finds_a_paper_by_a_description_in_other_words(searcher: Searcher) -> None:
    found = titles(searcher, "spot invented statements by asking the same model several times")
    assert any(title.startswith("SelfCheckGPT") for title in found)


def test_finds_papers_by_author(searcher: Searcher) -> None:
    assert "Dense Passage Retrieval for Open-Domain Question Answering" in titles(
        searcher, "Karpukhin"
    )


def test_ranks_from_1_with_falling_scores(searcher: Searcher) -> None:
    hits = searcher.search("dense retrieval", 64)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.paper.id for hit in hits}) == len(hits)


def test_passages_stand_where_they_say_best_first(searcher: Searcher) -> None:
    for hit in searcher.search("which unit of retrieval is best", 20):
        scores = [passage.score for passage in hit.passages]
        assert scores == sorted(scores, reverse=True)
        assert hit.dense == pytest.approx(scores[0])
        for passage in hit.passages:
            assert hit.paper.abstract[passage.start : passage.end] == passage.text


def test_a_filter_holds_for_both_searches(searcher: Searcher) -> None:
    hits = searcher.search("dense passage retrieval", 64, Filters(year_from=2022))
    assert hits
    assert all((hit.paper.year or 0) >= 2022 for hit in hits)
    assert titles(searcher, "dense", 64, authors=("Nobody",)) == []


def test_a_filter_does_not_change_the_similarity_of_what_it_admits(searcher: Searcher) -> None:
    everything = {hit.paper.id: hit.dense for hit in searcher.search("dense retrieval", 64)}
    for hit in searcher.search("dense retrieval", 64, Filters(year_from=2022)):
        assert hit.dense == pytest.approx(everything[hit.paper.id], abs=1e-4)


@pytest.mark.parametrize("question", ["?!", "the of and", "漢字", "a" * 5000, "AND OR NOT (", '"'])
def test_takes_any_text_for_a_question(searcher: Searcher, question: str) -> None:
    assert len(searcher.search(question, 3)) == 3


@pytest.mark.parametrize("most", [1, 5, 24, 63, 64, 100])
def test_the_background_is_spread_over_all_ids_however_they_came(
    searcher: Searcher, most: int
) -> None:
    came = searcher.library.catalog.ids()
    ids = sorted(came)
    assert ids != came
    background = [paper.id for paper in searcher.background(most)]
    assert background == ids[:: max(1, 64 // most)][:most]
    assert background == [paper.id for paper in searcher.background(most)]


def found(searcher: Searcher, typed_in: str, most: int = 5) -> list[str]:
    return [hit.paper.id for hit in typed.search(searcher, searcher.library, typed_in, most).hits]


DPR = "doi:10.18653/v1/2020.emnlp-main.550"


@pytest.mark.parametrize(
    "name",
    [
        "10.18653/v1/2020.emnlp-main.550",
        "https://doi.org/10.18653/V1/2020.emnlp-main.550",
        DPR,
        "Dense passage retrieval for open-domain question answering",
        "Dense passage retreival for open domain question answering",
        "dense passage retrieval for open-domain",
        f"what does {DPR} report?",
    ],
)
def test_a_paper_that_is_named_comes_first(searcher: Searcher, name: str) -> None:
    assert found(searcher, name)[0] == DPR


def test_operators_alone_list_the_newest_first(searcher: Searcher) -> None:
    hits = typed.search(searcher, searcher.library, "year:2020-", 64).hits
    years = [hit.paper.year or 0 for hit in hits]
    assert years == sorted(years, reverse=True)
    assert min(years) == 2020
    assert set(found(searcher, "author:karpukhin year:2020")) == {DPR, "arxiv:2005.11401"}


def test_authors_are_found_without_accents_in_any_order(searcher: Searcher) -> None:
    for name in ("oguz", "Oğuz", '"oğuz barlas"', '"Barlas Oguz"', "karpukh"):
        assert DPR in found(searcher, f"author:{name}", 64), name
    assert found(searcher, 'author:"vladimir oguz"') == []  # two authors are not one
    assert found(searcher, "author:arpukhin") == []


def test_quoted_words_must_stand_side_by_side(searcher: Searcher) -> None:
    hits = typed.search(searcher, searcher.library, '"passage retrieval"', 64).hits
    assert hits
    for hit in hits:
        assert "passage retrieval" in f"{hit.paper.title} {hit.paper.abstract}".lower()
    assert found(searcher, '"retrieval passage dense"') == []
    assert all("retrieval" in one.lower() for one in titles(searcher, "x", titles=("retrieval",)))


def test_excluded_words_stand_in_no_paper_found(searcher: Searcher) -> None:
    assert DPR in found(searcher, "dense passage retrieval", 64)
    hits = typed.search(searcher, searcher.library, "dense passage retrieval -bm25", 64).hits
    assert hits
    assert not any("bm25" in hit.paper.abstract.lower() for hit in hits)


def test_a_misspelt_word_is_mended_and_told(searcher: Searcher) -> None:
    results = typed.search(searcher, searcher.library, "dense pasage retreival", 3)
    assert typed.told(results.corrections) == (
        "searched for “passage” instead of “pasage”, “retrieval” instead of “retreival”"
    )
    right = typed.search(searcher, searcher.library, "dense passage retrieval", 3)
    assert [hit.paper.id for hit in results.hits] == [hit.paper.id for hit in right.hits]
    assert not right.corrections


def test_short_forms_are_searched_for_in_full_and_the_reverse(searcher: Searcher) -> None:
    in_full = worded("How does RAG fail?", searcher.library)
    assert in_full.spelled_out == "How does retrieval augmented generation (RAG) fail?"
    assert {"augment", "generat"} <= in_full.weighted.keys()
    assert "rag" in worded("retrieval-augmented generation", searcher.library).weighted
    assert all(weight < 1 for weight in in_full.weighted.values())


def test_a_hyphen_makes_no_difference_to_words(searcher: Searcher) -> None:
    for text in ("pre-training", "pre training"):
        assert "pretrain" in worded(text, searcher.library).weighted
    assert not searcher.library.words.knows("Zq-Training")
