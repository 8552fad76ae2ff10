"""A run's measures by group, and a few of them by type of question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from eval.experiment.measures import ALL, Group
from eval.types import Bounds, Item, Score, Scored, Summary

_MEASURES = (
    "recall_at_5",
    "ndcg_at_10",
    "reference_coverage",
    "nugget_recall_partial",
    "claim_accuracy",
)


@dataclass(frozen=True, slots=True)
class Row:
    """The means of a type of question; `declined` of those `asked` for an answer were declined."""

    type: str
    questions: int
    scores: dict[str, Score]
    declined: int
    asked: int


def by_group(scored: Scored) -> dict[Group, list[Summary]]:
    """Return the summaries of each group that has any, in the order of the measures."""
    summaries = {one.metric: one for one in scored.summaries}
    groups: tuple[Group, ...] = get_args(Group)
    held = {
        group: [summaries[one.name] for one in ALL if one.group == group and one.name in summaries]
        for group in groups
    }
    return {group: rows for group, rows in held.items() if rows}


def measures_by_type(scored: Scored) -> list[str]:
    """Return the names of the measures that are told by type, of those that the run has."""
    held = {one.metric for one in scored.summaries}
    return [name for name in _MEASURES if name in held]


def by_type(scored: Scored) -> list[Row]:
    """Return a row for each type in the order of the questions; those that failed do not count."""
    replied = [item for item in scored.items if item.outcome.error is None]
    types = dict.fromkeys(item.case.type for item in replied)
    return [_row(type, [item for item in replied if item.case.type == type]) for type in types]


def _row(type: str, items: Sequence[Item]) -> Row:
    return Row(
        type=type,
        questions=len(items),
        scores={name: _mean([item.scores.get(name) for item in items]) for name in _MEASURES},
        declined=sum(item.outcome.answered is False for item in items),
        asked=sum(item.outcome.answered is not None for item in items),
    )


def _mean(scores: Sequence[Score]) -> Score:
    applicable = [score for score in scores if score is not None]
    if not applicable:
        return None
    return Bounds(
        sum(score.low for score in applicable) / len(applicable),
        sum(score.high for score in applicable) / len(applicable),
    )
