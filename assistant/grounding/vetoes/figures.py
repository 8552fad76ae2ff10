"""Figures as values with units, and whether one says what another says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.grounding.vetoes.units import UNITS

_SMALL = 12  # abstracts may list so many things without counting them


@dataclass(frozen=True, slots=True)
class Figure:
    """A value, the unit it is given in, and the worth of its last digit that counts."""

    value: float
    step: float
    written: str
    unit: str = ""
    is_loose: bool = False
    """Whether it is a word that a text may use for figures it has: "half", "a third", "twice"."""

    @property
    def is_small(self) -> bool:
        """Tell whether it may be counted, or read, from a text that does not write it."""
        return self.is_loose or (not self.unit and self.value <= _SMALL and self.step == 1)

    @property
    def is_year(self) -> bool:
        """Tell whether it looks like a year."""
        return not self.unit and bool(re.fullmatch(r"(?:18|19|20)\d\d", self.written))

    @property
    def kind(self) -> str:
        """Return what sort of thing its unit measures; empty where it only counts."""
        return UNITS[self.unit][0] if self.unit else ""


def same(claimed: Figure, given: Figure, slack: tuple[float, float] = (0.0, 0.0)) -> bool:
    """Tell whether a figure says what the other does, which may be given more exactly.

    `slack` is by what share the other may be below it, and above it.
    """
    first, second = claimed.value, given.value
    if claimed.kind == "percent" and not given.unit and second <= 1:
        second *= 100
    elif given.kind == "percent" and not claimed.unit and first <= 1:
        second /= 100
    if claimed.is_loose != given.is_loose and max(first, second) >= 100:
        few, many = (first, second) if claimed.is_loose else (second, first)
        return few <= many < few * 1000  # "thousands of" are 2,000
    if claimed.unit != given.unit and claimed.unit and given.unit:
        if claimed.kind != given.kind:
            return False
        first *= UNITS[claimed.unit][1]
        second *= UNITS[given.unit][1]
        return abs(first - second) <= 0.02 * abs(second)
    if abs(first - second) <= 1e-9 * max(abs(first), 1.0):
        return True
    if first * (1 - slack[0]) <= second <= first * (1 + slack[1]) and _is_rounder(first, second):
        return True
    finer = given.step < claimed.step or claimed.kind != given.kind
    return finer and _near(first, second, claimed.step)


def _is_rounder(first: float, second: float) -> bool:
    """Tell whether fewer digits of the first count."""
    one, other = (f"{value:.8g}".replace(".", "").strip("0") for value in (first, second))
    return len(one) < len(other)


def _near(first: float, second: float, step: float) -> bool:
    return abs(first - second) <= 0.5 * step + 1e-9 * max(abs(first), 1.0)
