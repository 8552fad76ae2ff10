"""BibTeX and BibLaTeX, as far as they say who a paper is: keys and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus import tex

START = re.compile(r"@\s*(?P<kind>[A-Za-z]+)\s*[{(]")
"""Where an entry begins."""
_KEY = re.compile(r"\s*(?P<key>[^\s,{}()=]+)\s*,")
_ODD_KEY = re.compile(r"\s*(?P<key>[^,{}=\"\n]{0,200}),")  # empty, or with blanks
_FIELD = re.compile(r"[\s,]*(?P<name>[A-Za-z][\w+:.-]*)\s*=\s*")
_CLOSED = re.compile(r"[\s,]*(?:[})]|$)")
_NEXT_FIELD = re.compile(r"\n(?=[ \t]*[A-Za-z][\w+:.-]*\s*=\s*[{\"\w])|\n[ \t]*@")
_MACRO = re.compile(r"[^\s,{}()\"#=]+")
_JOINED = re.compile(r"\s*#\s*")
_SIGN = re.compile(r"\\.|[{}\"]", re.DOTALL)
MONTHS = {name: name for name in "jan feb mar apr may jun jul aug sep oct nov dec".split()}
"""The macros that every style defines."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is written: names in small letters, values with their TeX."""

    kind: str
    key: str
    fields: dict[str, str]


def entries(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each entry's key and its fields, names in small letters, values without TeX.

    An entry that is not closed ends with its last whole field.
    """
    for entry in parsed(text, dict(MONTHS)):
        if entry.key:
            yield entry.key, {name: tex.plain(value) for name, value in entry.fields.items()}


def parsed(text: str, macros: dict[str, str]) -> Iterator[Entry]:
    """Yield the entries of a text as they are written; macros that it defines are added."""
    place = 0
    while found := START.search(text, place):
        kind, place = found["kind"].lower(), found.end()
        if kind == "string":
            fields, place = _fields(text, place, macros)
            macros |= fields
        elif kind in ("comment", "preamble"):
            place = _closing(text, place - 1) if kind == "preamble" else place
        elif key := _KEY.match(text, place) or _ODD_KEY.match(text, place):
            fields, place = _fields(text, key.end(), macros)
            yield Entry(kind, key["key"].strip(), fields)
        elif _FIELD.match(text, place):
            fields, place = _fields(text, place, macros)
            yield Entry(kind, "", fields)


def _fields(text: str, place: int, macros: dict[str, str]) -> tuple[dict[str, str], int]:
    fields: dict[str, str] = {}
    while name := _FIELD.match(text, place) or _further(text, place):
        said, place = _value(text, name.end(), macros)
        while joint := _JOINED.match(text, place):
            more, place = _value(text, joint.end(), macros)
            said += more
        fields.setdefault(name["name"].lower(), said)
    return fields, place


def _further(text: str, place: int) -> re.Match[str] | None:
    """Return the next field of an entry that goes on behind something that is none."""
    if _CLOSED.match(text, place):
        return None
    found = _NEXT_FIELD.search(text, place)
    return _FIELD.match(text, found.end()) if found else None


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
    for sign in _SIGN.finditer(text, start + 1):
        at_end = sign[0] == ('"' if quoted else "}") and depth == 0
        if at_end:
            return sign.start()
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
    return len(text)
