"""PubMed's XML, as efetch and the baseline files give it; labelled abstracts keep their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from assistant.corpus.formats import xml_records
from assistant.corpus.formats.medline import bare_title
from assistant.corpus.formats.xml_records import child, children, text
from assistant.corpus.records import Record, Skipped

_NAMES = ("PubmedArticle", "PubmedBookArticle")
_SET = re.compile(r"<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitation)[\s>]")


def recognises(head: list[str]) -> bool:
    """Tell whether an article or a set of them begins in the first lines."""
    return any(_SET.search(line) for line in head)


def read(lines: Iterable[str], source: str) -> Iterator[Record | Skipped]:
    """Yield a record an article; report one that is broken or has no title."""
    return xml_records.read(lines, source, _NAMES, _fields)


def _fields(record: Element) -> Mapping[str, object]:
    citation = child(record, "MedlineCitation")
    if citation is None:
        citation = child(record, "BookDocument")
    article = child(citation, "Article")
    if article is None:
        article = citation
    dates = [
        *children(article, "Journal", "JournalIssue", "PubDate"), *children(article, "ArticleDate"),
        *children(article, "Book", "PubDate"), *children(article, "ContributionDate"),
    ]  # fmt: skip
    titles = [
        *children(article, "ArticleTitle"), *children(article, "VernacularTitle"),
        *children(article, "Book", "BookTitle"),
    ]  # fmt: skip
    venues = [*children(article, "Journal", "Title"), *children(article, "Book", "BookTitle")]
    authors = children(article, "AuthorList", "Author")
    keywords = [
        *children(citation, "KeywordList", "Keyword"),
        *children(citation, "MeshHeadingList", "MeshHeading", "DescriptorName"),
    ]
    return {
        "title": bare_title(_first(titles)),
        "abstract": _abstract(children(article, "Abstract", "AbstractText")),
        "authors": [
            _name(one) for one in authors or children(article, "Book", "AuthorList", "Author")
        ],
        "year": _first(dates),
        "venue": _first(venues),
        "doi": _doi(record, article),
        "pmid": text(child(citation, "PMID")),
        "keywords": [text(one) for one in keywords],
    }


def _first(elements: list[Element]) -> str:
    return next(filter(None, map(_spaced, elements)), "")


def _spaced(element: Element) -> str:
    """Return the text; a date keeps its parts apart."""
    if element.tag.endswith("Date"):
        return " ".join(text(part) for part in element)
    return text(element)


def _abstract(sections: list[Element]) -> str:
    said = []
    for section in sections:
        label = section.get("Label", "").strip().rstrip(":")
        if words := text(section):
            said.append(f"{label}: {words}" if label and label != "UNLABELLED" else words)
    return " ".join(said)


def _name(author: Element) -> str:
    group = text(child(author, "CollectiveName"))
    family = text(child(author, "LastName"))
    given = text(child(author, "ForeName")) or text(child(author, "Initials"))
    return group or (f"{family}, {given}" if given else family)


def _doi(record: Element, article: Element | None) -> str:
    located = [*children(article, "ELocationID"), *children(article, "Book", "ELocationID")]
    places = [
        *(one for one in located if one.get("EIdType") == "doi"),
        *(
            one
            for data in ("PubmedData", "PubmedBookData")
            for one in children(record, data, "ArticleIdList", "ArticleId")
            if one.get("IdType") == "doi"
        ),
    ]
    return next(filter(None, map(text, places)), "")
