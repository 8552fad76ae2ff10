"""What a library holds, as terminal text with bars and as `stats/1`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from assistant.interfaces.render import clean, counted
from assistant.library.census import Counted
from assistant.types import Document

_LONGEST_BAR = 30
_MOST_LINES = 24
_SOURCES = 10
_LONGEST_NAME = 48


def census_document(found: Counted, near_misses: int, disk: int) -> Document:
    """Return the counts as `stats/1`."""
    return {"schema": "stats/1", **asdict(found), "near_misses": near_misses, "disk_bytes": disk}


def census(found: Counted, near_misses: int, disk: int) -> str:
    """Return the counts as text, years and sources as bars."""
    lacking = f"{found.without_abstract} without abstract, {found.without_year} without year"
    lines = [
        f"{counted(found.papers, 'paper')}: {lacking}",
        f"{found.of_several_sources} of several sources, {found.tagged} with tags, "
        f"{found.noted} with notes",
        f"{counted(near_misses, 'pair')} that may be one (litassist duplicates)",
        f"{disk / 1e6:.1f} MB on disk",
    ]
    if found.years:
        lines += ["", "Years", *_bars(_spans(found.years))]
    if found.sources:
        shown = dict(list(found.sources.items())[:_SOURCES])
        lines += ["", "Sources", *_bars({_short(name): n for name, n in shown.items()})]
        if len(found.sources) > _SOURCES:
            lines.append(f"  … and {len(found.sources) - _SOURCES} more (--json lists all)")
    return clean("\n".join(lines))


def _bars(counts: Mapping[str, int]) -> Iterator[str]:
    width, most = max(map(len, counts)), max(counts.values())
    figures = len(str(most))
    for name, count in counts.items():
        bar = "█" * max(1, round(_LONGEST_BAR * count / most)) if count else ""
        yield f"  {name:<{width}}  {count:>{figures}}  {bar}".rstrip()


def _spans(years: Mapping[int, int]) -> dict[str, int]:
    """Return counts by year, or by spans of years where those would be many lines."""
    first, last = min(years), max(years)
    length = next(one for one in (1, 5, 10, 50, 1000) if (last - first) // one < _MOST_LINES)
    spans: dict[str, int] = {}
    for start in range(first - first % length, last + 1, length):
        name = str(start) if length == 1 else f"{start}-{start + length - 1}"
        spans[name] = sum(years.get(year, 0) for year in range(start, start + length))
    return spans


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"
