"""Citation marks: their forms, the sentence they belong to, and replies not written to the end."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.marks import MarkedSentence, parse
from assistant.types import Citation

MARK = re.compile(r"\[\s*\d{1,3}(\s*[,;–-]\s*\d{1,3})*\s*\]|\[\s*\d{1,3}\s*[:,]?\s*[\"“]")

# Replies as they should be: sentences of plain words, each with its marks.
WORDS = st.lists(st.sampled_from("recall rises by 9 points in GPT-4o".split()), min_size=1)
QUOTES = st.lists(
    st.sampled_from(["raises recall", "by 1.5%", "the [CLS] token", "It works. They", "(n = 3)"]),
    min_size=1,
    max_size=3,
).map(" ".join)
CITATIONS = st.builds(Citation, st.integers(1, 12), st.none() | QUOTES)
SENTENCES = st.tuples(WORDS, st.lists(CITATIONS, max_size=3), st.booleans())
# Replies as they should not be: signs of marks in any order.
JUNK = st.text(alphabet='[]12 ,;:–-"“”.aB\n', max_size=60) | st.lists(
    st.sampled_from(["[1]", "[1 ", "[2", "]", '"', "[3 “", "[1–3]", "One. ", "two ", "[", "\n- "]),
    max_size=12,
).map("".join)


def mark(citation: Citation) -> str:
    return (
        f"[{citation.number}]" if not citation.quote else f'[{citation.number} "{citation.quote}"]'
    )


def reply_of(sentences: list[tuple[list[str], list[Citation], bool]]) -> str:
    """Write each sentence with its marks before or after its full stop."""
    written = []
    for words, citations, before in sentences:
        marks = "".join(f" {mark(citation)}" for citation in citations)
        said = f"So {' '.join(words)}"
        written.append(f"{said}{marks}." if before else f"{said}.{marks}")
    return " ".join(written)


def numbers(reply: str) -> list[int]:
    return [citation.number for sentence in parse(reply) for citation in sentence.citations]


@pytest.mark.parametrize(
    ("marks", "cited"),
    [
        ("[1]", [1]),
        ("[ 12 ]", [12]),
        ("[1, 3]", [1, 3]),
        ("[1; 3,5]", [1, 3, 5]),
        ("[1][2]", [1, 2]),
        ("[1] [2]", [1, 2]),
        ("[1], [2], [3]", [1, 2, 3]),
        ("[1]–[3]", [1, 2, 3]),
        ("[2]-[4], [7]", [2, 3, 4, 7]),
        ("[2-4]", [2, 3, 4]),
        ("[2–4, 7]", [2, 3, 4, 7]),
        ("[3, 2-4]", [3, 2, 4]),
        ("[1, 1]", [1]),
        ("[4-2]", [4]),
        ("[1-999]", list(range(1, 22))),
        ("[0]", [0]),
        ("[2020, 1]", []),
        ("[2020]", []),
        ("[a]", []),
        ("[]", []),
        ("[1.5]", []),
        ("[-1]", []),
    ],
)
def test_a_mark_cites_its_numbers(marks: str, cited: list[int]) -> None:
    assert numbers(f"Recall rises {marks}.") == cited


@pytest.mark.parametrize(
    "text", ["In [2020] it rose.", "Mean [1.5, 2.5] held.", "f[i] and g[-1].", "It lies in [0, 1]."]
)
def test_brackets_that_are_no_marks_stay_in_the_text(text: str) -> None:
    assert parse(text) == [MarkedSentence(text, ())]


@pytest.mark.parametrize(
    "interval",
    [
        "95% CI [12, 18]",
        "95% CI: [12; 18]",
        "a CI of [12–18]",
        "CrI = [12, 18]",
        "IQR [12, 18]",
        "95% C.I. [12-18]",
        "a confidence interval (CI) [12, 18]",
        "the interval [12, 18]",
        "in the range [1, 5]",
        "a range of [1, 5]",
        "ages ranging from [1, 5]",
        "between [1, 5]",
        "x ∈ [1, 5]",
        "x = [1, 5]",
    ],
)
def test_the_ends_of_an_interval_are_no_citations(interval: str) -> None:
    assert parse(f"It lies at 15, {interval}, here [2]. So [1].") == [
        MarkedSentence(f"It lies at 15, {interval}, here.", (Citation(2),)),
        MarkedSentence("So.", (Citation(1),)),
    ]


@pytest.mark.parametrize(
    "words",
    ["the CI [3]", "the interval [5, 1]", "a wide range [1, 5]", "CI was used [1, 5]", "CI [1][5]"],
)
def test_marks_after_the_word_interval_are_citations_unless_they_are_its_ends(words: str) -> None:
    assert numbers(f"It is {words}.")


@pytest.mark.parametrize(
    ("mark", "quote"),
    [
        ('[1 "raises recall"]', "raises recall"),
        ("[1 “raises recall”]", "raises recall"),
        ('[1: "raises recall"]', "raises recall"),
        ('[1, "raises recall"]', "raises recall"),
        ('[1"raises recall" ]', "raises recall"),
        ('[1 "raises\n  recall"]', "raises recall"),
        ('[1 "the [CLS] token"]', "the [CLS] token"),
        ('[1 "in [0, 1) only"]', "in [0, 1) only"),
        ('[1 "so-called "dense" retrieval"]', 'so-called "dense" retrieval'),
        ('[1 "It works. It fails."]', "It works. It fails."),
        ('[1 ""]', None),
        ('[1 "raises recall]', "raises recall"),
        ('[1 "the [CLS] token]', "the [CLS] token"),
    ],
)
def test_a_mark_may_hold_the_words_it_rests_on(mark: str, quote: str | None) -> None:
    expected = [
        MarkedSentence("Recall rises.", (Citation(1, quote),)),
        MarkedSentence("It falls.", ()),
    ]
    assert parse(f"Recall rises {mark}. It falls.") == expected
    assert parse(f"Recall rises. {mark} It falls.") == expected


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("One [1]. Two [2].", [("One.", [1]), ("Two.", [2])]),
        ("One. [1] Two. [2]", [("One.", [1]), ("Two.", [2])]),
        ("One [1] and [2] two. Three.", [("One and two.", [1, 2]), ("Three.", [])]),
        ("[1] One. Two.", [("One.", [1]), ("Two.", [])]),
        ("One.[1]Two.[2]", [("One.", [1]), ("Two.", [2])]),
        ("One [1]two.", [("One two.", [1])]),
        ("One\n\n[1]\n\nTwo.", [("One", [1]), ("Two.", [])]),
        ("- One [1]\n- Two [2]", [("One", [1]), ("Two", [2])]),
        ("One\n  two [1].", [("One two.", [1])]),
        ("Fig. 3 [1] shows it. Smith et al. [2] agree.",
         [("Fig. 3 shows it.", [1]), ("Smith et al. agree.", [2])]),
        ('One [1 "cut off]. Two [2 "whole"].', [("One.", [1]), ("Two.", [2])]),
        ("One [1 [2]] two.", [("One two.", [2])]),
        ("[1] One.\n[2] Two.", [("One.", [1]), ("Two.", [2])]),
        ("One.\n[1][2] Two.\n\n[3] “Three”.", [("One.", []), ("Two.", [1, 2]), ("“Three”.", [3])]),
        ("One\n[1] and two.", [("One and two.", [1])]),
        ("One.\n[1]\nTwo.", [("One.", [1]), ("Two.", [])]),
        ("One.\n\n[1]\n- Two.", [("One.", [1]), ("Two.", [])]),
        ("- [1] One\n- [2] Two", [("One", [1]), ("Two", [2])]),
        ("1. One [1]\n2. Two. [2]", [("One", [1]), ("Two.", [2])]),
        ("1) [1] One\n2) [2] Two", [("One", [1]), ("Two", [2])]),
        ("We list: 1. one [1] and 2. two [2].", [("We list: 1. one and 2. two.", [1, 2])]),
        ("# One\nTwo [1].", [("# One", []), ("Two.", [1])]),
        ("One [1].\n---\nTwo [2].", [("One.", [1]), ("Two.", [2])]),
        ("| One | [1] |\n| Two [2] | |", [("| One | |", [1]), ("| Two | |", [2])]),
        ("**One.** [1] Two.[2]", [("One.", [1]), ("Two.", [2])]),
        ("One?! [1] “Two.” [2]", [("One?!", [1]), ("“Two.”", [2])]),
        ("(One.) [1] Two… [2] Three", [("(One.)", [1]), ("Two…", [2]), ("Three", [])]),
        ("一。[1]二[2]。三", [("一。", [1]), ("二。", [2]), ("三", [])]),
        ("One et al. [1] Two vs. [2] Three.", [("One et al.", [1]), ("Two vs. Three.", [2])]),
        ("One in the U.S. [1] However, two.", [("One in the U.S.", [1]), ("However, two.", [])]),
        ("One p < .05 [1]. Two v1.2 [2].", [("One p < .05.", [1]), ("Two v1.2.", [2])]),
        ("One `a. B` [1]. Two.", [("One a. B.", [1]), ("Two.", [])]),
        ("One: https://x.org/a.b [1]. Two.", [("One: https://x.org/a.b.", [1]), ("Two.", [])]),
        ("[1]", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_mark_belongs_to_the_sentence_it_stands_in_or_directly_after(
    reply: str, sentences: list[tuple[str, list[int]]]
) -> None:
    assert [
        (one.text, [citation.number for citation in one.citations]) for one in parse(reply)
    ] == sentences


@pytest.mark.parametrize("begun", ["[", "[1", "[1,", "[1, 2", '[1 "', '[1 "rec', '[1 "It. They"'])
def test_a_mark_that_has_only_begun_is_no_part_of_the_text(begun: str) -> None:
    assert [one.text for one in parse(f"Recall rises. {begun}")] == ["Recall rises."]
    assert [one.text for one in parse(f"Recall rises {begun}")] == ["Recall rises"]


@given(st.lists(SENTENCES, max_size=5))
@settings(max_examples=100, deadline=None)
def test_sentences_and_their_marks_are_told_apart_again(
    sentences: list[tuple[list[str], list[Citation], bool]],
) -> None:
    assert parse(reply_of(sentences)) == [
        MarkedSentence(f"So {' '.join(words)}.", tuple(citations))
        for words, citations, _ in sentences
    ]


@given(st.lists(SENTENCES, max_size=3))
@settings(max_examples=40, deadline=None)
def test_what_was_read_of_a_reply_that_is_being_written_stays_as_it_is(
    sentences: list[tuple[list[str], list[Citation], bool]],
) -> None:
    reply = reply_of(sentences)
    whole = parse(reply)
    for length in range(len(reply)):
        complete = parse(reply[:length])[:-1]
        assert complete == whole[: len(complete)]


@given(JUNK | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_whatever_a_reply_holds_no_mark_is_left_in_its_sentences(reply: str) -> None:
    for sentence in parse(reply):
        assert sentence.text == " ".join(sentence.text.split()) != ""
        assert not MARK.search(sentence.text)


def test_a_mark_may_hold_several_numbers_each_with_its_quote() -> None:
    (sentence,) = parse('Both say so [1 "first words", 2: "other words"; 3 “third”].')
    assert sentence.citations == (
        Citation(1, "first words"),
        Citation(2, "other words"),
        Citation(3, "third"),
    )
    assert sentence.text == "Both say so."


@given(
    st.lists(
        st.sampled_from(
            "One |two. |Fig. 3 |\n|\n\n|- |[1]| [2, 3]|[4]-[6] |[0]|`x` |。|CI ".split("|")
        ),
        max_size=20,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_letter_of_a_reply_is_lost(parts: list[str]) -> None:
    def letters(text: str) -> str:
        return "".join(filter(str.isalpha, text))

    reply = "".join(parts)
    assert letters("".join(one.text for one in parse(reply))) == letters(reply)


@given(st.lists(SENTENCES, max_size=4))
@settings(max_examples=60, deadline=None)
def test_what_was_read_is_read_the_same_again(
    sentences: list[tuple[list[str], list[Citation], bool]],
) -> None:
    for sentence in parse(reply_of(sentences)):
        assert parse(sentence.text) == [MarkedSentence(sentence.text, ())]
