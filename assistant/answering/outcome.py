"""What a way of answering reports beside its statements, and what its replies took."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from assistant.types import Reason, Reply, Usage


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a way of answering reports beside its statements."""

    usage: Usage
    reason: Reason | None = None
    message: str | None = None

    def leaving_open(self, gap: str | None) -> Outcome:
        """Return the outcome of an answer to a part of the question; what it lacks is told."""
        if gap is None:
            return self
        said = [self.message, f"This answers a part of the question. {gap}"]
        reason = self.reason or "partly_in_library"
        return dataclasses.replace(self, reason=reason, message=" ".join(filter(None, said)))


def plus(usage: Usage, more: Reply | Usage) -> Usage:
    """Return the usage with more; its cost is known where that of each call is."""
    unpriced = any(one.calls and one.cost_usd is None for one in (usage, more))
    costs = [one.cost_usd for one in (usage, more) if one.cost_usd is not None]
    return dataclasses.replace(
        usage,
        calls=usage.calls + more.calls,
        tokens_in=usage.tokens_in + more.tokens_in,
        tokens_out=usage.tokens_out + more.tokens_out,
        cost_usd=sum(costs) if costs and not unpriced else None,
    )
