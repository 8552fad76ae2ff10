"""A name of a claim must be one that the title or the abstract mentions, in whatever form."""

from __future__ import annotations

import pytest

from assistant.grounding.vetoes import veto

TITLE = "ColBERT for long questions"
ABSTRACT = (
    "We study large language models with retrieval-augmented generation on Natural Questions and "
    "HotpotQA. GPT-4 is compared with Llama-2, and β3 integrin with interleukin-6. "
    "Passages come from BM25. The study was made in Norwegian schools with Microsoft Research."
)


def reason(claim: str) -> str:
    return veto(claim, TITLE, ABSTRACT) or ""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("Models are studied on TriviaQA.", "does not mention TriviaQA"),
        ("GPT-5 is compared with other models.", "does not mention GPT-5"),
        ("Passages come from BM26 here.", "BM26"),
        ("Passages come from SPLADE here.", "does not mention SPLADE"),
        ("The study of passages was made with Google.", "does not mention Google"),
        ("Retrieval is studied with the SQuAD collection.", "does not mention SQuAD"),
        ("Llama-2 is compared with GPT-4.", ""),
        ("GPT-4 is compared with Mistral, and passages are read.", "Mistral"),
        ("We study large language models on HotpotQA and FEVER.", "FEVER"),
    ],
)
def test_a_name_that_occurs_nowhere(claim: str, words: str) -> None:
    assert words in reason(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "LLMs are studied with RAG.",
        "LLMs with Retrieval-Augmented Generation (RAG) are studied.",
        "Large language models (LLMs) are studied on NQ.",
        "GPT4 is compared with Llama 2.",
        "HotPotQA is one of the data sets.",
        "GPT-4-based readers are compared.",
        "IL-6 is compared with beta3 integrin.",
        "Norway has schools in which this was studied.",
        "ColBERT is studied for questions.",
        "Passages come from BM25-style search.",
        "According to Smith et al., passages come from BM25.",
        "Passages come from BM25, says Dr. Jones.",
        "Researchers at Stanford University took passages from BM25.",
        "However, the Bayesian view was not taken.",
        "In May, passages came from BM25.",
        "PASSAGES COME FROM BM25 AND LLAMA.",
    ],
)
def test_a_name_in_another_form_is_mentioned(claim: str) -> None:
    assert reason(claim) == ""
