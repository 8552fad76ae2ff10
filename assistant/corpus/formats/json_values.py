"""Values of JSON taken for what they should be, whatever they are."""

from __future__ import annotations

from collections.abc import Mapping

Fields = Mapping[str, object]


class NoPaper(ValueError):
    """Raised when an object is something else than a paper, with a reason in words."""


def mapping(value: object) -> Fields:
    """Return an object's fields; of anything else none."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """Return a list's values; anything else is a list of itself, nothing an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None or value == "" else [value]


def said(value: object) -> str:
    """Return a text or number as text, of a list its first; of anything else nothing."""
    if isinstance(value, list):
        return next(filter(None, map(said, value[:10])), "")
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def dated(value: object) -> str:
    """Return the year of {"date-parts": [[2021, 5]]}, of a text in it, or of a plain date."""
    date = mapping(value)
    if not date:
        return said(value)
    parts = items(date.get("date-parts"))
    first = items(parts[0]) if parts else []
    return said(first[:1]) or said(date.get("raw")) or said(date.get("literal"))


def person(value: object) -> str:
    """Return a name of parts as "Family, Given", another as it stands."""
    one = mapping(value)
    if not one:
        return said(value)
    family = said(one.get("family")) or said(one.get("lastName"))
    particle = said(one.get("non-dropping-particle")) or said(one.get("dropping-particle"))
    family = f"{particle} {family}".strip()
    given = said(one.get("given")) or said(one.get("firstName"))
    whole = said(one.get("literal")) or said(one.get("name"))
    return f"{family}, {given}" if family and given else family or whole or given
