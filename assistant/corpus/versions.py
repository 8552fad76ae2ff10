"""Preprint or published: what the venue and the DOI of a record say of it."""

from __future__ import annotations

import re

from assistant.types import Paper

_VENUE = re.compile(
    r"arxiv|biorxiv|medrxiv|preprint|\bcorr\b|\bssrn\b|research square", re.IGNORECASE
)
# arXiv, bioRxiv and medRxiv, Research Square, OSF, SSRN, ChemRxiv, Preprints.org, TechRxiv.
_DOI = re.compile(
    r"10\.48550/|10\.1101/(?:\d{4}\.\d\d\.\d\d\.)?\d{6,}|10\.21203/rs\.|10\.31(?:219|234|235)/osf"
    r"|10\.2139/ssrn|10\.26434/|10\.20944/preprints|10\.36227/techrxiv"
)


def of_preprint(doi: str | None) -> bool:
    """Tell whether a DOI is one that a server of preprints gives."""
    return bool(_DOI.match(doi or ""))


def is_preprint(paper: Paper) -> bool:
    """Tell whether a record describes a preprint: by its venue, else by its identifiers."""
    if paper.venue:
        return bool(_VENUE.search(paper.venue))
    return of_preprint(paper.doi) or bool(paper.arxiv_id)


def is_published(paper: Paper) -> bool:
    """Tell whether a record names where the paper was published."""
    return bool(paper.venue) and not is_preprint(paper)
