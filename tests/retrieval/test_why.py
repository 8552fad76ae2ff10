"""Why a search finds a paper or loses it, over the demo library."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.app import App
from assistant.errors import InputError
from assistant.retrieval import typed
from assistant.retrieval.depth import worth_reading
from assistant.retrieval.why import Stage, Why, explain
from tests.conftest import MakeApp

DPR = "doi:10.18653/v1/2020.emnlp-main.550"
QUESTION = "dense retrieval of passages"


@pytest.fixture
def app(make_app: MakeApp, demo_folder: Path) -> App:
    return make_app(library__path=str(demo_folder))


def why(app: App, question: str, paper: str = DPR) -> Why:
    with app.searcher() as searcher:
        chosen = app.settings
        return explain(searcher, question, searcher.paper(paper), chosen.retrieval, chosen.answer)


def stage(told: Why, name: str) -> Stage:
    return next(one for one in told.stages if one.name == name)


def small(make_app: MakeApp, folder: Path, candidates: int = 3, papers: int = 1) -> App:
    return make_app(
        library__path=str(folder),
        retrieval__candidates=str(candidates),
        retrieval__papers=str(papers),
        answer__papers=str(papers),
        retrieval__rerank="none",
    )


@pytest.mark.parametrize("rerank", ["tokens", "diversity", "none"])
@pytest.mark.parametrize("question", [QUESTION, "which unit of retrieval is best", DPR])
def test_the_rank_shown_is_that_of_the_search(
    make_app: MakeApp, demo_folder: Path, rerank: str, question: str
) -> None:
    app = make_app(library__path=str(demo_folder), retrieval__rerank=rerank)
    with app.searcher() as searcher:
        hits = typed.search(searcher, searcher.library, question, 10).hits
        looked_at = searcher.search(question, app.settings.answer.papers)
        read = [hit.paper.id for hit in worth_reading(looked_at, app.settings.answer)]
        for hit in hits:
            told = explain(
                searcher, question, hit.paper, app.settings.retrieval, app.settings.answer
            )
            assert told.found
            assert (stage(told, "shown").rank, stage(told, "shown").of) == (hit.rank, len(hits))
            assert stage(told, "read").passed == (hit.paper.id in read)


def test_a_paper_that_is_not_shown_is_told_which_rank_it_has(app: App) -> None:
    found, lost = 0, 0
    with app.searcher() as searcher:
        shown = {hit.paper.id for hit in searcher.search(QUESTION, 10)}
        for paper in searcher.library.catalog.papers():
            told = explain(searcher, QUESTION, paper, app.settings.retrieval, app.settings.answer)
            assert told.found == (paper.id in shown)
            found, lost = found + told.found, lost + (not told.found)
            if not told.found and stage(told, "shown").rank:
                assert stage(told, "shown").help.startswith("raise retrieval.papers to at least ")
    assert found == 10
    assert lost == 54


def test_the_words_held_and_lacked_and_what_was_understood(app: App) -> None:
    told = why(app, "dense pasage retreival with unicorns")
    assert told.held == ("dense", "passage", "retrieval")
    assert told.lacked == ("unicorns",)
    assert [one.searched for one in told.wording.corrections] == ["passage", "retrieval"]
    assert "it lacks the word “unicorns”" in stage(told, "words").help


def test_a_filter_that_excludes_is_named_and_the_rest_is_told_without_it(app: App) -> None:
    told = why(app, f'{QUESTION} year:2022- author:karpukhin -bm25 "dense passage"')
    assert not told.found
    excluded = stage(told, "filter")
    assert not excluded.passed
    assert "year:2022-" in excluded.said
    assert "without:bm25" in excluded.said
    assert "author" not in excluded.said
    assert stage(told, "shown").rank == 1
    assert why(app, f"{QUESTION} year:2020-").found


def test_beyond_the_candidates_the_exact_rank_is_told(make_app: MakeApp, demo_folder: Path) -> None:
    told = why(small(make_app, demo_folder), "human feedback and passages")
    words, vectors, fused = (stage(told, name) for name in ("words", "vectors", "fused"))
    assert not words.passed
    assert not vectors.passed
    assert words.rank
    assert vectors.rank
    assert "not among the 3 candidates" in words.said
    # With all papers among the candidates each search gives the rank that was told.
    whole = why(small(make_app, demo_folder, 1000), "human feedback and passages")
    assert stage(whole, "words").passed
    assert (stage(whole, "words").rank, stage(whole, "words").of) == (words.rank, words.of)
    assert (stage(whole, "vectors").rank, stage(whole, "vectors").of) == (vectors.rank, vectors.of)
    # What is said to help does.
    needed = min(words.rank, vectors.rank)
    assert fused.help == f"raise retrieval.candidates to at least {needed}"
    helped = why(small(make_app, demo_folder, needed), "human feedback and passages")
    assert stage(helped, "fused").passed
    assert f"rank {stage(helped, 'fused').rank} of {stage(helped, 'fused').of}" in fused.said


def test_as_many_papers_as_are_advised_show_it(make_app: MakeApp, demo_folder: Path) -> None:
    lost = stage(why(small(make_app, demo_folder, 60), "human feedback and passages"), "shown")
    assert lost.rank
    assert not lost.passed
    assert lost.help == f"raise retrieval.papers to at least {lost.rank}"
    assert why(small(make_app, demo_folder, 60, lost.rank), "human feedback and passages").found


def test_a_paper_that_is_shown_and_not_read_is_told_why(
    make_app: MakeApp, demo_folder: Path
) -> None:
    for key, value, helps in [
        ("paper_share", "1", "lower answer.paper_share"),
        ("tokens", "1", "raise answer.tokens above 1"),
        ("papers", "2", "raise answer.papers to at least 3"),
    ]:
        chosen = {"paper_share": "0", "tokens": "100000", key: value}
        overrides = {f"answer__{name}": one for name, one in chosen.items()}
        app = make_app(library__path=str(demo_folder), **overrides)
        with app.searcher() as searcher:
            third = searcher.search(QUESTION, 10)[2].paper.id
        told = why(app, QUESTION, third)
        assert told.found
        assert not stage(told, "read").passed
        assert stage(told, "read").help == helps


def test_a_paper_that_is_named_says_so(app: App) -> None:
    for name in (DPR, "Dense passage retrieval for open-domain question answering"):
        assert stage(why(app, name), "shown").rank == 1
    assert "as the question names it" in stage(why(app, f"what does {DPR} say?"), "shown").said


def test_what_cannot_be_searched_is_refused(app: App) -> None:
    for question in ("author:karpukhin", "year:20x dense"):
        with pytest.raises(InputError):
            why(app, question)
