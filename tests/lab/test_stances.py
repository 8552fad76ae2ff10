"""The measure of stances: precision and recall beside what people found."""

from __future__ import annotations

from assistant.stances import PaperStance, Stance
from assistant.types import Paper
from eval.experiment import stances
from eval.types import Claim, ClaimLabel, DataSet, Source

LABELS: tuple[ClaimLabel, ...] = ("supported", "contradicted", "contradicted", "unsupported")
TOLD: tuple[Stance, ...] = ("supports", "contradicts", "silent", "contradicts")


def take(claim: str, paper: Paper) -> PaperStance:
    return PaperStance(paper, TOLD[int(claim)], None, None, ())


def test_precision_among_decided_and_all_and_recall() -> None:
    claims = tuple(
        Claim(str(place), str(place), (Source("p", "Text."),), label)
        for place, label in enumerate(LABELS)
    )
    data = DataSet("made-up", "0", list, claims=claims)
    shown = stances.table("made-up", stances.told(data, take))
    supports, contradicts = shown.splitlines()[2:]
    assert supports.startswith("| supports | 1 | 1.00")
    assert "(1 of 1)" in contradicts.split("|")[3]
    assert "(1 of 2)" in contradicts.split("|")[4]
    assert "(1 of 2)" in contradicts.split("|")[5]
