"""What services answer about a work -> fields by their usual names.

OpenAlex keeps an abstract as places of words, Crossref as JATS, Europe PMC as HTML, Semantic
Scholar as text, DBLP none.
"""

from __future__ import annotations

from assistant.corpus.formats.json_values import Fields, dated, items, mapping, person, said
from assistant.corpus.formats.medline import bare_title
from assistant.corpus.names import surname_first

_WORDS = 100_000  # of an abstract; more are no abstract


def is_openalex(work: Fields) -> bool:
    """Tell whether it is a work of OpenAlex."""
    return "abstract_inverted_index" in work or said(work.get("id")).startswith(
        "https://openalex.org/"
    )


def openalex(work: Fields) -> Fields:
    """Return the fields of a work of OpenAlex."""
    place = mapping(work.get("primary_location"))
    authors = [mapping(one) for one in items(work.get("authorships"))]
    ids = mapping(work.get("ids"))
    return {
        "title": said(work.get("title")) or said(work.get("display_name")),
        "abstract": _in_order(mapping(work.get("abstract_inverted_index"))),
        "authors": [
            said(mapping(one.get("author")).get("display_name")) or said(one.get("raw_author_name"))
            for one in authors
        ],
        "year": said(work.get("publication_year")) or said(work.get("publication_date")),
        "venue": said(mapping(place.get("source")).get("display_name")),
        "doi": said(work.get("doi")) or said(ids.get("doi")),
        "pmid": said(ids.get("pmid")).rstrip("/").rpartition("/")[2],
        "url": said(place.get("landing_page_url")),
        "keywords": [said(mapping(one).get("display_name")) for one in items(work.get("keywords"))],
    }


def _in_order(places: Fields) -> str:
    words = [
        (place, word)
        for word, found in places.items()
        for place in items(found)
        if isinstance(place, int)
    ]
    return " ".join(word for _, word in sorted(words)[:_WORDS])


def is_crossref(work: Fields) -> bool:
    """Tell whether it is a work of Crossref."""
    return isinstance(work.get("title"), list) and ("DOI" in work or "publisher" in work)


def crossref(work: Fields) -> Fields:
    """Return the fields of a work of Crossref."""
    title, more = said(work.get("title")), said(work.get("subtitle"))
    dates = ("issued", "published", "published-print", "published-online", "posted", "created")
    return {
        "title": f"{title}: {more}" if title and more and more not in title else title,
        "abstract": said(work.get("abstract")),
        "authors": [person(one) for one in items(work.get("author"))],
        "year": next(filter(None, (dated(work.get(name)) for name in dates)), ""),
        "venue": said(work.get("container-title"))
        or said(mapping(next(iter(items(work.get("institution"))), None)).get("name")),
        "doi": said(work.get("DOI")),
        "url": said(work.get("URL")),
        "keywords": [said(one) for one in items(work.get("subject"))],
    }


def is_semantic_scholar(work: Fields) -> bool:
    """Tell whether it is a paper of Semantic Scholar."""
    return "paperId" in work or "externalIds" in work or "corpusid" in work


def semantic_scholar(work: Fields) -> Fields:
    """Return the fields of a paper of Semantic Scholar."""
    ids = {name.lower(): value for name, value in mapping(work.get("externalIds")).items()}
    ids |= {name.lower(): value for name, value in mapping(work.get("externalids")).items()}
    journal, venue = mapping(work.get("journal")), mapping(work.get("publicationVenue"))
    return {
        "title": said(work.get("title")),
        "abstract": said(work.get("abstract")),
        "authors": [person(one) for one in items(work.get("authors"))],
        "year": said(work.get("year")) or said(work.get("publicationDate")),
        "venue": said(work.get("venue")) or said(venue.get("name")) or said(journal.get("name")),
        "doi": said(ids.get("doi")),
        "arxiv_id": said(ids.get("arxiv")),
        "pmid": said(ids.get("pubmed")),
        "url": said(work.get("url")),
        "keywords": [said(one) for one in items(work.get("fieldsOfStudy"))],
    }


def is_europe_pmc(work: Fields) -> bool:
    """Tell whether it is a result of Europe PMC, whole ("core") or in brief ("lite")."""
    return "authorString" in work or "abstractText" in work


def europe_pmc(work: Fields) -> Fields:
    """Return the fields of a result of Europe PMC; a preprint's venue is its server."""
    journal = mapping(mapping(work.get("journalInfo")).get("journal"))
    server = mapping(work.get("bookOrReportDetails"))
    authors = items(mapping(work.get("authorList")).get("author"))
    headings = items(mapping(work.get("meshHeadingList")).get("meshHeading"))
    keywords = items(mapping(work.get("keywordList")).get("keyword"))
    return {
        "title": bare_title(said(work.get("title"))),
        "abstract": said(work.get("abstractText")),
        "authors": [_europe_pmc_name(mapping(one)) for one in authors]
        or list(map(surname_first, said(work.get("authorString")).rstrip(".").split(", "))),
        "year": said(work.get("pubYear")) or said(work.get("firstPublicationDate")),
        "venue": said(journal.get("title"))
        or said(work.get("journalTitle"))
        or said(server.get("publisher")),
        "doi": said(work.get("doi")),
        "pmid": said(work.get("pmid")),
        "keywords": [
            *map(said, keywords),
            *(said(mapping(one).get("descriptorName")) for one in headings),
        ],
    }


def _europe_pmc_name(author: Fields) -> str:
    family, given = said(author.get("lastName")), said(author.get("firstName"))
    whole = said(author.get("fullName")) or said(author.get("collectiveName"))
    return f"{family}, {given}" if family and given else whole


def is_dblp(hit: Fields) -> bool:
    """Tell whether it is one of the hits of DBLP."""
    return "title" in mapping(hit.get("info"))


def dblp(hit: Fields) -> Fields:
    """Return the fields of a hit of DBLP; a preprint's volume is its arXiv id."""
    work = mapping(hit.get("info"))
    authors = items(mapping(work.get("authors")).get("author"))
    volume = said(work.get("volume"))
    return {
        "title": bare_title(said(work.get("title"))),
        "authors": [said(mapping(one).get("text")) or said(one) for one in authors],
        "year": said(work.get("year")),
        "venue": said(work.get("venue")),
        "doi": said(work.get("doi")),
        "arxiv_id": volume if volume.startswith("abs/") else "",
        "url": said(work.get("ee")) or said(work.get("url")),
    }
