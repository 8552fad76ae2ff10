"""Named fields of a record -> Paper, under the many names that exports give them.

Shared by all readers.  Tags and entities of HTML and JATS and what LaTeX leaves become plain text
(`readable`); all else stays as it stands, URLs glued to words too: they are content.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from assistant.corpus import abstracts, identity, markup, tex_text
from assistant.corpus.names import paired, surname_first, upright
from assistant.types import Paper

_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "document title", "article title", "paper title", "item title",
              "display_name", "ti"),
    "abstract": ("abstract", "abstract note", "abstractnote", "summary", "description", "ab"),
    "authors": ("author full names", "authors", "author", "author(s)", "author/s", "author names",
                "authorships.author.display_name", "creators", "au"),
    "year": ("year", "publication year", "publication_year", "published year", "pub year",
             "pubyear", "date", "publication date", "date published", "published", "py"),
    "venue": ("venue", "journal", "publication title", "source title", "container-title",
              "booktitle", "journal-ref", "journal_ref", "conference", "journal/book",
              "journaltitle", "primary_location.source.display_name", "publication"),
    "doi": ("doi", "digital object identifier", "item doi"),
    "arxiv_id": ("arxiv_id", "arxiv", "arxiv id", "arxivid", "eprint"),
    "pmid": ("pmid", "pubmed id", "pubmed_id", "medline pmid", "ids.pmid",
             "ut"),
    "url": ("url", "link", "pdf link", "articleurl", "external url", "dimensions url"),
    "keywords": ("keywords", "author keywords", "tags", "manual tags", "categories",
                 "ieee terms", "index keywords", "mesh terms", "fields of study",
                 "emtree medical index terms (major focus)"),
}  # fmt: skip
CLAIMED_ID = "litassist-id"
"""The field in which an export keeps an id that its identifiers and title do not give."""
TITLE_NAMES = frozenset(_NAMES["title"])
_ARXIV_NAMED = re.compile(
    r"(?i)arxiv(?:\.org/(?:abs|pdf|html)/|[.:]\s*|\s+)([a-z.-]{0,20}/?\d[\d.]{0,20}\d)"
)
# Scopus: "Doe, Jane (57190001234)"; BIOSIS: "Doe, Jane (jane@example.org)"; DBLP, for one of
# several of a name: "Wei Wang 0001".
_IDENTIFIER_NOTE = re.compile(r"\s{0,3}\((?:\d{5,20}|[^\s()]{1,80}@[^\s()]{1,80})\)$|\s0\d{3}$")
_BEHIND_NAME = re.compile(r", (Jr\.?|Sr\.?|II|III|IV)(?=,|$| and )")
_NOBODY = re.compile(
    r"(?i)\[?(?:anon(?:ymous)?|no authors?(?: name)? (?:available|listed)|et\.? al|others|nan?)"
    r"\.?\]?"
)
# A comma within brackets parts no keywords: "cyst (diagnosis, surgery), human".
_WORDS = re.compile(r",(?=\s)(?![^()\[\]]{0,100}[)\]])")
_YEAR = re.compile(
    r"(?<![A-Za-z\d_])(1[5-9]\d\d|20\d\d)(?=\b|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b)"
)


NO_TITLE = "it has no title"
"""How the reason ends for which a record without a title is skipped."""


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

    title = " ".join(readable(_text(value("title"))).split())
    if not title:
        raise MissingTitle(NO_TITLE)
    url, venue = _text(value("url")), " ".join(readable(_text(value("venue"))).split())
    doi = identity.clean_doi(_text(value("doi"))) or _doi_of_address(url)
    arxiv_id = identity.clean_arxiv_id(_text(value("arxiv_id"))) or _named_arxiv(doi, url, venue)
    pmid = identity.clean_pmid(_text(value("pmid"))) or _pmid_of_address(url)
    return Paper(
        id=identity.claimed_id(_text(lowered.get(CLAIMED_ID)))
        or identity.paper_id(title, doi=doi, arxiv_id=arxiv_id, pmid=pmid),
        title=title,
        abstract=abstracts.cleaned(readable(_text(value("abstract")))),
        authors=_people(value("authors")),
        year=_year(value("year")),
        venue=venue or None,
        doi=doi,
        arxiv_id=arxiv_id,
        pmid=pmid,
        url=url or None,
        keywords=_items(value("keywords")),
    )


def readable(text: str) -> str:
    """Return a text of a record without markup and without what LaTeX leaves."""
    return tex_text.readable(markup.plain(text)).strip()


def _doi_of_address(url: str) -> str | None:
    return identity.clean_doi(unquote(url)) if "doi.org/" in url.lower() else None


def _pmid_of_address(url: str) -> str | None:
    return identity.clean_pmid(url) if "ncbi.nlm.nih.gov/" in url else None


def _named_arxiv(*places: str | None) -> str | None:
    """Return an arXiv id that is said to be one: in a DOI, an address, or the name of a venue."""
    found = next(filter(None, (_ARXIV_NAMED.search(place or "") for place in places)), None)
    return identity.clean_arxiv_id(found[1]) if found else None


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
        parts = [piece for part in value for piece in re.split(r"[;|]", _text(part))]
    else:
        text = _text(value)
        marks, commas = len(re.findall(r"[;|]", text)), len(_WORDS.findall(text))
        if text.endswith(";"):  # all end with one, then
            parts = text.split(";")
        elif marks >= commas:  # "Humans; Child, Preschool"
            parts = re.split(r"[;|]", text)
        else:
            parts = [piece for part in _WORDS.split(text) for piece in re.split(r"[;|]", part)]
    return tuple(dict.fromkeys(said for part in parts if (said := readable(part).lstrip("* "))))


def _people(value: object) -> tuple[str, ...]:
    """Return the authors, each "Given Family" unless that would be misread."""
    names = (_IDENTIFIER_NOTE.sub("", readable(name)) for name in _persons(value))
    people = (upright(_BEHIND_NAME.sub(r" \1", name)).strip(" ,…") for name in names)
    return tuple(one for one in people if one and not _NOBODY.fullmatch(one))


def _persons(value: object) -> tuple[str, ...]:
    """Split authors at ";", else at " and " and at commas between full names.

    A text can be a list of a database, "Ray AB, Glow G"; of names in a list their reader knows.
    """
    if isinstance(value, list):
        names = [
            _text(part.get("name")) if isinstance(part, dict) else _text(part) for part in value
        ]
        return tuple(name for name in names if name)
    listed = _listed(" ".join(_text(value).split()))
    parted = tuple(map(surname_first, listed))
    known = sum("," in name for name in parted)
    return parted if 2 * known > len(parted) else listed  # "Jane Doe; Greta LEE" is none


def _listed(text: str) -> tuple[str, ...]:
    if re.search("[;|]", text):
        return tuple(name for name in re.split(" ?[;|] ?", text) if name)
    # "Ray A.B., Glow G., III, Tide T.": what stands behind a family name is no name of its own.
    parts = re.split(",? and ", _BEHIND_NAME.sub(r" \1", text))
    names = [name.strip() for part in parts for name in part.split(",") if name.strip()]
    # "Doe, Jane" is one person; "Jane Doe, John Roe" are two.  With "and", a comma in the last
    # part tells that all names are turned round: "van Doe, Jane Ann and Roe, John".
    turned = len(parts) > 1 and "," in parts[-1]
    if not turned and all(" " in name for name in names):
        return tuple(names)
    return tuple(name for part in parts if part for name in paired(part))
