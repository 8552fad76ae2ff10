"""Who a paper is: titles compared without dress, identifiers without wrapping, stable ids."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import identity


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Attention Is All You Need", "attention is all you need."),
        ("Naïve Café Models", "NAIVE CAFE MODELS"),
        ("Naïve", "Nai\u0308ve"),
        ("Self-RAG:\n  Learning to Retrieve", "Self RAG — learning to retrieve"),
        ("Eﬃcient Search", "Efficient search"),
        ("Straße", "STRASSE"),
    ],
)
def test_titles_agree_without_case_accents_punctuation_and_spacing(one: str, other: str) -> None:
    assert identity.normalised_title(one) == identity.normalised_title(other)


def test_titles_of_other_words_or_figures_differ() -> None:
    assert identity.normalised_title("GPT-3") != identity.normalised_title("GPT-4")
    assert identity.normalised_title("深度学习") != identity.normalised_title("机器学习")


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_normalising_a_title_twice_changes_nothing_more(title: str) -> None:
    once = identity.normalised_title(title)
    assert identity.normalised_title(once) == once


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz123", "10.1000/xyz123"),
        ("https://doi.org/10.1000/XYZ123", "10.1000/xyz123"),
        ("doi: 10.1000/xyz123.", "10.1000/xyz123"),
        ("10.1016/S0140-6736(05)66550-7", "10.1016/s0140-6736(05)66550-7"),
        ("see 10.1000/a.b;c, and more", "10.1000/a.b;c"),
        ("10.1000/.", None),
        ("10.1/xyz", None),
        ("none", None),
        ("", None),
        (None, None),
    ],
)
def test_a_doi_is_taken_out_of_what_stands_around_it(text: str | None, doi: str | None) -> None:
    assert identity.clean_doi(text) == doi


@given(st.from_regex(r"10\.\d{4,9}/[\x21-\x7e]{0,20}", fullmatch=True))
@settings(max_examples=100, deadline=None)
def test_cleaning_a_doi_twice_changes_nothing_more(text: str) -> None:
    once = identity.clean_doi(text)
    assert identity.clean_doi(once) == once


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("2005.11401", "2005.11401"),
        ("arXiv:2005.11401v4", "2005.11401"),
        ("arXiv:0704.0001.", "0704.0001"),
        ("https://arxiv.org/abs/2005.11401", "2005.11401"),
        ("https://arxiv.org/pdf/2005.11401v2.pdf", "2005.11401"),
        ("10.48550/arXiv.2005.11401", "2005.11401"),
        ("hep-th/9901001v3", "hep-th/9901001"),
        ("http://arxiv.org/abs/math.GT/0309136", "math.GT/0309136"),
        ("Math/0309136", None),
        ("12005.11401", None),
        ("2005.114015", None),
        ("1.2005.11401", None),
        ("2005.11401.7", None),
        ("", None),
        (None, None),
    ],
)
def test_an_arxiv_id_is_taken_without_prefix_and_version(
    text: str | None, arxiv_id: str | None
) -> None:
    assert identity.clean_arxiv_id(text) == arxiv_id


@pytest.mark.parametrize(
    ("text", "pmid"),
    [
        ("12345678", "12345678"),
        (" PMID: 123 ", "123"),
        ("pmid123", "123"),
        ("123456789", None),
        ("PMC123", None),
        ("", None),
        (None, None),
    ],
)
def test_a_pubmed_number_is_digits_only(text: str | None, pmid: str | None) -> None:
    assert identity.clean_pmid(text) == pmid


def test_an_id_is_made_of_the_strongest_identifier() -> None:
    ids = {"doi": "10.1000/x", "arxiv_id": "2005.11401", "pmid": "7"}
    assert identity.paper_id("T", **ids) == "doi:10.1000/x"
    assert identity.paper_id("T", arxiv_id="2005.11401", pmid="7") == "arxiv:2005.11401"
    assert identity.paper_id("T", pmid="7") == "pmid:7"
    assert identity.paper_id("T").startswith("title:t-")


def test_titles_that_agree_have_one_id_and_others_their_own() -> None:
    assert identity.paper_id("Dense  Retrieval!") == identity.paper_id("dense retrieval")
    assert identity.paper_id("深度学习") != identity.paper_id("机器学习")


def test_papers_of_one_title_are_told_apart_by_what_is_distinct() -> None:
    plain = identity.paper_id("Editorial")
    by_doe = identity.paper_id("Editorial", distinct="Jane Doe")
    by_roe = identity.paper_id("Editorial", distinct="John Roe")
    assert len({plain, by_doe, by_roe}) == 3


@given(st.text(max_size=300))
@settings(max_examples=100, deadline=None)
def test_an_id_made_of_a_title_is_short_and_plain(title: str) -> None:
    made = identity.paper_id(title)
    assert re.fullmatch(r"title:[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{8}", made)
    assert len(made) <= len("title:") + 48 + len("-") + 8
