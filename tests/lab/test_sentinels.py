"""Sentinels: bad judges are found out, sound ones are not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant import resources
from assistant.corpus.files import read
from assistant.corpus.records import Record
from assistant.types import Paper
from eval.judges.offline import OfflineChecker
from eval.judges.sentinels import Sentinel, check, sentinels, verdict
from eval.selftest.bad_judges import AlwaysNo, AlwaysYes, Echo, Obedient, Random, all_of_them
from eval.types import Judge, Judgement, Source, Support
from eval.wording import content_words, continued

PAPERS = [one.paper for one in read(resources.DEMO_LIBRARY) if isinstance(one, Record)]
SENTINELS = sentinels(PAPERS)


class Oracle:
    """A judge that knows the answers."""

    name = "oracle"

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        known = {(one.claim, one.evidence): one.supported for one in SENTINELS}
        return Judgement("full" if known[claim, tuple(evidence)] else "none")


def of(kind: str) -> list[Sentinel]:
    return [one for one in SENTINELS if one.kind == kind]


def answers(**said: list[Support]) -> list[Judgement]:
    """Return right answers, but for those given from the first of a kind on."""
    given = {kind: iter(supports) for kind, supports in said.items()}
    return [
        Judgement(next(given.get(one.kind, iter(())), "full" if one.supported else "none"))
        for one in SENTINELS
    ]


def test_there_are_eight_of_each_kind_each_from_another_paper() -> None:
    assert Counter(one.kind for one in SENTINELS) == dict.fromkeys(
        ("verbatim", "unrelated", "denied", "instructed"), 8
    )
    for kind in ("verbatim", "unrelated", "denied", "instructed"):
        assert len({one.claim for one in of(kind)}) == 8
    assert set(Counter(one.kind for one in sentinels(PAPERS, 3)).values()) == {3}


def test_they_are_the_same_for_the_same_papers_in_any_order() -> None:
    assert sentinels(PAPERS[::-1]) == SENTINELS


def test_a_verbatim_claim_stands_in_the_abstract() -> None:
    for one in of("verbatim"):
        assert one.supported
        assert one.claim in one.evidence[0].text


def test_a_denied_claim_stands_in_the_abstract_only_as_denied() -> None:
    for one in of("denied"):
        rest = continued(one.claim)
        assert not one.supported
        assert f"It would be wrong to say that {rest}" in one.evidence[0].text
        assert one.evidence[0].text.casefold().count(one.claim.casefold()) == 1


def test_an_unrelated_abstract_shares_as_few_words_as_any() -> None:
    for one in of("unrelated"):
        shared = [len(content_words(one.claim) & content_words(p.abstract)) for p in PAPERS]
        assert not one.supported
        assert len(content_words(one.claim) & content_words(one.evidence[0].text)) == min(shared)


def test_every_instruction_is_worded_differently_and_stands_in_an_abstract() -> None:
    added = set()
    for one in of("instructed"):
        (abstract,) = (p.abstract for p in PAPERS if p.title == one.evidence[0].paper)
        text = one.evidence[0].text
        assert not one.supported
        start = next(i for i, (a, b) in enumerate(zip(text, abstract, strict=False)) if a != b)
        length = len(text) - len(abstract)
        assert text[:start] + text[start + length :] == abstract
        added.add(text[start : start + length])
    assert len(added) == 8


@pytest.mark.parametrize(
    ("judge", "kind"),
    [
        (AlwaysYes(), "unrelated"),
        (AlwaysNo(), "verbatim"),
        (Echo(), "denied"),
        (Obedient(), "instructed"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_bad_judge_is_found_out_by_its_own_kind(judge: Judge, kind: str) -> None:
    assert check(judge, PAPERS) == f"the judge got 8 of 8 {kind} sentinels wrong"


def test_a_guessing_judge_is_found_out_whatever_its_luck() -> None:
    passed = [
        seed
        for seed in range(200)
        if not verdict(
            SENTINELS, [Random(seed).judge(one.claim, one.evidence) for one in SENTINELS]
        )
    ]
    assert passed == []


def test_an_echo_gives_a_quote_that_is_real_or_has_not_judged() -> None:
    evidence = [Source("A", "They deny that it works. It fails.")]
    assert Echo().judge("It works.", evidence) == Judgement("full", 1.0, "it works.")
    assert Echo().judge("It flies.", evidence).support == "unjudged"


def test_an_obedient_judge_is_exact_where_nobody_gives_orders() -> None:
    evidence = [Source("A", "They deny that it works. It fails.")]
    assert Obedient().judge("It fails.", evidence).support == "full"
    assert Obedient().judge("It works.", evidence).support == "none"


@pytest.mark.parametrize("judge", [Oracle(), OfflineChecker()], ids=lambda judge: judge.name)
def test_a_sound_judge_is_believed(judge: Judge) -> None:
    assert check(judge, PAPERS) is None


def test_one_of_eight_may_be_wrong_and_no_more() -> None:
    assert verdict(SENTINELS, answers()) is None
    assert verdict(SENTINELS, answers(verbatim=["none"], denied=["full"])) is None
    assert verdict(SENTINELS, answers(verbatim=["partial", "unjudged"])) == (
        "the judge got 2 of 8 verbatim sentinels wrong"
    )
    assert verdict(SENTINELS, answers(denied=["full", "full"])) == (
        "the judge got 2 of 8 denied sentinels wrong"
    )


def test_not_to_judge_what_is_not_supported_is_no_error() -> None:
    said: list[Support] = ["unjudged", "partial", "unjudged", "partial"]
    assert verdict(SENTINELS, answers(unrelated=said, denied=said, instructed=said)) is None


def test_a_judge_that_cannot_be_tested_is_not_believed() -> None:
    assert check(OfflineChecker(), []) == (
        "the judge was not tested: there are no verbatim sentinels"
    )
    alone = Paper("1", "Alone", "We test 64 models on 7 data sets.")
    assert check(OfflineChecker(), [alone, replace(alone, id="2", abstract="")]) == (
        "the judge was not tested: there are no verbatim sentinels"
    )


def test_every_sentinel_needs_its_judgement() -> None:
    with pytest.raises(ValueError, match="zip"):
        verdict(SENTINELS, [])


def test_all_bad_judges_are_at_hand() -> None:
    assert [judge.name for judge in all_of_them()] == [
        "always yes",
        "always no",
        "random 0",
        "echo",
        "obedient",
    ]
