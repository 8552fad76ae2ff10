"""What an abstract says itself is never vetoed, however it is spaced or set."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding.sentences import spans
from assistant.grounding.vetoes import veto

TITLE = "Late interaction for long questions: a study of CoRank-2"
ABSTRACT = (
    "Dense search does not always outperform BM25, although it uses far larger indexes. "
    "We introduce CoRank-2, a re-ranker that's trained on 1,200 questions from 11 data sets. "
    "On HotpotQA and MS MARCO it raises recall from 61.5% to 74.2%, a gain of 12.7 points, while "
    "the latency falls by 30-40 ms. "
    'Its authors call it "late interaction"; the cause of its success is not known. '
    "Some errors may be due to rare names (e.g. of drugs), which occur in 3 of 20 questions. "
    "First, noise in the labels hurts all systems. "
    "Second, no system is better than people with p < 0.05. "
    "These findings suggest that users' time, rather than the model's size, limits what can be "
    "found in two hours."
)
SENTENCES = [ABSTRACT[start:end] for start, end in spans(ABSTRACT)]
BLANKS = st.sampled_from([" ", "  ", "\n", "\u00a0", "\u2009"])
SIGNS = {"'": "’", "-": "\u2011", "%": "%", '"': "”", "–": "-"}


@given(st.sampled_from(SENTENCES), st.data())
@settings(max_examples=200, deadline=None)
def test_a_sentence_of_the_abstract_is_never_vetoed(sentence: str, data: st.DataObject) -> None:
    signs = [SIGNS.get(sign, sign) if data.draw(st.booleans()) else sign for sign in sentence]
    words = "".join(signs).split(" ")
    spaced = "".join(word + data.draw(BLANKS) for word in words).strip()
    end = data.draw(st.sampled_from(["", "."]))
    assert veto(spaced.rstrip(".") + end, TITLE, ABSTRACT) is None


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_sentences_of_the_abstract_together_are_not_vetoed(sentences: list[str]) -> None:
    assert veto(" ".join(sentences), TITLE, ABSTRACT) is None


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_text_is_judged(claim: str, title: str, abstract: str) -> None:
    found = veto(claim, title, abstract)
    assert found is None or found.startswith("the abstract")


@given(st.text("aB1% .,-'()$\\^", max_size=40))
@settings(max_examples=300, deadline=None)
def test_a_text_does_not_veto_itself(text: str) -> None:
    assert veto(text, "", text) is None


@pytest.mark.parametrize("claim", ["", "  ", "...", "—", "[1]"])
def test_a_claim_without_words_is_not_vetoed(claim: str) -> None:
    assert veto(claim, TITLE, ABSTRACT) is None


def test_the_title_counts_as_well() -> None:
    assert veto("Late interaction suits long questions, for which CoRank-2 is.", TITLE, "") is None
