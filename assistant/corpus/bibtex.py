"""BibTeX, as far as it says who a paper is: keys and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.corpus import tex

_ENTRY = re.compile(r"@\s*(?P<kind>[A-Za-z]+)\s*[{(]")
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()=]+)\s*,")
_FIELD = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w+:.-]*)\s*=\s*")
_MACRO = re.compile(r"[^\s,{}()\"#=]+")
_JOINED = re.compile(r"\s*#\s*")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each entry's key and its fields, names in small letters, values without TeX.

    An entry that is not closed ends with its last whole field.
    """
    macros = {month: month for month in _MONTHS}
    place = 0
    while found := _ENTRY.search(text, place):
        kind, place = found["kind"].lower(), found.end()
        if kind == "string":
            fields, place = _fields(text, place, macros)
            macros |= fields
        elif kind not in ("comment", "preamble") and (key := _KEY.match(text, place)):
            fields, place = _fields(text, key.end(), macros)
            yield key["key"], {name: tex.plain(value) for name, value in fields.items()}


def _fields(text: str, place: int, macros: dict[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while name := _FIELD.match(text, place):
        said, place = _value(text, name.end(), macros)
        while joint := _JOINED.match(text, place):
            more, place = _value(text, joint.end(), macros)
            said += more
        fields.setdefault(name["name"].lower(), said)
    return fields, place


def _value(text: str, place: int, macros: dict[str, str]) -> tuple[str, int]:
    """Return a value in braces, in quotes, or by the name of a macro, and where it ends."""
    if text[place : place + 1] in ("{", '"'):
        end = _closing(text, place)
        return text[place + 1 : end], end + 1
    macro = _MACRO.match(text, place)
    if not macro:
        return "", place
    return macros.get(macro[0].lower(), macro[0]), macro.end()


def _closing(text: str, start: int) -> int:
    """Return where what opens at `start` is closed, or the end of the text."""
    depth = 0
    quoted = text[start] == '"'
    for sign in re.finditer(r"\\.|[{}\"]", text[start + 1 :], re.DOTALL):
        at_end = sign[0] == ('"' if quoted else "}") and depth == 0
        if at_end:
            return start + 1 + sign.start()
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
    return len(text)
