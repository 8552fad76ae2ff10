"""When the library cannot answer: unknown names, details left to the full text, no match."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.abstention import Abstention, assess, evidence, names
from assistant.types import Hit, Paper

THRESHOLD = 0.4


def hit(
    abstract: str = "We study retrieval.",
    *,
    title: str = "A study",
    rank: int = 1,
    dense: float = 0.5,
    lexical: float = 0.5,
    authors: tuple[str, ...] = (),
    year: int | None = None,
    venue: str | None = None,
) -> Hit:
    paper = Paper(f"id{rank}", title, abstract, authors=authors, year=year, venue=venue)
    return Hit(rank, paper, 0.5, dense, lexical, ())


def terms(text: str) -> list[str]:
    """Return lower-case words without the endings -ing, -ed and -s, as a stemmer might."""
    return [re.sub(r"(ing|ed|s)$", "", word) for word in re.findall(r"\w+", text.lower())]


def knowing(*known: str) -> Callable[[str], bool]:
    return lambda name: name in known


def judged(question: str, *hits: Hit, known: tuple[str, ...] = ()) -> Abstention | None:
    return assess(question, hits, THRESHOLD, knowing(*known), terms)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does RAG add to BERT?", ["RAG", "BERT"]),
        ("How good is GPT-4o at nDCG@10?", ["GPT-4o", "nDCG@10"]),
        ("Is mBERT better than word2vec?", ["mBERT", "word2vec"]),
        ("Which models did Lewis use?", ["Lewis"]),
        ("What is Lewis's method?", ["Lewis"]),
        ("What is BM25’s weakness?", ["BM25"]),
        ("Are the authors' and Karpukhin' claims right?", ["Karpukhin"]),
        ("Are PRISMA-style reviews faster?", ["PRISMA"]),
        ("Do LLM-based-like agents work?", ["LLM"]),
        ("Is GPT-3.5-turbo worse?", ["GPT-3.5"]),
        ("What is Self-RAG?", ["Self-RAG"]),
        ("What is Fusion-in-Decoder?", ["Fusion-in-Decoder"]),
        ("Does A* beat C++ tools?", ["A*", "C++"]),
        ("RAG or RAG, and RAG?", ["RAG"]),
        ("How is état-of-Élan read in Ünal's work?", ["état-of-Élan", "Ünal"]),
    ],
)
def test_words_that_look_like_names_are_found(question: str, expected: list[str]) -> None:
    assert names(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?!",
        "which models are best?",
        "Transformers or recurrent networks?",
        "Are state-of-the-art models better?",
        "Can I use it?",
        "How do I know if I'm right, or when I’ve erred, or I'd better stop?",
        "I want to know more. Describe dense retrieval! Why? Because it matters.",
        'He asks: "Does it work?" Perhaps it does. (Others doubt it.)',
        "Question: Does retrieval help?",
        "Does it fit in 16GB with 10K examples and 3D scenes at 5GHz?",
    ],
)
def test_ordinary_words_openings_and_measures_are_no_names(question: str) -> None:
    assert names(question) == []


def test_a_full_stop_of_an_abbreviation_opens_no_sentence() -> None:
    assert names("Does search, e.g. Lucene, beat vectors, cf. Faiss?") == ["Lucene", "Faiss"]


@given(st.text(max_size=60) | st.text(alphabet="aBÉ1 -'’./:?*", max_size=40))
@settings(max_examples=200, deadline=None)
def test_whatever_is_asked_a_name_is_a_stretch_of_it_and_stands_once(question: str) -> None:
    found = names(question)
    assert len(set(found)) == len(found)
    assert all(name in question and re.search(r"\w", name) for name in found)


def test_nothing_found_is_not_in_the_library() -> None:
    assert judged("Does it work?") == Abstention(
        "not_in_library", "No paper in the library passes the filters.", final=True
    )


def test_an_answer_may_be_there_when_nothing_speaks_against_it() -> None:
    assert judged("What does RAG add?", hit(), known=("RAG",)) is None


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("What does RAG add?", "RAG"),
        ("What does RAG add to BERT and Mamba?", "RAG or Mamba"),
        ("Are RAG, Mamba and Hyena alike?", "RAG, Mamba or Hyena"),
    ],
)
def test_names_that_no_record_mentions_are_told(question: str, listed: str) -> None:
    assert judged(question, hit(), known=("BERT",)) == Abstention(
        "not_in_library", f"No record in the library mentions {listed}.", final=True
    )


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the study on retrieval?",
        "who are the authors?",
        "It is old. When was the study published?",
        "Where was the study on retrieval published?",
        "In which journal is it?",
    ],
)
def test_who_wrote_a_paper_is_told_from_its_record(question: str) -> None:
    found = judged(
        question, hit(title="Dense", authors=("Jane Doe", "John Roe"), year=2020, venue="ACL")
    )
    assert found is not None
    assert found.reason == "not_in_library"
    assert found.message.endswith(
        "The record of the nearest one, “Dense”, has: authors Jane Doe, John Roe; year 2020; "
        "venue ACL."
    )


@pytest.mark.parametrize(
    ("nearest", "known"),
    [(hit(), "no authors, year or venue"), (hit(year=2020), "year 2020"),
     (hit(authors=("Jane Doe",), venue="ACL"), "authors Jane Doe; venue ACL")],
)  # fmt: skip
def test_a_record_that_lacks_authors_year_or_venue_says_what_it_has(
    nearest: Hit, known: str
) -> None:
    found = judged("Who wrote it?", nearest)
    assert found is not None
    assert found.message.endswith(f"“A study”, has: {known}.")


def test_authors_at_work_are_no_question_of_authorship() -> None:
    assert judged("What do authors do about errors, and where is retrieval used?", hit()) is None


@pytest.mark.parametrize(
    ("question", "listed"),
    [
        ("Which learning rate was used?", "learning rate"),
        ("Which batch size and optimizer were used?", "batch size or optimizer"),
        ("Was the study funded?", "funded"),
        ("How high was the inter-annotator agreement?", "inter-annotator agreement"),
        ("How high was the annotator agreement?", "annotator agreement"),
    ],
)
def test_a_detail_that_the_nearest_abstracts_lack_needs_the_full_text(
    question: str, listed: str
) -> None:
    assert judged(question, hit()) == Abstention(
        "needs_full_text",
        f"The nearest abstracts say nothing about {listed}; "
        "such details are usually in the full text only.",
    )


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_a_detail_that_one_of_the_three_nearest_gives_may_be_answered(rank: int) -> None:
    hits = [
        hit("Learning rates matter." if place == rank else "Nothing.", rank=place)
        for place in range(1, 5)
    ]
    assert judged("Which learning rate was used?", *hits) is None


def test_a_detail_in_a_title_may_be_answered() -> None:
    assert judged("Which batch size is best?", hit(title="On the size of a batch")) is None


def test_a_detail_that_only_the_fourth_paper_gives_needs_the_full_text() -> None:
    hits = [*(hit(rank=place) for place in (1, 2, 3)), hit("Learning rates matter.", rank=4)]
    found = judged("Which learning rate was used?", *hits)
    assert found is not None
    assert found.reason == "needs_full_text"


def test_a_detail_of_another_method_than_the_one_named_needs_the_full_text() -> None:
    own, other = hit("MeCo prepends metadata."), hit("A learning rate of 3e-5 is best.", rank=2)
    question = "Which learning rate was used for MeCo?"
    found = judged(question, own, other, known=("MeCo",))
    assert found is not None
    assert found.reason == "needs_full_text"
    told = hit("MeCo is trained with a learning rate of 3e-5.")
    assert judged(question, told, other, known=("MeCo",)) is None


@pytest.mark.parametrize(
    ("dense", "lexical", "enough"),
    [(0.4, 0.0, True), (0.39, 0.0, False), (0.2, 0.5, True), (0.2, 0.4, False), (0.0, 1.0, True)],
)
def test_evidence_below_the_threshold_is_not_in_the_library(
    dense: float, lexical: float, enough: bool
) -> None:
    found = judged("Does it work?", hit(dense=dense, lexical=lexical))
    expected = Abstention(
        "not_in_library", "The library holds no abstract that is close to this question."
    )
    assert found == (None if enough else expected)


def test_evidence_is_the_best_similarity_and_the_coverage_of_the_first_paper() -> None:
    hits = [hit(dense=0.3, lexical=0.5), hit(rank=2, dense=0.6, lexical=1.0)]
    assert evidence(hits) == pytest.approx(0.6 + 0.4 * 0.5)


def test_an_unknown_name_is_told_before_all_other_reasons() -> None:
    weak = hit(dense=0.0, lexical=0.0)
    asked = "Who wrote of the learning rate of {}?"
    unknown, authorship = judged(asked.format("Mamba"), weak), judged(asked.format("it"), weak)
    detail = judged("Which learning rate was it?", weak)
    assert [one.message.split()[0] if one else "" for one in (unknown, authorship, detail)] == [
        "No",
        "Abstracts",
        "The",
    ]
    assert detail is not None
    assert detail.reason == "needs_full_text"
