"""A judge on claims that people have labelled: how far it can be trusted, and on which edits."""

from __future__ import annotations

from collections.abc import Sequence

import assistant
from eval.experiment.measures import CLAIMS
from eval.experiment.score import mean
from eval.statistics.agreement import Agreement, agreement
from eval.types import (
    Bounds,
    Case,
    Claim,
    DataSet,
    Item,
    Judge,
    Judgement,
    Outcome,
    Progress,
    Score,
    Scored,
    Stamp,
)

Judged = list[tuple[Claim, Judgement]]
LEAST_JUDGED = 0.5  # of a set's claims, to be gated on them


def judged(claims: Sequence[Claim], judge: Judge, progress: Progress | None = None) -> Judged:
    """Return what the judge says of each claim and its evidence."""
    pairs = []
    for done, claim in enumerate(claims, 1):
        pairs.append((claim, judge.judge(claim.text, claim.evidence)))
        if progress:
            progress(done, len(claims))
    return pairs


def agreement_with_people(pairs: Judged) -> Agreement:
    """Return how far a judge agrees with people on what is supported in full."""
    return agreement(
        [_says_full(judgement) for _, judgement in pairs],
        [claim.label == "supported" for claim, _ in pairs],
    )


def by_edit(pairs: Judged) -> dict[str, Judged]:
    """Return the judged claims by the way in which they were edited, or by label without one."""
    groups: dict[str, Judged] = {}
    for claim, judgement in pairs:
        groups.setdefault(claim.edit or claim.label, []).append((claim, judgement))
    return dict(sorted(groups.items()))


def scored(
    data: DataSet,
    judge: Judge,
    pairs: Judged,
    invalid: str | None = None,
    ungateable: str | None = None,
) -> Scored:
    """Return the judged claims as a scored run, so that it can be compared, reported and gated."""
    items = tuple(_item(claim, judgement) for claim, judgement in pairs)
    return Scored(
        stamp=Stamp(
            set=data.name,
            digest=data.digest,
            system=judge.name,
            writer="claims",
            settings="",
            prompts="",
            code="",
            version=assistant.__version__,
            papers=0,
        ),
        judge=judge.name,
        items=items,
        summaries=tuple(mean(measure, items) for measure in CLAIMS),
        invalid=invalid,
        ungateable=ungateable or _silent(pairs),
    )


def _silent(pairs: Judged) -> str | None:
    """Return why a judge that judges next to nothing cannot be gated: it could not get worse."""
    judged = sum(judgement.support != "unjudged" for _, judgement in pairs)
    if judged < LEAST_JUDGED * len(pairs):
        return f"the judge judges {judged} of {len(pairs)} claims (half is the least)"
    return None


def _item(claim: Claim, judgement: Judgement) -> Item:
    case = Case(
        id=claim.id,
        type=claim.edit or claim.label,
        question=claim.text,
        gold=(),
        cluster=claim.unit,
    )
    supported = claim.label == "supported"
    right = _right(judgement, supported)
    return Item(
        case,
        Outcome(claim.id),
        scores={
            "claim_accuracy": right,
            "claim_sensitivity": right if supported else None,
            "claim_specificity": None if supported else right,
        },
    )


def _right(judgement: Judgement, supported: bool) -> Score:
    said = _says_full(judgement)
    if said is None:
        return Bounds(0.0, 1.0)
    return Bounds(float(said == supported), float(said == supported))


def _says_full(judgement: Judgement) -> bool | None:
    return None if judgement.support == "unjudged" else judgement.support == "full"
