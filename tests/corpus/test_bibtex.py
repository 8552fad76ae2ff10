"""BibTeX: entries, fields, macros, and files that are broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import tex
from assistant.corpus.bibtex import entries


def test_entries_have_keys_and_plain_fields() -> None:
    text = r"""
    @STRING{ acl = "Annual Meeting" }
    @article(lee:2019, Title = {Latent {R}etrieval \& \emph{more}}, author = "Lee, Kenton and
      G{\"o}del, Kurt", booktitle = acl # " of " # {ACL}, month = may, year = 2019)
    @comment{x, title = {no}}
    @preamble{ "\newcommand{x}" }
    @misc{ empty, }
    """
    assert dict(entries(text)) == {
        "lee:2019": {
            "title": "Latent Retrieval & more",
            "author": "Lee, Kenton and Gödel, Kurt",
            "booktitle": "Annual Meeting of ACL",
            "month": "may",
            "year": "2019",
        },
        "empty": {},
    }


@pytest.mark.parametrize(
    "text", ["", "@", "@article", "@article{", "@article{a", "no entry at all"]
)
def test_what_holds_no_entry_yields_none(text: str) -> None:
    assert list(entries(text)) == []


def test_an_entry_that_is_not_closed_keeps_what_it_says() -> None:
    assert dict(entries("@book{a, title = {One}, year = {20"))["a"]["title"] == "One"


@given(st.text(alphabet='@{}()=,"#\\ab1 \n', max_size=200))
def test_any_text_comes_to_an_end(text: str) -> None:
    assert all(isinstance(key, str) for key, _ in entries(text))


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"Erd{\H{o}}s", "Erdős"), (r"\'{E}cole", "École"), (r"na\"\i ve", "naïve"),
        (r"\c{c}a", "ça"), (r"{\o}re", "øre"), (r"Stra{\ss}e", "Straße"), (r"\v Sa", "Ša"),
        (r"\LaTeX{} rules~it", "rules it"), (r"\cite", ""),
    ],
)  # fmt: skip
def test_letters_written_in_tex(written: str, plain: str) -> None:
    assert tex.plain(written) == plain
