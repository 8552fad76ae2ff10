r"""What LaTeX leaves in titles and abstracts -> Unicode: ``quotes'', \emph{…}, \%, $\alpha$.

What it does not know stays as it was written: a formula half converted says something else.
"""

from __future__ import annotations

import re

from assistant.corpus import tex
from assistant.corpus.tex_symbols import OPERATORS, SYMBOLS

# As pandoc has it: no blank inside the signs, no digit after them, so that prices stay prices.
_MATH = re.compile(
    r"(?<![\\$])\$\$?(?=[^\s$])((?:[^$\\]|\\.){1,300}?)(?<=[^\s\\])\$\$?(?![\d$])"
    r"|(?<![\\$])\$(\\[A-Za-z]+)\$|\\\((.{1,300}?)\\\)"
    r"|\\\[\s*(.{1,300}?)\s*\\\]",
    re.DOTALL,
)
_DOUBLE_QUOTES = re.compile(r"``([^`]{1,400}?)(?:''|\"|”)")
_SINGLE_QUOTES = re.compile(r"(?<![\w`])`([^`'\n]{1,200}?)'(?!\w)")
_STYLED = re.compile(
    r"\\(?:emph|text(?:bf|it|tt|sc|sl|sf|rm|md|up|normal|sub|superscript)?|underline|mbox|url|path"
    r"|uline|em|mkbib(?:emph|bold|italic)|texorpdfstring|ensuremath|mathrm|textsubscript)\s*\{([^{}]*)\}"
)
_QUOTED = re.compile(r"\\(?:enquote|mkbibquote)\*?\s*\{([^{}]*)\}")
_LINK = re.compile(r"\\(?:href|textcolor)\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_SWITCHED = re.compile(r"\{\s*\\(?:em|bf|it|sc|tt|rm|sl|sf|itshape|bfseries|relax)\s+([^{}]*)\}")
_CITED = re.compile(r"[~ ]?\\cite[a-z]{0,8}\*?(?:\[[^\]]{0,200}\]){0,2}\{[^{}]*\}")
_GLUED = re.compile(r"(?<=\w)(?=\\url\s*\{)")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])(?:\{\})?")
_BRACED_SIGN = re.compile(r"\{(\\[A-Za-z]+)\s*\}")
_ESCAPED = re.compile(r"\\([%&$#_{}])")
_HARD_SPACE = re.compile(r"(?<=[\w.,)])~(?=[A-Za-z\\$(\[])")

_FONT = re.compile(
    r"\\(?:math(?:rm|cal|bb|bf|it|sf|tt|scr|frak|normal|bm)|boldsymbol|bm|text(?:rm|it|bf|sf|tt|up)?"
    r"|mbox|hbox|operatorname\*?|ensuremath|bar|hat|tilde|vec|overline|underline|dot|widetilde"
    r"|widehat)(?:\s*\{([^{}]*)\}|\s*([^\s\\{}A-Za-z])|\s+([A-Za-z]))"
)
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_SCRIPT = re.compile(r"([\^_])\s*\{([^{}]*)\}")
_SPACING = re.compile(
    r"\\!|\\(?:text)?color\s*\{[^{}]*\}|\\(?:left|right|[bB]ig+[lr]?|displaystyle|limits|rm|it|bf|cal)(?![A-Za-z])\.?"
)
_INDEX = re.compile(r"_\{?(\w+)\}?")
_IN_MATH = re.compile(r"(\s?)\\([A-Za-z]+)(\s*)")
_DEEPEST = 6


def readable(text: str) -> str:
    """Return a text in which the LaTeX that is known has become Unicode."""
    if not any(sign in text for sign in ("\\", "$", "`", "~")):
        return text
    text = _MATH.sub(lambda found: _formula(found[0], next(filter(None, found.groups()), "")), text)
    if "`" in text:
        text = _DOUBLE_QUOTES.sub(r"“\1”", text)
        text = _SINGLE_QUOTES.sub(r"‘\1’", text)
    if "\\" in text:
        text = _commands(text)
    return _HARD_SPACE.sub(" ", text)


def _commands(text: str) -> str:
    text = _GLUED.sub(" ", _CITED.sub("", text)).replace("\\,", " ")
    text = tex.ACCENT.sub(tex.letter, text)
    for _ in range(_DEEPEST):
        before = text
        text = _QUOTED.sub(r"“\1”", _LINK.sub(r"\2", text))
        text = _BRACED_SIGN.sub(lambda found: _sign(found[1][1:], found[0]), text)
        text = _SWITCHED.sub(r"\1", _STYLED.sub(r"\1", text))
        if text == before:
            break
    text = _COMMAND.sub(lambda found: _sign(found[1], found[0]), text)
    return _ESCAPED.sub(r"\1", text)


def _sign(command: str, written: str) -> str:
    return SYMBOLS.get(command, written)


def _formula(written: str, body: str) -> str:
    """Return a formula in plain signs, or as it was written where it has commands of its own."""
    if index := _INDEX.fullmatch(body):  # Cu$_2$O
        return index[1]
    said = _ESCAPED.sub(lambda found: f"\ue000{ord(found[1])}\ue001", body)
    said = _SPACING.sub("", re.sub(r"\\[ ,;:]|~", " ", said))
    said = _IN_MATH.sub(_word, said)
    for _ in range(_DEEPEST):
        before = said
        said = _FONT.sub(lambda found: next(filter(None, found.groups()), ""), said)
        said = _FRACTION.sub(lambda found: f"{_grouped(found[1])}/{_grouped(found[2])}", said)
        said = _ROOT.sub(lambda found: f"√{_grouped(found[1])}", said)
        said = _SCRIPT.sub(lambda found: _script(found[1], found[2]), said)
        if said == before:
            break
    said = said.replace("^°", "°").replace("^′", "′")
    if "\\" in said:
        return written
    said = re.sub(r"[{}]", "", said)
    said = re.sub("\ue000(\\d{2,3})\ue001", lambda found: chr(int(found[1])), said)
    return " ".join(said.split())


def _word(found: re.Match[str]) -> str:
    """Return the sign of a command; blanks behind it count where there are some before it too."""
    before, command, after = found.groups()
    if command in SYMBOLS:
        following = found.string[found.end() : found.end() + 1]
        kept = after and (before or not (following.isalnum() or following in "\\^_"))
        return f"{before}{SYMBOLS[command]}{' ' if kept else ''}"
    return f"{before}{command} " if command in OPERATORS else found[0]


def _grouped(said: str) -> str:
    return said if re.fullmatch(r"[\w.^]*", said.strip()) else f"({said})"


def _script(sign: str, said: str) -> str:
    said = said.strip()
    simple = re.fullmatch(r"[+\-−]?[\w.*°′∞]*", said)
    return sign + (said if simple else f"({said})")
