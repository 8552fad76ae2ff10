"""Each service, page by page: what it is asked and what of its replies becomes a paper."""

from __future__ import annotations

import pytest

from assistant.corpus.records import Record
from assistant.errors import InputError, SourceError
from assistant.sources.service import Query
from tests.sources import made_up
from tests.sources.conftest import Asking, titles
from tests.sources.replay import Answer, Replay

NAMES = sorted(made_up.SERVICES)


@pytest.mark.parametrize("name", NAMES)
def test_all_pages_of_a_search_become_papers(name: str, asking: Asking, replay: Replay) -> None:
    replay.respond = made_up.SERVICES[name](450)
    found = asking.search(name)
    assert titles(found) == [made_up.title(n) for n in range(1, 451)]
    last = found[-1]
    assert isinstance(last, Record)
    assert (last.source, last.paper.abstract) == (
        f"fetch {name}: lantern fish",
        made_up.abstract(450),
    )
    assert (last.paper.doi, last.paper.year) == (made_up.doi(450), 2021)
    assert last.paper.authors == ("Ada Ray",)


@pytest.mark.parametrize("name", NAMES)
def test_no_more_comes_or_is_asked_for_than_is_wanted(
    name: str, asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.SERVICES[name](450)
    assert titles(asking.search(name, limit=7)) == [made_up.title(n) for n in range(1, 8)]
    assert len(replay.asked) == (2 if name == "pubmed" else 1)
    sizes = {"arxiv": "max_results", "crossref": "rows", "europepmc": "pageSize",
             "openalex": "per_page", "pubmed": "retmax"}  # fmt: skip
    if name in sizes:
        assert replay.asked[0].parameters[sizes[name]] == "7"


@pytest.mark.parametrize("name", NAMES)
def test_a_search_that_finds_nothing_ends(name: str, asking: Asking, replay: Replay) -> None:
    replay.respond = made_up.SERVICES[name](0)
    assert asking.search(name) == []
    assert len(replay.asked) == 1


@pytest.mark.parametrize(
    ("name", "first", "last", "parameter", "value"),
    [
        ("arxiv", 2019, None, "search_query",
         "(all:glow) AND submittedDate:[201901010000 TO 299912312359]"),
        ("pubmed", 2019, 2021, "mindate", "2019"),
        ("pubmed", None, 2021, "maxdate", "2021"),
        ("crossref", 2019, 2021, "filter", "from-pub-date:2019,until-pub-date:2021"),
        ("crossref", None, 2021, "filter", "until-pub-date:2021"),
        ("europepmc", 2019, 2021, "query", "(glow) AND PUB_YEAR:[2019 TO 2021]"),
        ("openalex", 2019, 2021, "filter",
         "from_publication_date:2019-01-01,to_publication_date:2021-12-31"),
        ("semanticscholar", 2019, None, "year", "2019-"),
        ("semanticscholar", 2019, 2019, "year", "2019"),
    ],
)  # fmt: skip
def test_years_are_asked_for_in_the_way_of_each_service(
    name: str, first: int | None, last: int | None, parameter: str, value: str,
    asking: Asking, replay: Replay,
) -> None:  # fmt: skip
    replay.respond = made_up.SERVICES[name](0)
    with asking.online() as online:
        assert list(online.search(name, Query("glow", 10, first, last))) == []
    assert replay.asked[0].parameters[parameter] == value


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("dense retrieval", "all:dense AND all:retrieval"),
        ('"dense retrieval", again', 'all:"dense retrieval" AND all:again'),
        ("ti:dense AND cat:cs.IR", "ti:dense AND cat:cs.IR"),
        ("dense OR sparse", "dense OR sparse"),
    ],
)
def test_plain_words_are_put_in_the_language_of_arxiv(
    typed: str, asked: str, asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.arxiv(0)
    with asking.online() as online:
        assert list(online.search("arxiv", Query(typed, 10))) == []
    assert replay.asked[0].parameters["search_query"] == asked


def test_a_search_stops_at_what_a_service_gives_at_most_and_says_so(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.pubmed(3)
    assert len(asking.search("pubmed", limit=20_000)) == 3
    assert replay.asked[0].parameters["retmax"] == "9999"
    assert "PubMed gives the first 9,999 papers of a search" in asking.remarks


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("arxiv", Answer(made_up.ARXIV_ERROR), "arXiv: incorrect id format for 1234"),
        ("arxiv", Answer(made_up.ARXIV_ERROR, 400), "400: incorrect id format for 1234"),
        ("pubmed", Answer('{"esearchresult": {"ERROR": "Search Backend failed: no"}}'),
         "PubMed: Search Backend failed: no"),
        ("crossref", Answer('{"status": "failed", "message-type": "validation-failure", "message":'
                            ' [{"type": "x", "value": "y", "message": "Unknown filter y"}]}', 400),
         "400: Unknown filter y"),
        ("europepmc", Answer('{"errCode": 404, "errMsg": "Missing query"}'),
         "Europe PMC: Missing query"),
        ("openalex", Answer('{"error": "Invalid filter", "message": "Unknown field: x"}', 400),
         "400: Unknown field: x"),
        ("semanticscholar", Answer('{"error": "Bad query parameters: [q]"}', 400),
         "400: Bad query parameters: [q]"),
        ("crossref", Answer("<html><title>414 Request-URI Too Large</title></html>", 414),
         "414: 414 Request-URI Too Large"),
        ("crossref", Answer("Resource not found.", 404), "404: Resource not found."),
    ],
)  # fmt: skip
def test_what_a_service_says_is_wrong_is_said_in_one_line(
    name: str, answer: Answer, says: str, asking: Asking, replay: Replay
) -> None:
    replay.say(answer)
    with pytest.raises(SourceError) as raised:
        asking.search(name)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(replay.asked) == 1  # to ask again would be no use


def test_nothing_is_not_searched_for(asking: Asking) -> None:
    with asking.online() as online, pytest.raises(InputError, match="add a query"):
        online.search("arxiv", Query("  ", 10))
