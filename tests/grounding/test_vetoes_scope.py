"""A claim that follows a sentence must not be wider, surer, more causal or longer than it is."""

from __future__ import annotations

import pytest

from assistant.grounding.vetoes import veto

ABSTRACT = (
    "Some readers often skip the tables of long reports in print. "
    "The filter may remove stale entries from the index of a shop. "
    "Short sleep is associated with slow reading in most pupils of the town. "
    "These findings suggest that memory helps the agent on four games. "
    "The score falls after the update, but the ranking of the systems stays. "
    "Both halves of the three sets were read by experts."
)


def reason(claim: str) -> str:
    return veto(claim, "Readers of reports", ABSTRACT) or ""


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("All readers often skip the tables of long reports in print.", "“All”"),
        ("Some readers always skip the tables of long reports in print.", "“always”"),
        ("Some readers never skip the tables of long reports in print.", "never"),
        ("Short sleep is associated with slow reading in every pupil of the town.", "“every”"),
        ("These findings suggest that memory helps the agent on all games.", "“all”"),
        ("The filter will always remove stale entries from the index of a shop.", "“always”"),
        ("The filter must remove stale entries from the index of a shop.", "“must”"),
        ("These findings prove that memory helps the agent on four games.", "as sure as “prove”"),
        ("The filter is certain to remove stale entries from the index of a shop.", ""),
        ("Short sleep causes slow reading in most pupils of the town.", "as a cause (“causes”)"),
        ("Short sleep leads to slow reading in most pupils of the town.", "as a cause"),
        (
            "The score falls because of the update, but the ranking of the systems stays.",
            "as a cause (“because”)",
        ),
        (
            "The score falls after the update, and for this reason the ranking of the systems "
            "stays.",
            "as a cause (“for this reason”)",
        ),
        (
            "Some readers often skip the tables of long reports in print, which annoys their "
            "publishers in Vienna most.",
            "",
        ),
        (
            "The filter may remove stale entries from the index of a shop, as a later audit of "
            "warehouses confirmed.",
            "does not say “as a later audit of warehouses confirmed”",
        ),
        (
            "Gravitational lenses distort background galaxies, revealing dark matter filaments.",
            "does not speak of “Gravitational”",
        ),
    ],
)
def test_a_claim_that_goes_beyond_its_sentence(claim: str, words: str) -> None:
    assert words in reason(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Several readers frequently skip the tables of long reports in print.",
        "The filter might remove stale entries from the index of a shop.",
        "The filter can remove stale entries from the index of a shop.",
        "Short sleep is linked to slow reading in most pupils of the town.",
        "Short sleep goes with slow reading in most pupils of the town.",
        "These findings indicate that memory helps the agent on four games.",
        "All in all, these findings suggest that memory helps the agent on four games.",
        "Both halves of all three sets were read by experts.",
        "According to the abstract, some readers often skip the tables of long reports.",
        "Memory helps the agent on four games.",
    ],
)
def test_a_claim_that_stays_within_its_sentence(claim: str) -> None:
    assert reason(claim) == ""
