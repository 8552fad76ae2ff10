"""Made-up papers, as each service gives them: replies of the documented shapes, whole and paged.

Paper `n` of a service is the same work everywhere: title, abstract, DOI, authors and year.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from tests.sources.replay import Answer, Asked


def title(n: int) -> str:
    return f"Lantern fish number {n}"


def abstract(n: int) -> str:
    return f"Lantern fish {n} was seen to blink {n} times in the dark."


def doi(n: int) -> str:
    return f"10.1234/fish.{n}"


# arXiv


def arxiv_entry(n: int) -> str:
    return f"""  <entry>
    <id>http://arxiv.org/abs/2101.{n:05}v1</id><title>{title(n)}</title>
    <updated>2021-01-02T00:00:00Z</updated><published>2021-01-01T00:00:00Z</published>
    <summary>{abstract(n)}</summary><author><name>Ada Ray</name></author>
    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">{doi(n)}</arxiv:doi>
    <category term="q-bio.PE" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
"""


def arxiv_feed(numbers: Sequence[int], total: int, start: int = 0) -> str:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/x</id><title>arXiv Query: search_query=all:fish</title>
  <opensearch:itemsPerPage>{len(numbers)}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
{"".join(map(arxiv_entry, numbers))}</feed>
"""


ARXIV_ERROR = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_1234</id><title>Error</title>
  <summary>incorrect id format for 1234</summary></entry>
</feed>
"""


def arxiv(total: int) -> Callable[[Asked], Answer | str]:
    def respond(asked: Asked) -> str:
        assert asked.path == "/query"
        size = int(asked.parameters["max_results"])
        if "id_list" in asked.parameters:
            ids = asked.parameters["id_list"].split(",")
            numbers = [int(one.partition(".")[2]) for one in ids]
            return arxiv_feed([n for n in numbers if 1 <= n <= total], len(ids))
        start = int(asked.parameters["start"])
        return arxiv_feed(range(start + 1, min(start + size, total) + 1), total, start)

    return respond


# PubMed


def pubmed_article(n: int) -> str:
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">{n}</PMID><Article PubModel="Print"><Journal>
<JournalIssue CitedMedium="Print"><PubDate><Year>2021</Year></PubDate></JournalIssue>
<Title>Journal of fish</Title></Journal><ArticleTitle>{title(n)}.</ArticleTitle>
<Abstract><AbstractText>{abstract(n)}</AbstractText></Abstract><AuthorList CompleteYN="Y">
<Author ValidYN="Y"><LastName>Ray</LastName><ForeName>Ada</ForeName></Author></AuthorList></Article>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">{doi(n)}</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>
"""


def pubmed_articles(numbers: Sequence[int]) -> str:
    return f"""<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" "x.dtd">
<PubmedArticleSet>
{"".join(map(pubmed_article, numbers))}</PubmedArticleSet>
"""


