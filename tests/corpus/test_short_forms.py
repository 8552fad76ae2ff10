"""Short forms and what texts spell them out as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.short_forms import is_short, key, pairs, spelled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We use retrieval-augmented generation (RAG).",
         [("RAG", "retrieval-augmented generation")]),
        ("Large language models (LLMs) err.", [("LLMs", "Large language models")]),
        ("Then proximal policy optimization (PPO)", [("PPO", "proximal policy optimization")]),
        ("so self-supervised prompt optimization (SPO) is",
         [("SPO", "self-supervised prompt optimization")]),
        ("learning from human feedback (RLHF)", []),
        ("reinforcement learning from human feedback (RLHF; see below)",
         [("RLHF", "reinforcement learning from human feedback")]),
        ("We call it RAG (retrieval-augmented generation).",
         [("RAG", "retrieval-augmented generation")]),
        ("HSF1 (heat shock factor 1)", [("HSF1", "heat shock factor 1")]),
        ("It rose (Table 2), as the models (GPT-4) show. (LLM)", []),
        ("Monte Carlo. Tree search (MCTS)", []),
    ],
)  # fmt: skip
def test_pairs_are_found_as_they_stand(text: str, found: list[tuple[str, str]]) -> None:
    assert list(pairs(text)) == found


@given(st.text(alphabet="abAB (),.-s1", max_size=60))
def test_any_text_is_read_and_pairs_are_of_its_words(text: str) -> None:
    for short, long in pairs(text):
        assert short in text
        assert long in text
        assert is_short(short)


def test_forms_are_compared_without_case_plural_and_hyphens() -> None:
    assert key("LLMs") == key("llm") == "llm"
    assert key("GPT-4") == "gpt4"
    assert spelled("Retrieval-Augmented Generations") == "retrieval augmented generation"
    assert spelled("Analysis") == "analysis"
