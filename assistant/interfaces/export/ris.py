"""Papers as RIS, which reference managers read.

Source: Research Information Systems, "RIS Format Specifications" (2001) and its revision of 2011:
a tag of two characters, two spaces, a hyphen, a space; TY first, ER last; lines end with CR LF.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.corpus.names import name
from assistant.corpus.versions import is_preprint
from assistant.interfaces import bibliography
from assistant.interfaces.export.escaping import address, line
from assistant.types import Paper

_MEETING = re.compile(
    r"\b((?i:proceedings|conference|workshop|symposium)|ACL|EMNLP|NAACL|EACL|COLING|NeurIPS|NIPS|ICLR|ICML"
    r"|AAAI|IJCAI|SIGIR|CIKM|WSDM|ECIR|KDD|WWW|CVPR|ICCV|ECCV|CHI|UIST|INTERSPEECH|CoNLL|CoRL)\b"
)


def ris(papers: Iterable[Paper]) -> str:
    """Return the papers as RIS records."""
    return "".join(f"{tag}  - {value}\r\n" for paper in papers for tag, value in _fields(paper))


def published_as(paper: Paper) -> str:
    """Return what kind of work a paper is: "preprint", "conference", "article" or "unknown"."""
    venue = line(paper.venue or "")
    if is_preprint(paper):
        return "preprint"
    if _MEETING.search(venue):
        return "conference"
    return "article" if venue else "unknown"


def _fields(paper: Paper) -> Iterable[tuple[str, str]]:
    kind = published_as(paper)
    yield "TY", {"article": "JOUR", "conference": "CPAPER", "preprint": "UNPB"}.get(kind, "GEN")
    given = [
        ("TI", paper.title),
        # An asterisk ends a name for readers of the older specification.
        *(("AU", name(line(author)).inverted.replace("*", "")) for author in paper.authors),
        ("PY", str(paper.year or "")),
        ("T2", paper.venue or ""),
        ("DO", paper.doi or ""),
        ("UR", address(paper.url) or ""),
        ("AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else paper.pmid or ""),
        ("N1", f"PMID: {paper.pmid}" if paper.pmid else ""),
        ("ID", bibliography.claimed_id(paper)),
        *(("KW", word) for word in paper.keywords),
        ("AB", paper.abstract),
    ]
    yield from ((tag, said) for tag, value in given if (said := line(value)))
    yield "ER", ""
