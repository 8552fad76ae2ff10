"""Values of BibTeX -> plain text, addresses, names."""

from __future__ import annotations

import re

from assistant.corpus import tex_text
from assistant.corpus.names import paired

_BRACES = re.compile(r"(?<!\\)[{}]")
_FORMULA = re.compile(r"(\$[^$]{1,300}\$)")
_SPARE = re.compile(
    r"\\[-/@]|\\(?:relax|protect|xspace|newline|noopsort)(?![A-Za-z])(?:\{[^{}]*\})?"
)
_LITERALS = {
    "{": "{", "}": "}", "textbraceleft": "{", "textbraceright": "}", "textbackslash": "\\",
    "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`", "`{}": "`",
}  # fmt: skip
_LITERAL = re.compile(
    r"`\{\}|\\([{}]|text(?:brace(?:left|right)|backslash|ascii(?:tilde|circum|grave))"
    r"(?![A-Za-z]))(?:(?<=[a-z])(?:\{\}|\s))?"
)
_SIGNS = "{}\\~^`"
_MARKS = 0xE010
_RESTORED = {_MARKS + place: sign for place, sign in enumerate(_SIGNS)}
_HARD_SPACE = re.compile(r"(?<![/\\])~")  # the tilde of an address stands behind a slash
_ADDRESS_SIGN = re.compile(r"\\([_%&#~$])(?:\{\})?")
_AND = re.compile(r"[{}]| and ", re.IGNORECASE)
_EXTENDED = re.compile(r"(?:^|,)\s*(family|given|prefix)\s*=\s*\"?([^,\"]*)", re.IGNORECASE)


def plain(value: str) -> str:
    """Return a value without TeX and without the braces that keep capitals."""
    # Signs that are written as such are not those that keep capitals, begin commands and so on.
    value = _LITERAL.sub(
        lambda sign: chr(_MARKS + _SIGNS.index(_LITERALS[sign[1] or sign[0]])), value
    )
    said = tex_text.readable(_HARD_SPACE.sub(" ", _SPARE.sub("", value.replace("\\ ", " "))))
    said = re.sub(r"(?<!-)--(?!-)", "–", said).replace("---", "—")
    parts = _FORMULA.split(said)
    parts[::2] = [_BRACES.sub("", part) for part in parts[::2]]
    said = "".join(parts)
    return " ".join(said.translate(_RESTORED).split())


def verbatim(value: str) -> str:
    r"""Return an address or identifier: only escapes and braces are taken off."""
    said = re.sub(r"\\(?:url|path|href)\b", "", value).replace("{\\textasciitilde}", "~")
    return _BRACES.sub("", _ADDRESS_SIGN.sub(r"\1", said)).strip().replace("\n", "")


def names(value: str) -> list[str]:
    """Return the names of a list joined by "and"; one wholly in braces is kept whole.

    Cochrane's exports have commas in place of every "and" but the last.
    """
    parts = (part.strip() for part in _parted(" ".join(value.split())))
    found = [_name(name) for part in parts for name in paired(part)]
    return [name for name in found if name and name.lower() != "others"]


def _parted(value: str) -> list[str]:
    """Split at "and" outside of braces."""
    parts, depth, start = [], 0, 0
    for sign in _AND.finditer(value):
        if sign[0] in "{}":
            depth = max(0, depth + (1 if sign[0] == "{" else -1))
        elif depth == 0:
            parts.append(value[start : sign.start()])
            start = sign.end()
    return [*parts, value[start:]]


def _name(written: str) -> str:
    if len(named := {part.lower(): said.strip() for part, said in _EXTENDED.findall(written)}) > 1:
        family = f"{named.get('prefix', '')} {named.get('family', '')}".strip()
        return plain(f"{family}, {named.get('given', '')}".strip(", "))
    parts = [plain(part) for part in written.split(",")] if not written.startswith("{") else []
    if len(parts) == 3:  # von Doe, Jr, Jane
        return f"{parts[0]}, {parts[2]} {parts[1]}"
    return plain(written)
