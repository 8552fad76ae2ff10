"""A review as LaTeX, which cites the keys of the BibTeX file beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.interfaces import bibliography
from assistant.interfaces.export import layout, telling
from assistant.interfaces.export.escaping import latex as escaped
from assistant.interfaces.export.escaping import spaced
from assistant.interfaces.export.layout import Doubt, Inline, Marks, Section, Words
from assistant.interfaces.export.style_names import AUTHOR_YEAR
from assistant.interfaces.export.styles import Numeric
from assistant.review import Review

PREAMBLE = r"""\documentclass{article}
% Compile with pdflatex and bibtex. It shows ? for characters that it does not know; lualatex with
% a fitting font shows them.
\usepackage{iftex}
\ifPDFTeX
  \usepackage[T1]{fontenc}
  \usepackage[utf8]{inputenc}
  \usepackage{textcomp}
  \makeatletter
  \def\UTFviii@undefined@err#1{\@latex@warning{pdflatex does not know the character #1}?}
  \makeatother
\else
  \usepackage{fontspec}
\fi
"""


def latex(review: Review, style: str, bibliography_name: str) -> str:
    """Return the review as a LaTeX document.

    Style "author-year" is natbib's; any other is BibTeX's plain one, since citation styles of
    other kinds are no business of LaTeX.
    """
    by_year = style == AUTHOR_YEAR
    papers = [one.paper for one in review.references]
    keys = dict(
        zip((one.number for one in review.references), bibliography.keys(papers), strict=True)
    )
    body = "\n\n".join(_body(review, keys, r"\citep" if by_year else r"\cite"))
    packages = "\\usepackage[round]{natbib}\n" if by_year else ""
    references = (
        f"\\bibliographystyle{{{'plainnat' if by_year else 'plain'}}}\n"
        f"\\bibliography{{{bibliography_name}}}\n\n"
        if keys
        else ""
    )
    made = "\n".join(map(escaped, telling.made(review)))
    return (
        f"{PREAMBLE}{packages}\\usepackage{{url}}\n\\sloppy\n\n"
        f"\\title{{{escaped(review.topic)}}}\n\\author{{}}\n\\date{{}}\n\n"
        f"\\begin{{document}}\n\\maketitle\n\n{body}\n\n{references}"
        f"\\section*{{How this was made}}\n{made}\n\n\\end{{document}}\n"
    )


def _body(review: Review, keys: Mapping[int, str], command: str) -> Iterator[str]:
    style = Numeric(review.references)  # only whom it cites is taken
    yield from map(escaped, telling.opening(review))
    for section in layout.sections(review, style):
        yield _section(section, keys, command)
    if omitted := layout.left_out(review):
        yield _section(omitted, keys, command)


def _section(section: Section, keys: Mapping[int, str], command: str) -> str:
    told = ["".join(_inline(one, keys, command) for one in part) for part in section.paragraphs]
    if section.listed:
        items = "\n".join(f"  \\item {{}}{one}" for one in told)
        body = f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}"
    else:
        body = "\n\n".join(told)
    return f"\\section{{{escaped(section.title)}}}\n{body}"


def _inline(one: Inline, keys: Mapping[int, str], command: str) -> str:
    match one:
        case Words(text, strong):
            said = spaced(text, escaped)
            return f"\\textbf{{{said}}}" if strong else said
        case Marks(numbers, _, _, _):
            return f"{command}{{{','.join(keys[number] for number in numbers)}}}"
        case Doubt(sign, _):
            return f"\\textsuperscript{{{sign}}}".replace("✗", r"$\times$")
