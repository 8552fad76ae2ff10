"""How figures are written: two decimals for shares, units for seconds and dollars, "–" for none."""

from __future__ import annotations

from collections.abc import Callable

from eval.types import Bounds, Score

NONE = "–"
_SPACE = "\N{NO-BREAK SPACE}"
Write = Callable[[float], str]


def share(value: float | None) -> str:
    """Return a share with two decimals and no leading zero: ".56", "1.00", "−.05", "–"."""
    if value is None:
        return NONE
    written = f"{abs(value):.2f}"
    sign = "−" if value < 0 and float(written) else ""
    return sign + written.removeprefix("0")


def count(value: float) -> str:
    """Return a count, or a mean of counts: "3", "0.19", "1,204"."""
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}"


def seconds(value: float) -> str:
    """Return seconds with two digits that count, down to milliseconds: "0.026 s", "0.1 s"."""
    return f"{round(value, 3):.2g}{_SPACE}s" if abs(value) < 10 else f"{value:,.0f}{_SPACE}s"


def dollars(value: float) -> str:
    """Return dollars, with four decimals below one: "$0.0012", "$3.20"."""
    return f"${value:.4f}" if abs(value) < 1 else f"${value:,.2f}"


def percent(value: float) -> str:
    """Return a share in percent: "90%"."""
    return f"{value:.0%}"


def writer(metric: str) -> Write:
    """Return how the figures of a measure are written."""
    return _WRITERS.get(metric, share)


def is_share(metric: str) -> bool:
    """Tell whether a measure lies in 0..1."""
    return metric not in _WRITERS


def value(metric: str, score: Score) -> str:
    """Return a score: ".56", ".56–.95" where unjudged sentences leave it open, "–" for none."""
    if score is None:
        return NONE
    low, high = map(writer(metric), (score.low, score.high))
    return low if low == high else f"{low}–{high}"


def interval(metric: str, bounds: Bounds | None) -> str:
    """Return an interval, without its unit: "[.46, .98]", "[0.02, 0.13]"; "–" for none."""
    if bounds is None:
        return NONE
    low, high = (
        writer(metric)(end).removesuffix(f"{_SPACE}s") for end in (bounds.low, bounds.high)
    )
    return f"[{low}, {high}]"


def with_interval(metric: str, score: Score, bounds: Bounds | None) -> str:
    """Return a score and its interval, if it has one: ".56 [.46, .98]"."""
    if score is None or bounds is None:
        return value(metric, score)
    return f"{value(metric, score)} {interval(metric, bounds)}"


def signed(metric: str, difference: float) -> str:
    """Return a difference with its sign: "+.05", "−.05", ".00"."""
    written = writer(metric)(abs(difference))
    if written == writer(metric)(0.0):
        return written
    return ("−" if difference < 0 else "+") + written


def optional(metric: str, number: float | None) -> str:
    """Return a figure of a measure; "–" for none."""
    return NONE if number is None else writer(metric)(number)


def probability(p_value: float | None) -> str:
    """Return a p-value with as many decimals as it needs: ".03", "< .001", "–"."""
    if p_value is None:
        return NONE
    if p_value < 0.001:
        return "< .001"
    digits = 3 if p_value < 0.01 else 2
    return f"{p_value:.{digits}f}".removeprefix("0")


def counted(number: int, noun: str) -> str:
    """Return a number and its noun: "1 question", "2 questions"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


_WRITERS: dict[str, Write] = {
    "dangling_citations": count,
    "calls": count,
    "tokens_in": count,
    "tokens_out": count,
    "dollars": dollars,
    "seconds_p50": seconds,
    "seconds_p95": seconds,
}
