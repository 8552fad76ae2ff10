"""Makes sure that the papers of both sides of a comparison are among those that are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import abstention, parts
from assistant.answering.coverage import Find
from assistant.types import Hit

# The best paper of a side stands among the first so many, where others rank above it; more
# sides than that are not searched for.
_WITHIN = 4


def found(question: str, hits: Sequence[Hit], find: Find) -> list[Hit]:
    """Return the papers found for a question, with the best one of each side of its comparison.

    Each side is searched for by itself; the first paper of all stays the first.
    """
    sides = parts.sides(question, abstention.names(question))
    best = [hit for side in sides[:_WITHIN] for hit in list(find(side))[:1]]
    return placed(list(hits), best)


def placed(hits: list[Hit], best: Sequence[Hit]) -> list[Hit]:
    """Return the papers found for a question, with the best one of each part among the first."""
    within = {hit.paper.id for hit in hits[:_WITHIN]}
    known = {hit.paper.id: hit for hit in hits}
    missing = {one.paper.id: known.get(one.paper.id, one) for one in best}
    missing = {id: hit for id, hit in missing.items() if id not in within}
    if not missing or not hits:
        return hits
    kept = hits[: max(1, _WITHIN - len(missing))]
    rest = [hit for hit in hits[len(kept) :] if hit.paper.id not in missing]
    ordered = [*kept, *missing.values(), *rest][: len(hits)]
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, 1)]
