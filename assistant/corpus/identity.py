"""Who a paper is: normalised titles and identifiers, and the id made of them."""

import hashlib
import re
import unicodedata

# The full stop or comma of the sentence around it is no part of a DOI.
_DOI = re.compile(r"10\.\d{4,9}/\S{0,400}[^\s.,;]")
# Digits before or after mean a longer number; a letter before means a piece of a word.
_ARXIV = re.compile(
    r"(?<!\d)(?<!\d\.)(\d{4}\.\d{4,5}|\b[a-z-]{1,20}(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?!\.?\d)"
)
_OWN_ID = re.compile(r"(?:doi|arxiv|pmid|title):[^\s\x00-\x20\x7f]{1,400}")
_PMID = re.compile(
    r"(?i)(?:pmid:?\s*|medline:|https?://(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"(\d{1,8})/?"
)
# Letters that are no others with an accent, as people write them who lack them.
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i",
     "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ħ": "h", "ŋ": "n"}
)  # fmt: skip


def normalised_title(title: str) -> str:
    """Return the title without case, accents, punctuation and spacing, for comparison only."""
    kept = title.lower()
    if not title.isascii():
        decomposed = unicodedata.normalize("NFKD", title).casefold()
        kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def folded(text: str) -> str:
    """Return a text as names are compared: a normalised title without letters of one language."""
    return normalised_title(text.translate(_LETTERS))


def abstract_hash(abstract: str) -> str:
    """Return a fingerprint of an abstract: another one says that the text has changed."""
    return hashlib.sha256(abstract.encode("utf-8", "surrogatepass")).hexdigest()


def clean_doi(text: str | None) -> str | None:
    """Return a DOI in lower case without resolver and prefix, or None when it is none."""
    found = _DOI.search(text or "")
    return found.group().lower() if found else None


def clean_arxiv_id(text: str | None) -> str | None:
    """Return an arXiv identifier without prefix and version, or None when it is none."""
    found = _ARXIV.search((text or "").removesuffix(".pdf"))
    return found.group(1) if found else None


def clean_pmid(text: str | None) -> str | None:
    """Return a PubMed number, which an address may end with, as digits, or None if it is none."""
    found = _PMID.fullmatch((text or "").strip())
    return found[1] if found else None


def claimed_id(text: str | None) -> str | None:
    """Return an id that a file of this program gives a paper, or None when it is none."""
    stripped = (text or "").strip()
    return stripped if _OWN_ID.fullmatch(stripped) else None


def paper_id(
    title: str,
    *,
    doi: str | None = None,
    arxiv_id: str | None = None,
    pmid: str | None = None,
    distinct: str = "",
) -> str:
    """Return a stable, readable id: doi:…, arxiv:…, pmid:…, else title:<slug>-<8 hex>.

    The digits hash the normalised title; `distinct` is added to them where two different papers
    share a title and have no identifier.
    """
    for scheme, value in (("doi", doi), ("arxiv", arxiv_id), ("pmid", pmid)):
        if value:
            return f"{scheme}:{value}"
    normalised = normalised_title(title)
    ascii_words = re.findall(r"[a-z0-9]+", normalised)
    slug = "-".join(ascii_words[:6])[:48].strip("-") or "untitled"
    digest = hashlib.sha256((normalised + distinct).encode()).hexdigest()[:8]
    return f"title:{slug}-{digest}"
