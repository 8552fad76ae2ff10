"""Judges one after the other: the next is asked only where those before it do not know."""

from __future__ import annotations

from collections.abc import Sequence

from eval.types import Judge, Judgement, Source


class Cascade:
    """Cheap judges first; the first judgement that is one counts, else the last "unjudged"."""

    def __init__(self, *judges: Judge) -> None:
        self.name = ", then ".join(judge.name for judge in judges)
        self._judges = judges

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return the first judgement that decides."""
        judgement = Judgement("unjudged", why="no judge was asked")
        for judge in self._judges:
            judgement = judge.judge(claim, evidence)
            if judgement.support != "unjudged":
                break
        return judgement
