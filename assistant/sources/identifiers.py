"""Identifiers as users write them: doi:10.…, arxiv:…, pmid:…, and their addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from assistant.corpus import identity
from assistant.errors import InputError

Scheme = Literal["doi", "arxiv", "pmid"]
_ARXIV_DOI = "10.48550/arxiv."
_WRITTEN = re.compile(
    r"(?i)(?P<doi>doi:\s*|https?://(?:dx\.)?doi\.org/|(?=10\.\d{4,9}/))"
    r"|(?P<arxiv>arxiv:\s*|https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)"
    r"|(?P<pmid>pmid:\s*|https?://pubmed\.ncbi\.nlm\.nih\.gov/)"
)


@dataclass(frozen=True, slots=True)
class Identifier:
    """What names a paper at a service, without its prefix."""

    scheme: Scheme
    value: str

    @property
    def source(self) -> str:
        """What the library is told of where the paper came from."""
        return f"fetch {self.scheme}:{self.value}"


def looks_like_one(text: str) -> bool:
    """Tell whether a text begins as an identifier does."""
    return bool(_WRITTEN.match(text.strip()))


def parsed(texts: Sequence[str]) -> list[Identifier]:
    """Return the identifiers that the texts are, each once.

    Raises:
        InputError: a text is none.
    """
    return list(dict.fromkeys(_parsed(text.strip()) for text in texts))


def _parsed(text: str) -> Identifier:
    found = _WRITTEN.match(text)
    rest = text[found.end() :] if found else ""
    if found and found.lastgroup == "doi" and (doi := identity.clean_doi(unquote(rest))):
        # arXiv's own DOIs are not Crossref's.
        if arxiv := doi.startswith(_ARXIV_DOI) and identity.clean_arxiv_id(doi[len(_ARXIV_DOI) :]):
            return Identifier("arxiv", arxiv)
        return Identifier("doi", doi)
    if found and found.lastgroup == "arxiv" and (id := identity.clean_arxiv_id(rest)):
        return Identifier("arxiv", id)
    if found and found.lastgroup == "pmid" and (id := identity.clean_pmid(rest.strip("/"))):
        return Identifier("pmid", id)
    raise InputError(
        f"{text!r} is no identifier; write doi:10.1000/182, arxiv:2005.11401 or pmid:31452104"
    )
