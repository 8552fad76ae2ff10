"""A claim that follows a sentence must not deny it, nor turn its direction or its roles round."""

from __future__ import annotations

import pytest

from assistant.grounding.vetoes import veto

ABSTRACT = (
    "Dense search outperforms sparse search on short questions with many names. "
    "The cache does not reduce the latency of long answers in our tests. "
    "Larger batches increase the error of the student on rare words. "
    "The first stage removes noise before the second stage adds labels from readers. "
    "Supervised training is able to keep the order of the passages stable. "
    "Signals travel from the eye to the cortex within a short time."
)


def reason(claim: str) -> str:
    return veto(claim, "Search and caches", ABSTRACT) or ""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        # Negation
        ("The cache does reduce the latency of long answers in our tests.", "“not”"),
        ("The cache reduces the latency of long answers in our tests.", "“not”"),
        ("Larger batches do not increase the error of the student on rare words.", "“not”"),
        ("Dense search never outperforms sparse search on short questions.", "“never”"),
        ("Larger batches hardly increase the error of the student on rare words.", "“hardly”"),
        ("Signals can't travel from the eye to the cortex within a short time.", "“not”"),
        # Direction
        (
            "Dense search underperforms sparse search on short questions with many names.",
            "“outperforms”, not “underperforms”",
        ),
        ("Dense search loses to sparse search on short questions with many names.", "not “loses”"),
        ("Larger batches decrease the error of the student on rare words.", "not “decrease”"),
        ("Larger batches lower the error of the student on rare words.", "not “lower”"),
        ("Smaller batches increase the error of the student on rare words.", "not “Smaller”"),
        ("Larger batches increase the error of the student on common words.", "not “common”"),
        ("The first stage removes noise after the second stage adds labels.", "not “after”"),
        ("The first stage adds noise before the second stage adds labels.", "not “adds”"),
        ("The first stage removes noise before the third stage adds labels.", "not “third”"),
        ("Unsupervised training is able to keep the order of the passages.", "Unsupervised"),
        ("Supervised training is unable to keep the order of the passages.", "without “unable”"),
        # Roles
        (
            "Sparse search outperforms dense search on short questions with many names.",
            "the other way round",
        ),
        ("Signals travel to the cortex from the eye within a short time.", ""),
        ("Signals travel from the cortex to the eye within a short time.", ""),
    ],
)
def test_a_sentence_turned_round(claim: str, words: str) -> None:
    assert words in reason(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Dense search beats sparse search on short questions with many names.",
        "Sparse search is outperformed by dense search on short questions with many names.",
        "Larger batches raise the error of the student on rare words.",
        "Bigger batches increase the error of the student on rare words.",
        "In our tests, the cache does not reduce the latency of long answers.",
        "The cache doesn't reduce the latency of long answers in our tests.",
        "The cache fails to reduce the latency of long answers in our tests.",
        "Not only larger batches increase the error of the student on rare words.",
        "Noise is removed by the first stage before the second stage adds labels.",
        "The second stage adds labels after the first stage removes noise.",
        "The authors report that larger batches increase the error of the student on rare words.",
    ],
)
def test_a_sentence_in_other_words_is_not_turned_round(claim: str) -> None:
    assert reason(claim) == ""
