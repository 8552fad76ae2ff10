r"""Letters written in TeX: \"o, \'{e}, \c{c}, \ss, and braces around words."""

import re
import unicodedata

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304",
    ".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323",
    "b": "\u0331", "k": "\u0328", "r": "\u030a",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "th": "þ", "dj": "đ",
}  # fmt: skip

ACCENT = re.compile(
    r"\{?\\(?:(?P<sign>[`'^\"~=.])\s*|(?P<named>[uvHcdbkr])(?=[\s{\\])\s*)"
    r"(?:\{\s*\\?(?P<braced>[A-Za-z])\s*\}|\\(?P<dotless>[ij])(?![A-Za-z])[ \t]?"
    r"|(?P<bare>[A-Za-z]))\}?"
    r"|\{?\\(?P<letter>ss|ae|AE|oe|OE|aa|AA|dh|th|dj|[oOlLij])(?![A-Za-z])(?:\{\}|[ \t])?\}?"
)
"""A letter with its accent, or one of another alphabet, perhaps in braces of its own."""


def letter(match: re.Match[str]) -> str:
    """Return what a match of ACCENT stands for."""
    if match["letter"]:
        return _LETTERS[match["letter"]]
    bare = match["braced"] or match["dotless"] or match["bare"]
    return unicodedata.normalize("NFC", bare + _COMBINING[match["sign"] or match["named"]])


def plain(text: str) -> str:
    """Return a short text, such as a title or names, without TeX."""
    text = ACCENT.sub(lambda match: letter(match), text)
    text = re.sub(r"\\([%&$#_{}])", r"\1", text)
    text = re.sub(r"\\[A-Za-z]+\*?\s*", "", text)
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").replace("--", "–").split())
