"""Units of figures, with what they measure and how they are written."""

from __future__ import annotations

from collections.abc import Sequence

# Each unit, how many of the first of its kind it holds, and how it is written.
UNITS = {
    "percent": ("percent", 1.0, "% percent pct"),
    "per mille": ("percent", 0.1, "‰"),
    "points": ("points", 1.0, "point points pp"),
    "times": ("times", 1.0, "x × times fold"),
    "nanoseconds": ("time", 1e-9, "ns nanosecond nanoseconds"),
    "microseconds": ("time", 1e-6, "µs microsecond microseconds"),
    "milliseconds": ("time", 1e-3, "ms msec millisecond milliseconds"),
    "seconds": ("time", 1.0, "s sec secs second seconds"),
    "minutes": ("time", 60.0, "min mins minute minutes"),
    "hours": ("time", 3600.0, "h hr hrs hour hours"),
    "days": ("time", 86400.0, "day days"),
    "weeks": ("time", 604800.0, "week weeks"),
    "months": ("months", 1.0, "month months"),
    "years": ("months", 12.0, "year years yr yrs"),
    "dollars": ("money", 1.0, "$ us$ dollar dollars usd"),
    "cents": ("money", 0.01, "cent cents"),
    "euros": ("euros", 1.0, "€ euro euros"),
    "pounds": ("pounds", 1.0, "£"),
    "bytes": ("bytes", 1.0, "byte bytes"),
    "kilobytes": ("bytes", 1e3, "kb kilobyte kilobytes"),
    "megabytes": ("bytes", 1e6, "mb megabyte megabytes"),
    "gigabytes": ("bytes", 1e9, "gb gigabyte gigabytes"),
    "terabytes": ("bytes", 1e12, "tb terabyte terabytes"),
    "millimetres": ("length", 1e-3, "mm millimeter millimeters millimetre millimetres"),
    "centimetres": ("length", 1e-2, "cm centimeter centimeters centimetre centimetres"),
    "metres": ("length", 1.0, "meter meters metre metres"),
    "kilometres": ("length", 1e3, "km kilometer kilometers kilometre kilometres"),
    "miles": ("length", 1609.0, "mile miles"),
    "milligrams": ("mass", 1e-3, "mg milligram milligrams"),
    "grams": ("mass", 1.0, "g gram grams"),
    "kilograms": ("mass", 1e3, "kg kilogram kilograms"),
    "degrees": ("angle", 1.0, "° degree degrees"),
    "hertz": ("frequency", 1.0, "hz hertz"),
    "kilohertz": ("frequency", 1e3, "khz kilohertz"),
    "megahertz": ("frequency", 1e6, "mhz megahertz"),
    "gigahertz": ("frequency", 1e9, "ghz gigahertz"),
    "pages": ("pages", 1.0, "page pages"),
    "words": ("words", 1.0, "word words"),
    "tokens": ("tokens", 1.0, "token tokens"),
    "sentences": ("sentences", 1.0, "sentence sentences"),
}
UNIT_OF = {form: unit for unit, (_, _, forms) in UNITS.items() for form in forms.split()}
_MONEY = frozenset("$ us$ € £".split())
_PER = {"cent": "percent", "mille": "per mille", "mil": "per mille", "thousand": "per mille"}


def unit_at(chunks: Sequence[str], place: int) -> tuple[str, int]:
    """Return the unit that is written at a place, and in how many chunks."""
    following = [chunk.lower() for chunk in chunks[place : place + 2]] + ["", ""]
    if following[0] == "per" and following[1] in _PER:
        return _PER[following[1]], 2
    if following[0] in ("percentage", "percent", "%") and following[1] in ("point", "points"):
        return "points", 2
    if following[0] == "absolute" and following[1] in ("point", "points"):
        return "points", 2
    if following[0] in UNIT_OF and following[0] not in _MONEY:
        return UNIT_OF[following[0]], 1
    return "", 0
