"""A quote is found in an abstract exactly, but for spacing and typography, and in whole words."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.quotes import locate

PLAIN = str.maketrans("‘’“”–—−", "''\"\"---")
SIGNS = "aBé9170 .,-–−%()“”\"'’ﬁ½²…\u0301\u00a0\n"
WORDS = st.text(st.sampled_from([sign for sign in SIGNS if not sign.isspace()]), min_size=1)
SPACES = st.sampled_from([" ", "  ", "\n", "\u00a0", "\u2009 ", "\t"])


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text.translate(PLAIN)).split())


def said(quote: str, abstract: str) -> str | None:
    """Return the words of the abstract that the quote is found at."""
    span = locate(quote, abstract)
    return abstract[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("quote", "abstract", "words"),
    [
        ("raises recall", "It raises recall.", "raises recall"),
        ("  raises\nrecall ", "It raises  recall.", "raises  recall"),
        ("raises recall", "\n It raises\u00a0\n recall.", "raises\u00a0\n recall"),
        ('the "best" one\'s', "the “best” one’s", "the “best” one’s"),
        ("the «best»", 'the "best" of all', 'the "best"'),
        ("2019-2021", "in 2019–2021 only", "2019–2021"),
        ("fell by -5%", "it fell by −5%.", "fell by −5%"),
        ("efficient", "eﬃcient search", "eﬃcient"),
        ("10 m2", "over 10 m²", "10 m²"),
        ("and so on...", "and so on… again", "and so on…"),
        ("recall", "recall", "recall"),
        ("1.7", "from 11.77 to 1.7 points", "1.7"),
        ("BERT", "SciBERT beats BERT", "BERT"),
        ("(dense)", "dense (dense) dense", "(dense)"),
        ("9%", "by 9%, not more", "9%"),
        ("5", "in 2.5 and 5. Then", "5"),
    ],
)
def test_a_quote_is_found_where_the_abstract_says_it(quote: str, abstract: str, words: str) -> None:
    assert said(quote, abstract) == words


@pytest.mark.parametrize(
    ("quote", "abstract"),
    [
        ("", "anything"),
        (" \n", "anything"),
        ("anything", ""),
        ("Raises recall", "It raises recall."),
        ("raise recall", "It raises recall."),
        ("raises, recall", "It raises recall."),
        ("does raise recall", "It does not raise recall."),
        ("raisesrecall", "It raises recall."),
    ],
)
def test_other_words_case_and_punctuation_are_not_found(quote: str, abstract: str) -> None:
    assert said(quote, abstract) is None


@pytest.mark.parametrize(
    ("quote", "abstract"),
    [
        ("9%", "by 19%"),
        ("1.7", "by 11.77"),
        ("1.7", "by 1.77"),
        ("1.7", "by 11.7"),
        ("7", "by 1.7"),
        ("1", "by 1.7"),
        ("000", "of 1,000"),
        ("1", "of 1,000"),
        ("05", "p < .05"),
        ("5%", "by −5%"),
        ("5%", "-5% at most"),
        ("2021", "2019-2021"),
        ("1", "a ½ cup"),
        ("2", "5 m² wide"),
    ],
)
def test_figures_are_not_found_within_another_number(quote: str, abstract: str) -> None:
    assert said(quote, abstract) is None


@pytest.mark.parametrize(
    ("quote", "abstract"),
    [
        ("call", "recall"),
        ("rec", "recall"),
        ("can", "it cannot"),
        ("resume", "the resume\u0301 of"),
        ("ef", "eﬃcient"),
        ("..", "wait…"),
    ],
)
def test_a_piece_of_a_word_is_not_found(quote: str, abstract: str) -> None:
    assert said(quote, abstract) is None


@given(st.integers(1, 9), st.integers(0, 99), st.sampled_from(["", ".", ",", "-"]))
@settings(max_examples=60, deadline=None)
def test_a_percentage_is_not_found_within_a_longer_one(
    front: int, figure: int, between: str
) -> None:
    assert said(f"{figure}%", f"by {front}{between}{figure}% in all") is None
    assert said(f"{figure}%", f"by {front}{between}{figure}% or {figure}%") == f"{figure}%"


@given(st.text(SIGNS, max_size=40), st.text(SIGNS, max_size=3))
@settings(max_examples=300, deadline=None)
def test_what_is_found_says_the_quote(abstract: str, quote: str) -> None:
    words = said(quote, abstract)
    assert words is None or folded(words) == folded(quote) != ""


@given(st.text(SIGNS, max_size=40), st.data())
@settings(max_examples=200, deadline=None)
def test_what_is_found_of_a_stretch_says_the_stretch(abstract: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(abstract)))
    stretch = abstract[start : data.draw(st.integers(start, len(abstract)))]
    words = said(stretch, abstract)
    assert words is None or folded(words) == folded(stretch) != ""


@given(st.lists(st.tuples(WORDS, SPACES), min_size=1, max_size=8), st.data())
@settings(max_examples=200, deadline=None)
def test_any_words_of_an_abstract_are_found_however_they_are_spaced(
    words: list[tuple[str, str]], data: st.DataObject
) -> None:
    abstract = "".join(word + space for word, space in words)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    quote = " ".join(word for word, _ in words[first : last + 1])
    found = said(quote, abstract)
    assert found is not None
    assert folded(found) == folded(quote)
