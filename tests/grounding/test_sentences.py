"""Where sentences begin and end, with the odd cases of scientific prose."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.sentences import spans

PIECES = "It works. |The U.S. |et al. |Fig. |3 |\n|1. |2. |- |`|```\n|end.Next |「。」|... |# |p53 "
TEXTS = (
    st.text(max_size=120)
    | st.text(alphabet="aB1 .!?…\n\t-*•()[]\"'“”:;eg#|`。", max_size=120)
    | st.lists(
        st.sampled_from(PIECES.split("|")),
        max_size=20,
    ).map("".join)
)


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
        "Is it? no one knows.",
        "Two findings: 1. The first and 2. the second.",
        "It runs at example.com and v1.2.3 today.",
        "Yahoo! answers are used.",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_it(sentence: str) -> None:
    assert split(sentence) == [sentence]


# Where "¦" stands one sentence ends and the next begins; it is taken out of the text.
ODD_CASES = [
    # Abbreviations, where the sentence goes on.
    "Lewis et al . (2020) built it.",
    "See Figs. 2 and 3, Tab. A and Eq. (4).",
    "See Fig. S1 and Ref. [12].",
    "FIG. 3 shows it.",
    "The drug was given i.v. alone.",
    "It was given s.c. anti-TNF at once.",
    "The U.S. Food and Drug Administration agreed.",
    "It was built by J.B. Smith and A.-M. Jones.",
    "Smith vs. Jones is cited.",
    "On Aug. 31 it ended.",
    "It needs approx. 5 GB, max. 8.",
    "Adverse effects (No. 4 and nos. 5-7) were rare.",
    "St. Louis and Mt. Sinai took part.",
    "Many methods, z. B. BERT, d. h. Modelle, helfen u. a. hier.",
    "Manche Modelle (vgl. Abb. 3, S. 5, bzw. Tab. 2) helfen.",
    "Des modèles, p. ex. BERT, aident (c.-à-d. CamemBERT).",
    "M. Dupont et Mme. Curie travaillent.",
    # The same, where it ends.
    "It ended in 30 sec. ¦The rest took 20 ms. ¦Then it stopped.",
    "Patients had CF. ¦Others had MS. ¦Most lived.",
    "The answer is no. ¦The question is open.",
    "It was made in the U.S. ¦However, it is sold here.",
    "We cite Smith et al. ¦The method works.",
    "It handles names, dates, etc. ¦We test it.",
    "They lacked vitamin C. ¦The others did not.",
    "It holds for every prime P. ¦A proof is given.",
    "This is shown in Fig. 3. ¦The rest is in Tab. 2. ¦It works.",
    "He holds a Ph.D. ¦We do not.",
    # Figures, versions, addresses.
    "The effect was small (p < 0.05). ¦N was 12.",
    "The effect was small, p < .05. ¦Nobody knew.",
    "It rose from 1.5 to 2.5. ¦3 models fell.",
    "We use v1.2.3. ¦It runs on Python 3.11 and up.",
    "See https://doi.org/10.1000/x.y.z?a=b. ¦The DOI is 10.1000/182.",
    "See www.example.org/a.Html and torch.nn.Module for it.",
    "Mail j.smith@example.org today.",
    # The blank is lost.
    "That is the end.¦Next we test it.",
    "It is low (n = 3).¦The rest is high.",
    "It was done.¦METHODS: We test it.",
    "It was done.¦Conclusion: It works.",
    "It grew by 5%.¦This is much.",
    "Asked at Booking.Com, Node.js fails.",
    # Names that open small.
    "We use word2vec. ¦word2vec works.",
    "It runs on a phone. ¦iPhone owners agree.",
    "We cluster them. ¦k-means works.",
    "It is silenced. ¦miR-21 rises.",
    "It binds. ¦β-catenin does not.",
    "The dose was 2 mg. kg-1 a day.",
    # Signs.
    "Really?! ¦Yes.",
    "Is it so?? ¦No!!! ¦Perhaps.",
    "It is slow … but works.",
    "We show ... Results of value.",
    "It stopped. . . then went on.",
    "It is slow… ¦Very slow.",
    "“It works.” ¦She agreed.",
    "It is called “work”. ¦She agreed.",
    "„Es geht.“ ¦Dann nicht.",
    "« Oui. » ¦Il part.",
    "It works. ¦(It fails elsewhere.) ¦We know why.",
    "It works (see below). ¦It fails.",
    "It works; it is fast; nothing is lost.",
    "It has parts: a head, a tail, and a body.",
    "It has (1) a head. ¦It has (2) a tail.",
    "它有效。¦它很快！¦是吗？¦是的。",
    "彼は「はい。」¦と言った。",
    "它有效（见图3。）¦它很快。",
    # Markup.
    "**Result.** ¦The model works.",
    "It *works.* ¦It is _fast._ ¦We know.",
    "Use `a. B` for it. ¦It works.",
    "Use ``words'' and `others' here. ¦It works.",
    # Labels.
    "BACKGROUND: It is known. ¦METHODS: We test it. ¦RESULTS— It works.",
    "AIM To test it. ¦RESULTS It works.",
]


@pytest.mark.parametrize("case", ODD_CASES)
def test_odd_cases(case: str) -> None:
    assert split(case.replace("¦", "")) == [part.strip() for part in case.split("¦")]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1. First it works.\n2. Second it fails.", ["1. First it works.", "2. Second it fails."]),
        ("1. No stop\n2. Nor here", ["1. No stop", "2. Nor here"]),
        ("It has parts:\n1) a head\n2) a tail", ["It has parts:", "1) a head", "2) a tail"]),
        ("(1) a head\n(2) a tail", ["(1) a head", "(2) a tail"]),
        ("So says\n\n7. Seven\n8. Eight", ["So says", "7. Seven", "8. Eight"]),
        ("This is in Table\n2. The rest is not.", ["This is in Table\n2.", "The rest is not."]),
        ("# Results\nIt works.", ["# Results", "It works."]),
        ("It works.\n## More\nIt is fast.", ["It works.", "## More", "It is fast."]),
        ("**More**\nIt is fast.", ["**More**", "It is fast."]),
        ("It works\n---\nIt is fast", ["It works", "---", "It is fast"]),
        (
            "The table:\n| A | B |\n|---|---|\n| 1. It | 2 |\nIt works.",
            ["The table:", "| A | B |", "|---|---|", "| 1. It | 2 |", "It works."],
        ),
        ("```\na. B\n\n- C\n```\nIt works.", ["```\na. B\n\n- C\n```\nIt works."]),
        ("  - First. It works.\n  - Second", ["- First.", "It works.", "- Second"]),
        ("It works\r\nas we say.\r\nIt is fast.", ["It works\r\nas we say.", "It is fast."]),
    ],
)
def test_lines_that_stand_for_themselves(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


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


PROSE = st.lists(
    st.sampled_from([part.strip() for case in ODD_CASES for part in case.split("¦")]), max_size=6
)


@given(PROSE)
@settings(max_examples=200, deadline=None)
def test_a_sentence_taken_alone_is_one_sentence(parts: list[str]) -> None:
    for sentence in split("\n\n".join(parts)):
        assert split(sentence) == [sentence]


@pytest.mark.parametrize("case", ODD_CASES)
def test_of_a_text_that_is_being_written_only_the_last_sentence_may_change(case: str) -> None:
    text = case.replace("¦", "") + " The next one."
    whole = spans(text)
    for length in range(len(text)):
        complete = spans(text[:length])[:-1]
        assert complete == whole[: len(complete)]


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_paragraphs_are_split_apart_from_each_other(first: str, second: str) -> None:
    # Code may go on over blank lines; what an opening sign begins is told only by what follows it.
    if "`" not in first + second and (not first.strip() or first.strip()[-1].isalnum()):
        assert len(spans(f"{first}\n\n{second}")) == len(spans(first)) + len(spans(second))