def pubmed(total: int) -> Callable[[Asked], Answer | str]:
    def respond(asked: Asked) -> str:
        assert asked.parameters["db"] == "pubmed"
        if asked.path == "/efetch.fcgi":
            numbers = map(int, asked.parameters["id"].split(","))
            return pubmed_articles([n for n in numbers if 1 <= n <= total])
        assert asked.path == "/esearch.fcgi"
        most = min(total, int(asked.parameters["retmax"]))
        ids = [str(n) for n in range(1, most + 1)]
        found = {"count": str(total), "retmax": str(most), "retstart": "0", "idlist": ids}
        return json.dumps({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": found})

    return respond


# Services with cursors: (items of a page, their total, next cursor) -> reply

Works = Sequence[dict[str, object]]
Wrap = Callable[[Works, int, str | None], dict[str, object]]


def cursors(
    work: Callable[[int], dict[str, object]],
    wrap: Wrap,
    total: int,
    size: Callable[[Asked], int],
    cursor: str,
) -> Callable[[Asked], Answer | str]:
    """Return what answers with pages; the cursor of a page is the number of the work before it."""

    def respond(asked: Asked) -> str:
        given = asked.parameters.get(cursor, "*")
        start = 0 if given == "*" else int(given.removeprefix("c"))
        end = min(start + size(asked), total)
        works = [work(n) for n in range(start + 1, end + 1)]
        return json.dumps(wrap(works, total, f"c{end}"))

    return respond


def crossref_work(n: int) -> dict[str, object]:
    return {
        "publisher": "Fish Press", "DOI": doi(n), "type": "journal-article", "title": [title(n)],
        "abstract": f"<jats:p>{abstract(n)}</jats:p>", "container-title": ["Journal of fish"],
        "author": [{"given": "Ada", "family": "Ray", "sequence": "first", "affiliation": []}],
        "issued": {"date-parts": [[2021, 1]]}, "URL": f"https://doi.org/{doi(n)}",
    }  # fmt: skip


def crossref_list(works: Works, total: int, following: str | None) -> dict[str, object]:
    message = {"facets": {}, "next-cursor": following, "total-results": total, "items": works,
               "items-per-page": 20, "query": {"start-index": 0}}  # fmt: skip
    return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0",
            "message": message}  # fmt: skip


def crossref_single(work: dict[str, object]) -> str:
    return json.dumps({"status": "ok", "message-type": "work", "message": work})


def crossref(total: int) -> Callable[[Asked], Answer | str]:
    return cursors(
        crossref_work, crossref_list, total, lambda asked: int(asked.parameters["rows"]), "cursor"
    )


def europepmc_work(n: int) -> dict[str, object]:
    return {
        "id": str(n), "source": "MED", "pmid": str(n), "doi": doi(n), "title": f"{title(n)}.",
        "authorString": "Ray A.", "authorList": {"author": [
            {"fullName": "Ray A", "firstName": "Ada", "lastName": "Ray", "initials": "A"}]},
        "journalInfo": {"journal": {"title": "Journal of fish"}}, "pubYear": "2021",
        "abstractText": f"<p>{abstract(n)}</p>",
    }  # fmt: skip


def europepmc_list(works: Works, total: int, following: str | None) -> dict[str, object]:
    return {"version": "6.9", "hitCount": total, "nextCursorMark": following,
            "request": {"queryString": "fish", "resultType": "core", "cursorMark": "*"},
            "resultList": {"result": works}}  # fmt: skip


def europepmc(total: int) -> Callable[[Asked], Answer | str]:
    return cursors(
        europepmc_work, europepmc_list, total,
        lambda asked: int(asked.parameters["pageSize"]), "cursorMark",
    )  # fmt: skip


def openalex_work(n: int) -> dict[str, object]:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(abstract(n).split()):
        places.setdefault(word, []).append(place)
    return {
        "id": f"https://openalex.org/W{n}", "doi": f"https://doi.org/{doi(n)}", "title": title(n),
        "display_name": title(n), "publication_year": 2021, "publication_date": "2021-01-01",
        "ids": {"openalex": f"https://openalex.org/W{n}"}, "abstract_inverted_index": places,
        "primary_location": {"source": {"display_name": "Journal of fish"}}, "keywords": [],
        "authorships": [{"author_position": "first", "author": {"display_name": "Ada Ray"}}],
    }  # fmt: skip


def openalex_list(works: Works, total: int, following: str | None) -> dict[str, object]:
    meta = {"count": total, "db_response_time_ms": 5, "page": None, "per_page": 100,
            "next_cursor": following, "groups_count": None}  # fmt: skip
    return {"meta": meta, "results": works, "group_by": []}


def openalex(total: int) -> Callable[[Asked], Answer | str]:
    return cursors(
        openalex_work, openalex_list, total,
        lambda asked: int(asked.parameters["per_page"]), "cursor",
    )  # fmt: skip


def semanticscholar_work(n: int) -> dict[str, object]:
    return {
        "paperId": f"{n:040x}", "externalIds": {"DOI": doi(n), "CorpusId": n},
        "url": f"https://www.semanticscholar.org/paper/{n:040x}", "title": title(n),
        "abstract": abstract(n), "venue": "Journal of fish", "year": 2021,
        "authors": [{"authorId": "1", "name": "Ada Ray"}], "publicationVenue": None,
    }  # fmt: skip


def semanticscholar_list(works: Works, total: int, following: str | None) -> dict[str, object]:
    more = {"token": following} if following != f"c{total}" else {"token": None}
    return {"total": total, **more, "data": works}


def semanticscholar(total: int) -> Callable[[Asked], Answer | str]:
    return cursors(semanticscholar_work, semanticscholar_list, total, lambda asked: 1000, "token")


SERVICES = {
    "arxiv": arxiv,
    "pubmed": pubmed,
    "crossref": crossref,
    "europepmc": europepmc,
    "openalex": openalex,
    "semanticscholar": semanticscholar,
}
"""What answers searches of a service that has so many papers on the topic."""
