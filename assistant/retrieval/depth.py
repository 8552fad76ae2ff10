"""How many of the papers found are read for an answer: those that are near the best, and fit."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from assistant.models import tokens
from assistant.settings import AnswerSettings
from assistant.types import Hit, Paper


def worth_reading(
    hits: Sequence[Hit], settings: AnswerSettings, wanted: Collection[str] = ()
) -> list[Hit]:
    """Return the papers, best first, that are read: so many at most, near the best, in the budget.

    The first is always read, and the `least_papers` first and those wanted, by id, however far they
    are behind it, while their titles and abstracts fit.
    """
    read: list[Hit] = []
    spent = 0
    for place, hit in enumerate(hits[: settings.papers]):
        asked_for = place < settings.least_papers or hit.paper.id in wanted
        if not asked_for and not near_the_best(hit, hits, settings):
            continue
        spent += size(hit.paper)
        if read and spent > settings.tokens:
            break
        read.append(hit)
    return read


def near_the_best(hit: Hit, hits: Sequence[Hit], settings: AnswerSettings) -> bool:
    """Tell whether a paper's score reaches the share of the best one's that is worth reading."""
    return hit.score >= settings.paper_share * max(one.score for one in hits)


def size(paper: Paper) -> int:
    """Return the tokens of a paper's title and abstract."""
    return tokens.count(f"{paper.title}\n{paper.abstract}")
