"""Sets whose labels can be guessed are refused, and told by what."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.selftest.audit import LIMIT, Audit, Baseline, audit
from eval.types import Claim, ClaimLabel, Source

NOUNS = "recall cost speed size depth width noise bias error gain rank score".split()


def paired(
    false_text: str, true_text: str = "The {a} of {b} is high", pairs: int = 60
) -> list[Claim]:
    """Return pairs of a supported and an unsupported claim over one text each, with other nouns."""
    claims = []
    for number in range(pairs):
        nouns = {"a": NOUNS[number % 12], "b": NOUNS[number // 12]}
        evidence = (Source("A", f"Measured: {nouns['a']} of {nouns['b']} and high and low marks."),)
        for label, text in (("supported", true_text), ("contradicted", false_text)):
            claims.append(claim(f"{label} {number}", text.format(**nouns), label, evidence, number))
    return claims


def claim(
    id: str, text: str, label: str, evidence: tuple[Source, ...], cluster: int | str = ""
) -> Claim:
    known: dict[str, ClaimLabel] = {"supported": "supported", "contradicted": "contradicted"}
    return Claim(id, text, evidence, known[label], cluster=str(cluster))


def fair() -> list[Claim]:
    """Return pairs in which each claim is once true and once false, as its evidence has it."""
    claims = []
    for number, noun in enumerate(NOUNS * 5):
        for said in ("high", "low"):
            evidence = (
                Source(
                    "A", f"{noun} is high, not low" if number % 2 else f"{noun} is low, not high"
                ),
            )
            true = (said == "high") == bool(number % 2)
            label = "supported" if true else "contradicted"
            claims.append(claim(f"{number} {said}", f"{noun} is {said}", label, evidence, number))
    return claims


def reached(found: Audit | None) -> dict[str, float]:
    assert found is not None
    return {one.name: one.balanced_accuracy for one in found.baselines}


def test_a_fair_set_may_decide() -> None:
    found = audit(fair())
    assert found is not None
    assert found.gateable
    assert found.refusal is None
    assert reached(found)["word overlap"] == 0.5
    assert reached(found)["length"] == 0.5


def test_a_set_whose_false_claims_are_longer_is_refused_by_length() -> None:
    # The added words are in the evidence of true and false claims alike, and each is used once.
    claims = []
    for number in range(60):
        words = " ".join(f"w{number}x{one}" for one in range(9))
        evidence = (Source("A", words),)
        for label, length in (("supported", 4), ("contradicted", 8)):
            text = " ".join(words.split()[:length])
            claims.append(claim(f"{label} {number}", text, label, evidence, number))
    found = audit(claims)
    assert found is not None
    assert reached(found) == {"word overlap": 0.5, "length": 1.0, "claim words": 0.5}
    assert found.worst == Baseline("length", 1.0)
    assert not found.gateable
    assert found.refusal == (
        "length alone tells supported claims from the rest with a balanced accuracy of 1.00 "
        "(limit 0.60)"
    )


def test_a_set_whose_false_claims_hold_a_not_is_refused_by_the_claims_words() -> None:
    found = audit(paired("The {a} of {b} not high"))
    assert found is not None
    assert reached(found)["claim words"] == 1.0
    assert reached(found)["word overlap"] == 0.5
    assert reached(found)["length"] == 0.5
    assert found.worst.name == "claim words"


@pytest.mark.parametrize("supported_overlaps", [True, False])
def test_a_set_is_refused_by_overlap_in_either_direction(supported_overlaps: bool) -> None:
    claims = []
    for number in range(60):
        evidence = (Source("A", f"t{number} u{number}"),)
        near, far = f"t{number} u{number}", f"t{number} v{number}"
        true, false = (near, far) if supported_overlaps else (far, near)
        claims.append(claim(f"t{number}", true, "supported", evidence, number))
        claims.append(claim(f"f{number}", false, "contradicted", evidence, number))
    found = audit(claims)
    assert found is not None
    assert reached(found) == {"word overlap": 1.0, "length": 0.5, "claim words": 0.5}
    assert found.refusal is not None
    assert found.refusal.startswith("word overlap alone")


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_claims_makes_no_difference(chance: random.Random) -> None:
    claims = [*fair(), *paired("The {a} of {b} is not very high", pairs=30)]
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert audit(shuffled) == audit(claims)


def test_a_claim_is_never_guessed_by_what_its_cluster_taught() -> None:
    # Two claims a cluster, alike and of one label: only those of the cluster itself would help.
    labels = ["supported", "contradicted"] * 30
    claims = [
        claim(f"{number} {copy}", f"w{number}", labels[number], (Source("A", ""),), number)
        for number in range(60)
        for copy in range(2)
    ]
    assert reached(audit(claims))["claim words"] == 0.5
    apart = [claim(one.id, one.text, one.label, one.evidence) for one in claims]
    assert reached(audit(apart))["claim words"] > 0.7


def test_without_both_classes_there_is_nothing_to_guess() -> None:
    assert audit([]) is None
    assert audit([one for one in fair() if one.label == "supported"]) is None


def test_a_set_too_small_to_learn_from_is_still_measured() -> None:
    # One claim of each class: whatever is learnt, from the other alone, is wrong.
    source = (Source("A", "recall"),)
    claims = [claim("1", "recall", "supported", source), claim("7", "cost", "contradicted", source)]
    accuracies = set(reached(audit(claims)).values())
    assert accuracies in ({0.0}, {0.5})


def test_a_claim_without_words_or_evidence_is_measured_too() -> None:
    claims = [*fair(), claim("x", "...", "supported", ()), claim("y", "", "contradicted", ())]
    assert all(0 <= one <= 1 for one in reached(audit(claims)).values())


def test_the_limit_itself_is_admitted() -> None:
    at_limit = Audit((Baseline("length", LIMIT), Baseline("claim words", 0.5)))
    assert at_limit.gateable
    over = Audit((Baseline("length", LIMIT + 1e-6),))
    assert not over.gateable
