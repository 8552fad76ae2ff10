"""Text of papers and models, made fit for each format: it is untrusted everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.interfaces.render import clean

_UNFIT = str.maketrans(
    {
        **dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd"),  # halves of characters
        "\u2028": " ", "\u2029": " ",  # lines end here for some readers
        "\ufffe": None, "\uffff": None,  # no characters of XML
        **dict.fromkeys(map(chr, range(0xE000, 0xE010))),  # `csl_style` sets its marks with them
    }
)  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~$&^{}])")
_AS_LIST = re.compile(r"^(\d{1,9})([.)])|^([-+=])")
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
    # What abstracts hold and pdflatex does not know by itself.
    **{sign: f"${command}$" for sign, command in {
        "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "≠": r"\neq", "∼": r"\sim", "→": r"\to",
        "←": r"\leftarrow", "↔": r"\leftrightarrow", "−": "-", "∞": r"\infty", "∈": r"\in",
        "√": r"\surd", "∑": r"\sum", "⋅": r"\cdot", "α": r"\alpha", "β": r"\beta", "γ": r"\gamma",
        "δ": r"\delta", "ε": r"\epsilon", "η": r"\eta", "θ": r"\theta", "κ": r"\kappa",
        "λ": r"\lambda", "μ": r"\mu", "π": r"\pi", "ρ": r"\rho", "σ": r"\sigma", "τ": r"\tau",
        "φ": r"\phi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega", "Δ": r"\Delta", "Σ": r"\Sigma",
        "Ω": r"\Omega",
    }.items()},
}  # fmt: skip
_LATEX_TABLE = str.maketrans(_LATEX)


def tidy(text: str) -> str:
    """Return a text without characters that steer a terminal or that XML does not allow.

    Each character is kept, replaced or left out by itself, so that an offset into the text becomes
    one into the result by `len(tidy(text[:offset]))`.
    """
    return clean(text).translate(_UNFIT)


def line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(tidy(text).split())


def markdown(text: str) -> str:
    """Return a text on one line that Markdown shows as it is: no markup, no HTML."""
    return _MARKDOWN.sub(r"\\\1", line(text))


def begun(paragraph: str) -> str:
    """Return a paragraph of Markdown that cannot be read as the item of a list."""
    return _AS_LIST.sub(_escaped_list, paragraph)


def spaced(text: str, escape: Callable[[str], str]) -> str:
    """Return a text escaped, with a space where it begins or ends with one."""
    before = " " if text[:1].isspace() else ""
    after = " " if text.strip() and text[-1:].isspace() else ""
    return f"{before}{escape(text)}{after}"


def latex(text: str) -> str:
    """Return a text on one line that LaTeX sets as it is."""
    return line(text).translate(_LATEX_TABLE).replace("--", "-{}-")


def cell(text: str) -> str:
    """Return a text that a spreadsheet shows and never computes.

    Source: OWASP, "CSV Injection".
    """
    said = line(text)
    return f"'{said}" if _FORMULA.match(said) else said


def address(url: str | None) -> str | None:
    """Return an address of the web, None for any other: a record could hold `javascript:`."""
    said = re.sub(r"\s", "", tidy(url or ""))
    return said if re.match(r"https?://[^/]", said, re.IGNORECASE) else None


def doi_address(doi: str | None) -> str | None:
    """Return the address that resolves a DOI."""
    said = re.sub(r"\s", "", tidy(doi or ""))
    return f"https://doi.org/{said}" if re.match(r"10\.\d", said) else None


def _escaped_list(found: re.Match[str]) -> str:
    number, dot, dash = found.groups()
    return f"{number}\\{dot}" if number else f"\\{dash}"
