"""Where sentences begin and end, with the odd cases of scientific prose."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.sentences import spans

TEXTS = st.text(max_size=120) | st.text(alphabet="aB1 .!?…\n\t-*•()[]\"'“”:;eg", max_size=120)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["We study retrieval.", "It works."],
        ["Does it work?", "Yes!", "Well…", "Perhaps."],
        ['He said "it works."', "She agreed."],
        ["It works (mostly.)", "It fails."],
        ["It works.", "(So they say.)"],
        ["It works.", '"Indeed," he said.'],
        ["We gain 5%.", "3 models fail."],
        ["We gain 1.5.", "That is much."],
        ["It is slow...", "Very slow."],
        ["Trained in the U.S.", "It works."],
        ["By Lewis et al.", "The method works."],
        ["It needs code.", r"\textbf{Tables} help."],
    ],
    ids=lambda sentences: sentences[0],
)
def test_a_sentence_ends_before_the_next_one_opens(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "Lewis et al. (2020) built it.",
        "Lewis et al. and others built it.",
        "Some models, e.g. BERT, fail.",
        "That is, i.e. GPT fails.",
        "See Fig. 3 and Eq. 4 of Sec. 2.",
        "We compare CNNs vs. Transformers.",
        "Cf. Smith for more.",
        "Written by J. R. Smith alone.",
        "Dr. Smith built it.",
        "It has approx. 7B parameters.",
        "It rises from 1.5 to 2.5 points.",
        "We use word2vec. word2vec works.",
        "Is it? no one knows.",
        "Two findings: 1. The first and 2. the second.",
        "It runs at example.com and v1.2.3 today.",
        "Yahoo! answers are used.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \n\t", []),
        ("no stop at all", ["no stop at all"]),
        ("  It works.  \n It fails.  ", ["It works.", "It fails."]),
        ("A heading\n\nIt works.", ["A heading", "It works."]),
        ("One line\nand its rest.", ["One line\nand its rest."]),
        ("Findings:\n- first\n* second\n• third", ["Findings:", "- first", "* second", "• third"]),
        ("It works.\n\n\n", ["It works."]),
        ("...", ["..."]),
        ("It works. (", ["It works. ("]),
    ],
)
def test_blank_lines_and_lists_part_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_spans_are_in_order_and_cover_every_character_that_is_no_space(text: str) -> None:
    found = spans(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(found))
    assert all(text[start:end] == text[start:end].strip() for start, end in found)
    covered = {place for start, end in found for place in range(start, end)}
    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())
