"""Papers as a BibTeX file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from assistant.corpus import identity
from assistant.corpus.fields import CLAIMED_ID
from assistant.interfaces.render import clean
from assistant.types import Paper

_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "`": "`{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)  # fmt: skip
_SMALL_WORDS = frozenset("a an the on of in for to and with from is are do does what how".split())


def bibtex(papers: Iterable[Paper], whole: bool = False) -> str:
    """Return the papers as BibTeX entries, each with a key of its own.

    With `whole` they hold what a bibliography does not need, too, such as the abstract.
    """
    known = list(papers)
    named = zip(keys(known), known, strict=True)
    return "\n".join(_entry(key, paper, whole) for key, paper in named)


def claimed_id(paper: Paper) -> str:
    """Return the id of a paper where it does not follow from what else is known of it."""
    given = identity.paper_id(paper.title, doi=paper.doi, arxiv_id=paper.arxiv_id, pmid=paper.pmid)
    return "" if given == paper.id else identity.claimed_id(paper.id) or ""


def joined(keywords: Iterable[str]) -> str:
    """Return keywords as one text, in which a comma does not part them where one has commas."""
    known = list(keywords)
    return f"{'; '.join(known)};" if any("," in one for one in known) else ", ".join(known)


def keys(papers: Iterable[Paper]) -> list[str]:
    """Return the key of each paper's entry among these papers."""
    found: dict[str, None] = {}
    for paper in papers:
        found[_free(_key(paper), found)] = None
    return list(found)


def _entry(key: str, paper: Paper, whole: bool) -> str:
    published = bool(paper.venue) and not (paper.venue or "").lower().startswith("arxiv")
    fields = [
        # A second pair of braces keeps the capitals of names and acronyms.
        ("title", f"{{{_escaped(paper.title)}}}"),
        ("author", " and ".join(_author(name, whole) for name in paper.authors)),
        ("year", str(paper.year or "")),
        ("journal" if published else "howpublished", _escaped(paper.venue or "")),
        ("doi", _bare(paper.doi)),
        ("eprint", _bare(paper.arxiv_id)),
        ("archiveprefix", "arXiv" if paper.arxiv_id else ""),
        ("pmid", _bare(paper.pmid)),
        ("url", _bare(paper.url)),
    ]
    if whole:
        fields += [
            ("keywords", _escaped(joined(paper.keywords))),
            ("abstract", _escaped(paper.abstract)),
            (CLAIMED_ID, _bare(claimed_id(paper))),
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


def _free(key: str, taken: Collection[str]) -> str:
    number = 1
    free = key
    while free in taken:
        number += 1
        free = f"{key}-{number}"
    return free


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return " ".join(re.findall(r"[a-z0-9]+", decomposed.lower()))


def _author(name: str, whole: bool) -> str:
    escaped = _escaped(name)
    # " and " separates authors, and a name has at most two commas, with "Jr" between: braces keep
    # others, and with `whole` that one too, which would be read back as "Ann Ant Jr.".
    kept = re.search(r"\sand\s", escaped) or escaped.count(",") > (1 if whole else 2)
    return f"{{{escaped}}}" if kept else escaped


def _escaped(text: str) -> str:
    return re.sub("-(?=-)", "-{}", " ".join(clean(text).split()).translate(_ESCAPES))


def _bare(text: str | None) -> str:
    """Return an identifier or address without what could end its field."""
    return re.sub(r"[\s{}\\]", "", clean(text or ""))
