"""Papers as a BibTeX file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from assistant.interfaces.render import clean
from assistant.types import Paper

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)  # fmt: skip
_SMALL_WORDS = frozenset("a an the on of in for to and with from is are do does what how".split())


def bibtex(papers: Iterable[Paper]) -> str:
    """Return the papers as BibTeX entries, each with a key of its own."""
    known = list(papers)
    return "\n".join(map(_entry, keys(known), known))


def keys(papers: Iterable[Paper]) -> list[str]:
    """Return the key of each paper's entry among these papers."""
    found: list[str] = []
    for paper in papers:
        found.append(_free(_key(paper), found))
    return found


def _entry(key: str, paper: Paper) -> str:
    published = bool(paper.venue) and not (paper.venue or "").lower().startswith("arxiv")
    fields = [
        # A second pair of braces keeps the capitals of names and acronyms.
        ("title", f"{{{_escaped(paper.title)}}}"),
        ("author", " and ".join(_author(name) for name in paper.authors)),
        ("year", str(paper.year or "")),
        ("journal" if published else "howpublished", _escaped(paper.venue or "")),
        ("doi", _bare(paper.doi)),
        ("eprint", _bare(paper.arxiv_id)),
        ("archiveprefix", "arXiv" if paper.arxiv_id else ""),
        ("pmid", _bare(paper.pmid)),
        ("url", _bare(paper.url)),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join([f"@{'article' if published else 'misc'}{{{key},", *lines, "}", ""])


def _key(paper: Paper) -> str:
    """Return author, year and the first telling word of the title, in ASCII letters."""
    family = _family(paper.authors)
    words = _ascii(paper.title).split()
    word = next((one for one in words if one not in _SMALL_WORDS), "")
    return f"{family}{paper.year or ''}{word}" or "paper"


def _family(authors: Sequence[str]) -> str:
    if not authors:
        return ""
    first = authors[0]
    words = _ascii(first.split(",")[0]).split()
    return "".join(words) if "," in first else "".join(words[-1:])


def _free(key: str, taken: Sequence[str]) -> str:
    number = 1
    free = key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", decomposed.lower()))


def _author(name: str) -> str:
    escaped = _escaped(name)
    # " and " separates authors, and a name has at most two commas: others are kept in braces.
    whole = re.search(r"\sand\s", escaped) or escaped.count(",") > 2
    return f"{{{escaped}}}" if whole else escaped


def _escaped(text: str) -> str:
    return " ".join(clean(text).split()).translate(_ESCAPES)


def _bare(text: str | None) -> str:
    """Return an identifier or address without what could end its field."""
    return re.sub(r"[\s{}\\]", "", clean(text or ""))
