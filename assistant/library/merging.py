"""Which records are about one paper, and what they say of it together.  Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.corpus.identity import normalised_title
from assistant.types import Paper

# Of the words of the shorter abstract, the share that two accounts of one paper have in common.
# A cut-off copy shares all; abstracts of different papers of one field share a third.
_SAME_ABSTRACT = 0.5


def same_paper(given: Paper, candidates: Sequence[Paper]) -> Paper | None:
    """Return the candidate that a record is about; they share an identifier or the title with it.

    An identifier decides.  Where none is shared, the title does, unless identifiers of one kind,
    all of the authors or the abstracts differ: two papers may share a title.
    """
    for known in candidates:
        if any(mine == theirs for mine, theirs in _identifiers(given, known)):
            return known
    return next((one for one in namesakes(given, candidates) if _same_abstract(given, one)), None)


def namesakes(given: Paper, candidates: Sequence[Paper]) -> list[Paper]:
    """Return the candidates that are this paper by all but perhaps the abstract."""
    return [
        known
        for known in candidates
        if normalised_title(known.title) == normalised_title(given.title)
        and not _identifiers(given, known)
        and not _differ(_names(given), _names(known), 0.0)
    ]


def combine(paper_id: str, records: Sequence[Paper]) -> Paper:
    """Return the paper that its records describe: each field as the first that has it says."""
    keywords = dict.fromkeys(word for record in records for word in record.keywords)
    return Paper(
        id=paper_id,
        title=records[0].title,
        abstract=next((one.abstract for one in records if one.abstract), ""),
        authors=next((one.authors for one in records if one.authors), ()),
        year=next((one.year for one in records if one.year), None),
        venue=next((one.venue for one in records if one.venue), None),
        doi=next((one.doi for one in records if one.doi), None),
        arxiv_id=next((one.arxiv_id for one in records if one.arxiv_id), None),
        pmid=next((one.pmid for one in records if one.pmid), None),
        url=next((one.url for one in records if one.url), None),
        keywords=tuple(keywords),
    )


def _same_abstract(one: Paper, other: Paper) -> bool:
    return not _differ(_words(one.abstract), _words(other.abstract), _SAME_ABSTRACT)


def _differ(one: set[str], other: set[str], share: float) -> bool:
    """Tell whether two sets, neither empty, have no more than this share in common."""
    return bool(one and other) and len(one & other) <= share * min(len(one), len(other))


def _identifiers(one: Paper, other: Paper) -> list[tuple[str, str]]:
    pairs = [(one.doi, other.doi), (one.arxiv_id, other.arxiv_id), (one.pmid, other.pmid)]
    return [(mine, theirs) for mine, theirs in pairs if mine and theirs]


def _names(paper: Paper) -> set[str]:
    """Return the names of the authors without initials: "Smith J" and "John Smith" share one."""
    words = normalised_title(" ".join(paper.authors)).split()
    return {word for word in words if len(word) > 1}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
