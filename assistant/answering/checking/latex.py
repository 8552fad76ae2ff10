"""LaTeX -> the paragraphs of its running text, and the works that it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from assistant.answering.checking.drafts import Draft, Mark, Work
from assistant.answering.checking.mapped import Mapped, Piece
from assistant.answering.checking.marking import SIGN, Marks, identified, standing
from assistant.answering.checking.references import listed
from assistant.answering.checking.sentencing import Sentences
from assistant.corpus import tex

_DEEP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*\})*\}"  # braces within braces
_OPTIONS = r"(?:\s*\[[^\[\]]*\])*"

_COMMENT_LINE = re.compile(r"^[ \t]*%[^\n]*(?:\n|\Z)", re.MULTILINE)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_BEGINNING = re.compile(r"\\begin\s*\{document\}")
_ENDING = re.compile(r"\\end\s*\{document\}")
_MACRO_OF_ONES_OWN = re.compile(
    r"\\(?:re|provide)?(?:new)?command\*?\s*\{?\s*\\(?P<name>[A-Za-z]+)\s*\}?\s*\{(?P<said>[^{}#]*)\}"
)
_LEFT_ASIDE = re.compile(
    r"\\begin\s*\{(?P<name>(?:figure|table|wrapfigure|wraptable|tabular[xy]?|longtable|tikzpicture"
    r"|algorithm(?:ic)?|lstlisting|[vV]erbatim|minted|equation|align(?:at)?|gather|multline|eqnarray"
    r"|displaymath|math|array|quote|quotation|displayquote|filecontents|comment)\*?)\}"
    r".*?(?:\\end\s*\{(?P=name)\}|\Z)|(?<!\\)\\\[.{,2000}?\\\]|\$\$.{,2000}?\$\$",
    re.DOTALL,
)
_REFERENCES = re.compile(
    r"\\begin\s*\{thebibliography\}\s*(?:\{[^{}]*\})?(?P<entries>.*?)(?:\\end\s*\{thebibliography\}|\Z)",
    re.DOTALL,
)
_ENTRY = re.compile(r"\\bibitem\s*(?:\[(?:[^\[\]]|\{[^{}]*\})*\])?\s*\{(?P<key>[^{}]*)\}")
_CITE = re.compile(
    r"\\(?P<name>[A-Za-z]*[cC]ite[A-Za-z]*)\*?(?P<given>(?:\s*\([^()]*\))*"
    rf"(?:{_OPTIONS}\s*\{{[^{{}}]*\}})(?:(?:\s*\[[^\[\]]*\])*\{{[^{{}}]*\}})*)"
)
_KEYS = re.compile(r"\{([^{}]*)\}")
_WITH_NAMES = re.compile(r"(?i)citet|textcite|citeauthor")
_LINK = re.compile(rf"\\href\s*\{{(?P<to>[^{{}}]*)\}}\s*(?P<said>{_DEEP})")
_HEADING = re.compile(
    rf"\\(?:part|chapter|(?:sub){{0,2}}section|(?:sub)?paragraph|title|author|date|thanks)\*?{_OPTIONS}"
    rf"\s*{_DEEP}"
)
_DROPPED = re.compile(
    r"\\(?:label|(?:eq|auto|page|name|[cC])?ref|footnote(?:text|mark)?|marginpar|todo|nocite|caption"
    r"|includegraphics|input|include|[vh]space|bibliography(?:style)?|addbibresource|usepackage"
    r"|pagestyle|thispagestyle|setcounter|index|glsadd|keywords|affil(?:iation)?|email|printbibliography)"
    rf"\*?{_OPTIONS}(?:\s*{_DEEP})?"
)
_DEFINITION = re.compile(
    rf"\\(?:(?:re|provide)?(?:new)?command|(?:re)?newenvironment|def|DeclareMathOperator)\*?\s*"
    rf"(?:\{{?\s*\\?[A-Za-z]+\s*\}}?)(?:\[[^\]]*\])*(?:\s*{_DEEP}){{1,2}}"
)
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}(?:\[[^\[\]]*\])?")
_BREAK = re.compile(
    r"\\(?:item(?:\s*\[[^\[\]]*\])?|par|newpage|clearpage|maketitle|appendix)(?![A-Za-z])"
)
_LAYOUT = re.compile(
    r"\\(?:noindent|centering|small|large|Large|footnotesize|normalsize|tiny|bfseries|itshape|em|bf|it"
    r"|sc|tt|rm|sf|protect|xspace|left|right|displaystyle|text[a-z]{2,}|emph|mathrm|mathbf|mathit"
    r"|mathcal|operatorname|underline|bigskip|medskip|smallskip|quad|qquad|tableofcontents|hfill"
    r"|ensuremath|mbox|enquote)(?![A-Za-z])\*?(?:\[[^\[\]]*\])*[ \t]*"
)
_SIGNS = re.compile(
    r"\\(?P<sign>[%&$#_{}])|(?P<quote>``|'')|(?P<dash>---?)"
    r"|(?P<blank>\\\\(?:\[[^\]]*\])?|\\[,;:!> ]|~)"
)
_OTHER = re.compile(r"\\(?P<name>[A-Za-z@]+)\*?(?:\[[^\[\]]*\])*(?:\{\}|(?P<given>\s*\{))?")
_BRACES = re.compile(r"[{}]|\$|\\[()]")
_PARAGRAPH = re.compile(r"\n\s*\n")
_ELSEWHERE = re.compile(r"\\(?:input|include)\s*\{([^{}]+)\}")

Naming = Callable[[str], str]
"""What stands in a sentence for the work of a key, such as "Lee et al."."""


def read(draft: str, name_of: Naming) -> Draft:
    """Return the sentences of a draft in LaTeX, with the works of its thebibliography."""
    text = Mapped.of(draft.replace(SIGN, " ")).without(_COMMENT_LINE).without(_COMMENT)
    beginning = _BEGINNING.search(text.text)
    start = beginning.end() if beginning else 0
    ending = _ENDING.search(text.text, start)
    own = {one["name"]: one["said"] for one in _MACRO_OF_ONES_OWN.finditer(text.text)}
    body = text.part(start, ending.start() if ending else len(text.text))
    works = {
        key: work for one in _REFERENCES.finditer(body.text) for key, work in _works(one["entries"])
    }
    marks = Marks()
    paragraphs = _paragraphs(body.without(_REFERENCES, "\n\n"), marks, name_of, own)
    return Draft(
        tuple(Sentences(draft, marks).of(paragraphs)),
        works,
        elsewhere=tuple(_ELSEWHERE.findall(body.text)),
    )


def _works(entries: str) -> Iterator[tuple[str, Work]]:
    found = list(_ENTRY.finditer(entries))
    ends = [one.start() for one in found[1:]] + [len(entries)]
    for one, end in zip(found, ends, strict=True):
        said = re.sub(r"\\newblock\b", " ", entries[one.end() : end])
        _, works = listed([tex.plain(re.sub(r"\\url\{([^{}]*)\}", r"\1", said))])
        for work in works:
            yield one["key"].strip(), work


def _paragraphs(
    body: Mapped, marks: Marks, name_of: Naming, own: dict[str, str]
) -> Iterator[Mapped]:
    text = body.without(_LEFT_ASIDE, " ")
    text = _cited(text, marks, name_of)
    text = text.without(_DEFINITION).without(_HEADING, "\n\n").without(_DROPPED)
    text = _linked(text, marks)
    text = text.without(_ENVIRONMENT, "\n\n").without(_BREAK, "\n\n")
    text = text.edited(tex.ACCENT, lambda match: (tex.letter(match),))
    text = text.edited(_SIGNS, _sign).without(_LAYOUT)
    text = text.edited(_OTHER, lambda match: _other(match, own)).without(_BRACES)
    yield from text.split(_PARAGRAPH)


def _cited(text: Mapped, marks: Marks, name_of: Naming) -> Mapped:
    def put(match: re.Match[str]) -> Iterable[Piece]:
        if match["name"].lower() in ("nocite", "citestyle"):
            return
        keys = [
            key.strip()
            for given in _KEYS.findall(match["given"])
            for key in given.split(",")
            if key.strip() and key.strip() != "*"
        ]
        if _WITH_NAMES.search(match["name"]):
            yield standing(" and ".join(map(name_of, keys)), text, match)
        yield marks.put(text, match, [Mark(key, key=key) for key in keys])

    return text.edited(_CITE, put)


def _linked(text: Mapped, marks: Marks) -> Mapped:
    def put(match: re.Match[str]) -> Iterable[Piece]:
        start, end = match.span("said")
        yield start + 1, end - 1
        if mark := identified(match["to"]):
            yield marks.put(text, match, [mark])

    return text.edited(_LINK, put)


def _sign(match: re.Match[str]) -> Iterable[Piece]:
    if match["sign"]:
        return (match.span("sign"),) if match["sign"] not in "{}$" else (" ",)
    if match["quote"]:
        return ("“" if match["quote"] == "``" else "”",)
    if match["dash"]:
        return ("—" if match["dash"] == "---" else "–",)
    return (" ",)


def _other(match: re.Match[str], own: dict[str, str]) -> Iterable[Piece]:
    """Return a macro's meaning where the draft defines it, else its name where it stands alone."""
    if match["given"]:
        return ()
    return (own.get(match["name"], match["name"]),)
