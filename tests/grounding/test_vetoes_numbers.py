"""A figure of a claim must be one of the abstract's, in its unit, and bound to what it counts."""

from __future__ import annotations

import pytest

from assistant.grounding.vetoes import veto

ABSTRACT = (
    "We collect 1,200 questions from 11 tasks. The reader raises accuracy by 12% and halves the "
    "cost, which falls from 8.4 to 4.2 dollars. Training takes 36 hours on four machines. "
    "Our agent gains 34% on ALFWorld and 10% on WebShop over imitation. "
    "About 1.5 million pages were read, and 97.4% of them are in English."
)


def reason(claim: str, abstract: str = ABSTRACT) -> str:
    return veto(claim, "Readers and agents", abstract) or ""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        # Not given at all
        ("The reader raises accuracy by 17%.", "gives 12% there, not 17%"),
        ("Accuracy is up 17% with the new reader.", "does not give 17%"),
        ("It was trained for 48 hours.", "does not give 48 hours; it gives 36 hours"),
        ("There are 1,300 questions.", "does not give 1,300"),
        ("Some 2.5 million pages were read.", "does not give 2.5 million"),
        ("The reader gains seventy points.", "does not give seventy points"),
        # Another unit
        ("The reader raises accuracy by 12 per mille and halves the cost.", "gives 12% there"),
        ("Training takes 36 minutes on four machines.", "gives 36 hours there"),
        ("About 1.5 thousand pages were read.", "it gives 1.5 million"),
        ("The cost falls from 8.4 to 4.2 cents.", "4.2 dollars there, not 4.2 cents"),
        # Given, for something else
        ("We collect 11 questions from 1,200 tasks.", "gives 1,200 there, not 11"),
        ("The cost falls from 4.2 to 8.4 dollars.", "gives 8.4 there, not 4.2"),
        ("Training takes 34 hours on four machines.", "gives 36 hours there"),
        ("The agent improves by 34% over imitation for WebShop.", "34% for ALFWorld, not WebShop"),
        # Small numbers count where the sentence is followed
        ("Training takes 36 hours on five machines.", "gives four there, not five"),
        ("We collect 1,200 questions from 9 tasks.", "gives 11 there, not 9"),
    ],
)
def test_a_figure_that_the_abstract_does_not_give(claim: str, words: str) -> None:
    assert words in reason(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "We collect 1200 questions from eleven tasks.",
        "We collect twelve hundred questions from 11 tasks.",
        "The reader raises accuracy by 12 percent and halves the cost.",
        "Accuracy rises by twelve per cent.",
        "About 97% of the pages are in English.",
        "Over 90% of the pages are in English.",
        "97.4 % of the pages are in English.",
        "A share of 0.974 of the pages is in English.",
        "Training takes 1.5 days on 4 machines.",
        "1,500,000 pages were read.",
        "Some 1.5M pages were read.",
        "The cost falls from $8.4 to $4.2.",
        "The cost falls by 4.2 dollars, a factor of two.",
        "The agent gains 10% for WebShop.",
        "The agent gains 34% on ALFWorld.",
        "On WebShop, the gain is 24 points smaller than on ALFWorld.",
        "Two agents are compared on two benchmarks.",
        "In 2023, a study raised accuracy by 12%.",
        "The third table shows that accuracy rises by 12%.",
        "Table 14 shows that accuracy rises by 12%.",
        "Accuracy rises by 12% [13].",
    ],
)
def test_a_figure_in_another_form_is_the_same(claim: str) -> None:
    assert reason(claim) == ""


@pytest.mark.parametrize(
    ("claim", "abstract", "words"),
    [
        ("Replies come within mere hours.", "Replies come within mere minutes.", "minutes there"),
        ("It has thousands of daily users.", "It has millions of daily users.", "millions there"),
        ("The sign (4) of the proof holds.", "The sign (3) of the proof holds.", "not #4"),
        ("Over 90% of all users stay.", "Over 70% of all users stay.", "70% there"),
        ("About 41% of all users stay.", "About 40% of all users stay.", "40% there"),
    ],
)
def test_a_sentence_with_one_sign_changed(claim: str, abstract: str, words: str) -> None:
    assert words in reason(claim, abstract)


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Doses were 0.5 to 2 mg.", "The doses were 0.5–2 mg."),
        ("The error is 50% of what it was.", "Half of the error, a share of 0.5, is left."),
        ("The model is three times as fast.", "The model is 3x as fast."),
        ("It is a three-fold gain.", "It is a 3-fold gain."),
        ("It needs 64-bit words.", "It needs sixty-four-bit words."),
        ("The rate is $97.3\\%$ in all.", "The rate is 97.3% in all."),
        ("It has thousands of users.", "It has 2,300 users."),
        ("It takes a few minutes [4].", "It takes a few minutes [3]."),
        ("The angle is 26 degrees wide.", "The angle is $26^\\circ$ wide."),
    ],
)
def test_figures_are_read_as_they_are_written(claim: str, abstract: str) -> None:
    assert reason(claim, abstract) == ""
