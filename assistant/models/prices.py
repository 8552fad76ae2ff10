"""What tokens cost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

# A dated name is a version of the model before it: gpt-4o-2024-11-20.
_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens that a model reads, and for a million that it writes."""

    usd_in: float
    usd_out: float

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """Return what tokens cost, in US dollars."""
        return (tokens_in * self.usd_in + tokens_out * self.usd_out) / _MILLION


def find(
    model: str, own: tuple[float, float], table: Mapping[str, tuple[float, float]]
) -> Price | None:
    """Return the price of a model: the user's own unless it is zero, else the table's, else None.

    Prices are pairs: for tokens read, for tokens written.
    """
    listed = table.get(model) or table.get(_DATE.sub("", model))
    price = own if any(own) else listed
    return Price(*price) if price else None
