"""Named fields of a record -> Paper, under the many names that exports give them.

Shared by the readers of JSON Lines and CSV.  Text is kept as it stands: LaTeX remains and URLs
glued to words are content; only runs of white space around a value are taken off.
"""

import re
from collections.abc import Mapping

from assistant.corpus import identity
from assistant.types import Paper

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "document title", "article title", "paper title", "display_name", "ti"),
    "abstract": ("abstract", "abstract note", "abstractnote", "summary", "description", "ab"),
    "authors": ("authors", "author", "author(s)", "author full names", "creators", "au"),
    "year": ("year", "publication year", "publication_year", "pub year", "date", "published", "py"),
    "venue": ("venue", "journal", "publication title", "source title", "container-title",
              "booktitle", "journal-ref", "journal_ref", "conference"),
    "doi": ("doi", "digital object identifier"),
    "arxiv_id": ("arxiv_id", "arxiv", "arxiv id", "arxivid", "eprint"),
    "pmid": ("pmid", "pubmed id", "pubmed_id"),
    "url": ("url", "link", "pdf link"),
    "keywords": ("keywords", "author keywords", "tags", "manual tags", "categories"),
}  # fmt: skip
TITLE_NAMES = frozenset(_NAMES["title"])
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


class MissingTitle(ValueError):
    """Raised when a record has no title, the one field that cannot be done without."""


def paper_from(fields: Mapping[str, object]) -> Paper:
    """Return the paper that the named fields describe; the names are taken without case.

    Raises:
        MissingTitle: no field holds a title.
    """
    lowered = {str(name).strip().lower().lstrip("\ufeff"): value for name, value in fields.items()}

    def value(field: str) -> object:
        return next((lowered[name] for name in _NAMES[field] if lowered.get(name)), None)

    title = " ".join(_text(value("title")).split())
    if not title:
        raise MissingTitle("it has no title")
    doi = identity.clean_doi(_text(value("doi")))
    arxiv_id = identity.clean_arxiv_id(_text(value("arxiv_id")))
    pmid = identity.clean_pmid(_text(value("pmid")))
    return Paper(
        id=identity.paper_id(title, doi=doi, arxiv_id=arxiv_id, pmid=pmid),
        title=title,
        abstract=_text(value("abstract")),
        authors=_people(value("authors")),
        year=_year(value("year")),
        venue=_text(value("venue")) or None,
        doi=doi,
        arxiv_id=arxiv_id,
        pmid=pmid,
        url=_text(value("url")) or None,
        keywords=_items(value("keywords")),
    )


def _text(value: object) -> str:
    if isinstance(value, str):
        # JSON can spell half of a character pair ("\ud83d" of a cut-off emoji): no store takes it.
        return value.encode(errors="replace").decode().strip()
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _year(value: object) -> int | None:
    found = _YEAR.search(_text(value))
    return int(found.group()) if found else None


def _items(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        parts = [_text(part) for part in value]
    else:
        parts = [part.strip() for part in re.split(r"[;|]|,(?=\s)", _text(value))]
    return tuple(part for part in parts if part)


def _people(value: object) -> tuple[str, ...]:
    """Split authors at ";", else at " and " and at commas between full names."""
    if isinstance(value, list):
        names = [
            _text(part.get("name")) if isinstance(part, dict) else _text(part) for part in value
        ]
        return tuple(name for name in names if name)
    text = _text(value)
    if re.search("[;|]", text):
        return tuple(name for name in re.split(r"\s*[;|]\s*", text) if name)
    parts = re.split(r",?\s+and\s+", text)
    names = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    # "Doe, Jane" is one person; "Jane Doe, John Roe" are two.  With "and", a comma in the last
    # part tells that all names are turned round: "van Doe, Jane Ann and Roe, John".
    turned = len(parts) > 1 and "," in parts[-1]
    if not turned and all(" " in name for name in names):
        return tuple(names)
    return tuple(part for part in parts if part)
