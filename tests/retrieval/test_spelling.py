"""Misspelt words of queries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.spelling import Correction, corrected


class Vocabulary:
    """Some words with their frequencies."""

    words = {"retrieval": 9, "language": 8, "model": 7, "models": 5, "pre": 2, "training": 6}

    def knows(self, name: str) -> bool:
        return all(word in self.words for word in name.split())

    def frequency(self, word: str) -> int:
        return self.words.get(word, 0)

    def beginning(self, letters: str) -> list[str]:
        return [one for one in self.words if one.startswith(letters)]


def mended(text: str) -> str:
    return corrected(text, Vocabulary(), lambda word: word == "throughput")[0]


def test_a_word_that_no_paper_holds_becomes_the_nearest() -> None:
    text, made = corrected("dense retreival of langage", Vocabulary(), lambda _: False)
    assert text == "dense retrieval of language"
    assert made == (Correction("retreival", "retrieval"), Correction("langage", "language"))


@pytest.mark.parametrize(
    "typed",
    ["rettrievaal", "retreivla", "retrevals", "rebrieval", "retrixvyl", "retrieavls"],
)
def test_two_errors_of_any_kinds_are_mended(typed: str) -> None:
    assert mended(typed) == "retrieval"


def test_two_errors_are_mended_in_a_long_word_only() -> None:
    assert mended("retreivall") == "retrieval"
    assert mended("moddels") == "models"
    assert mended("mddles") == "mddles"  # two errors in six letters may be any word


def test_words_written_together_are_taken_apart() -> None:
    assert mended("pretraining") == "pre training"


def test_names_figures_and_words_of_the_language_are_left_alone() -> None:
    for text in ("Retreival", "RETREIVAL", "retreival2", "retreival-3", "x/retreival", "modl"):
        assert mended(text) == text
    assert mended("throughput") == "throughput"


@given(st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    fixed, made = corrected(text, Vocabulary(), lambda _: False)
    assert (fixed == text) == (not made)
