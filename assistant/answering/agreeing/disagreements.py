"""Papers that contradict what an answer states, among those that were found for its question."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.grounding import stances
from assistant.grounding.check import Checker
from assistant.stances import Disagreement
from assistant.types import Paper, Reference, Statement


def found(
    statements: Sequence[Statement],
    references: Sequence[Reference],
    papers: Sequence[Paper],
    checker: Checker,
) -> tuple[Disagreement, ...]:
    """Return for each checked statement the papers that contradict it, one sentence a paper.

    Only what the answer shows as checked is held against others, and never against the papers
    that it cites for it: these were read for it already.
    """
    cited = {one.number: one.paper.id for one in references}
    return tuple(
        Disagreement(place, paper, against[0][0], against[0][1].reason)
        for place, statement in enumerate(statements, 1)
        if statement.verdict in ("verbatim", "supported")
        for paper in papers
        if paper.id not in {cited.get(number) for number in statement.citations}
        if (against := stances.contradictions(statement.text, paper, checker))
    )
