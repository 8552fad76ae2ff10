"""Sentences that state several facts, and those that must stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.claims import facts

# Facts are parted by "‖"; the sentence comes first.
SPLIT = [
    ("DPR beats BM25 and needs less memory", "DPR beats BM25‖DPR needs less memory"),
    ("A improves X and B reduces Y", "A improves X‖B reduces Y"),
    ("DPR beats BM25 and ColBERT beats DPR.", "DPR beats BM25.‖ColBERT beats DPR."),
    ("DPR improves recall, and BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall, whereas BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall whereas BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall; whereas BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall, while BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("While DPR improves recall, BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("Whereas the cost falls, recall improves.", "The cost falls.‖Recall improves."),
    ("DPR improves recall, but BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall but reduces speed.", "DPR improves recall.‖DPR reduces speed."),
    ("DPR improves recall; BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("DPR improves recall; however, BM25 is fast.", "DPR improves recall.‖BM25 is fast."),
    ("X is low; Y is high; Z is even.", "X is low.‖Y is high.‖Z is even."),
    ("Recall rose by 9 points and the cost fell by 5%.",
     "Recall rose by 9 points.‖the cost fell by 5%."),
    ("Accuracy increases and latency decreases.", "Accuracy increases.‖latency decreases."),
    ("The model is fast and needs no training.", "The model is fast.‖The model needs no training."),
    ("The model is fast and is free.", "The model is fast.‖The model is free."),
    ("The drug reduced the pain and improved the sleep.",
     "The drug reduced the pain.‖The drug improved the sleep."),
    ("Vaccination prevents infection and also reduces mortality.",
     "Vaccination prevents infection.‖Vaccination also reduces mortality."),
    ("However, DPR beats BM25 and needs less memory.",
     "However, DPR beats BM25.‖DPR needs less memory."),
    ("Larger models need more memory and smaller models lose accuracy.",
     "Larger models need more memory.‖smaller models lose accuracy."),
    ("We trained two models and they require 5 GB; BM25 is free.",
     "We trained two models and they require 5 GB.‖BM25 is free."),
    ("A can improve X and B can reduce Y.", "A can improve X.‖B can reduce Y."),
    ("The gap between A and B is small and C is large.",
     "The gap between A and B is small.‖C is large."),
    ("The dose was raised and the pain was reduced.", "The dose was raised.‖the pain was reduced."),
    ("BERT (and GPT) improves recall and BM25 is fast.",
     "BERT (and GPT) improves recall.‖BM25 is fast."),
    ("Pain was rare but fever was common!", "Pain was rare!‖fever was common!"),
    ("HSC were studied by sorting and assays in vivo and resistance was confirmed.",
     "HSC were studied by sorting and assays in vivo.‖resistance was confirmed."),
]  # fmt: skip

WHOLE = [
    "",
    "DPR beats BM25.",
    "Precision and recall improve.",
    "Precision and recall improve with size and data.",
    "It lies between 3 and 5 points.",
    "It rises by 3 and 5 points.",
    "DPR improves recall while keeping the cost low.",
    "DPR improves recall while it is trained.",
    "We show that A improves X and B reduces Y.",
    "It is not true that A improves X and B reduces Y.",
    "If A improves X and B reduces Y, C wins.",
    "If A improves X, B reduces Y and C wins.",
    "A improves X and B reduces Y when Z is low.",
    "A improves X because B is low and C is high.",
    "The drug, which improves sleep and reduces pain, is safe.",
    "Models that improve recall and need less memory are rare.",
    "In mice, A improves X and B reduces Y.",
    "The model was trained on NQ and tested on TREC.",
    "A may improve X and reduce Y.",
    "We observed lower recall and reduced cost.",
    "The model showed improved recall and reduced cost.",
    "It uses retrieval and generation models trained on X.",
    "The system meets the demands and needs of users.",
    "ColBERT achieves high recall and low latency.",
    "ColBERT achieves high recall, and its latency is low.",
    "DPR beats BM25, but it needs more memory.",
    "DPR beats BM25, but this is rare.",
    "While DPR beats BM25, it needs more memory.",
    "DPR beats BM25, but not in Finnish.",
    "DPR not only beats BM25 but also needs less memory.",
    "Neither A improves X nor B reduces Y.",
    "Both A improves X and B reduces Y.",
    "A and B improve X and Y, respectively; C and D too.",
    "A improves X and B reduces Y, respectively.",
    'The paper says "A improves X and B reduces Y".',
    "The paper says “A improves X; B reduces Y”.",
    "DPR (A improves X and B reduces Y) is fast.",
    "The code `A improves X and B is Y` runs.",
    "Does A improve X and is B low?",
    "The trial included 40 men and 50 women.",
    "The trial has three arms: A is given daily and B is given weekly.",
    "The mean age was 45 and 52 years.",
    "Pain was common with TMB and rare with IS.",
    "It has a model; a set of tools that improves recall; a list.",
    "The results of A and B show C.",
    "A improves and B reduces Y.",
    "A improves X and B does not.",
    "Research and development costs rise.",
    "Women and men differ.",
    "DPR beißt BM25 und braucht weniger Speicher.",
    "Beam search is used, and how it works is known.",
    "Statins lower cholesterol and reduce mortality.",
]


@pytest.mark.parametrize(("sentence", "parts"), SPLIT)
def test_a_sentence_of_several_facts_is_split(sentence: str, parts: str) -> None:
    assert facts(sentence) == tuple(parts.split("‖"))


@pytest.mark.parametrize("sentence", WHOLE)
def test_when_unsure_a_sentence_stays_whole(sentence: str) -> None:
    assert facts(sentence) == (sentence,)


WORDS = 'A |improves |X |and |, and |; |but |, while |B |is |the |cost |that |. |( |) |" '


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(WORDS.split("|")),
        max_size=25,
    ).map("".join)
)
@settings(max_examples=300, deadline=None)
def test_parts_hold_words_of_the_sentence_alone_and_are_parts_themselves(sentence: str) -> None:
    parts = facts(sentence)
    assert parts
    if len(parts) > 1:
        words = sentence.casefold()
        assert all(word.casefold().strip(".!") in words for part in parts for word in part.split())
