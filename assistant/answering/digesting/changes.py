"""What a topic has been told of, and the library as it is now -> what is to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.corpus.identity import abstract_hash
from assistant.library.digests import Told
from assistant.types import Paper


@dataclass(frozen=True, slots=True)
class Changes:
    """New relevant papers, those told of whose abstract changed, and those that are gone.

    `returned` are papers that were gone and are back as they were: known, and nothing to tell.
    """

    new: tuple[Paper, ...]
    updated: tuple[Paper, ...]
    removed: tuple[Told, ...]
    returned: tuple[Paper, ...]

    @property
    def none(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.new or self.updated or self.removed)


def changes(
    told: Mapping[str, Told], relevant: Sequence[Paper], present: Mapping[str, Paper]
) -> Changes:
    """Return what is to be told; `present` are the papers told of that the library holds.

    A paper that is relevant no longer, since others are more so, is neither changed nor gone.
    """
    same = {
        id
        for id, paper in present.items()
        if abstract_hash(paper.abstract) == told[id].abstract_hash
    }
    return Changes(
        new=tuple(paper for paper in relevant if paper.id not in told),
        updated=tuple(paper for id, paper in present.items() if id not in same),
        removed=tuple(one for id, one in told.items() if id not in present and not one.gone),
        returned=tuple(present[id] for id in sorted(same) if told[id].gone),
    )


def told_of(paper: Paper) -> Told:
    """Return what is remembered of a paper once it is told of."""
    return Told(paper.id, paper.title, abstract_hash(paper.abstract))
