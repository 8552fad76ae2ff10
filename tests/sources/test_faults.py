"""Services that fail, break off, repeat themselves or promise too much."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from assistant.errors import SourceError, SourceUnavailable
from tests.sources import made_up
from tests.sources.conftest import Asking, titles
from tests.sources.replay import Answer, Asked, Replay, Respond

ALL = [made_up.title(n) for n in range(1, 4)]
BUSY = Answer('{"error": "API rate limit exceeded"}', 429, {"Retry-After": "0"})
HALF = made_up.arxiv_feed([1, 2, 3], 3)


@pytest.mark.parametrize(
    "faults",
    [
        [BUSY, BUSY],
        [Answer("oops", 500), Answer("<html><title>Gone</title></html>", 502), Answer("", 503)],
        [Answer("", fault="short"), Answer(HALF, fault="short")],
        [Answer(HALF[: len(HALF) // 2])],
        [Answer("<html>We are being repaired</html>")],
        [made_up.arxiv_feed([], 3)],
    ],
    ids=["429", "5xx", "cut off", "half a feed", "a page instead", "empty though promised"],
)  # fmt: skip
def test_what_passes_is_waited_for(
    faults: list[Answer | str], asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.arxiv(3)
    replay.say(*faults)
    assert titles(asking.search("arxiv")) == ALL
    assert len(replay.asked) == len(faults) + 1


def test_a_connection_that_is_reset_later_on_is_made_anew(asking: Asking, replay: Replay) -> None:
    paged = made_up.crossref(450)
    faulty = iter([False, True, True])

    def respond(asked: Asked) -> Answer | str:
        return Answer(fault="reset") if next(faulty, False) else paged(asked)

    replay.respond = respond
    assert len(asking.search("crossref")) == 450


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (BUSY, "answers no more for now (429: API rate limit exceeded)"),
        (Answer("", 503), "Crossref failed (503)"),
        (Answer("{}"), "sent what cannot be read (it lacks 'message')"),
        (Answer("[" * 100_000), "sent what cannot be read (not valid JSON"),
        (Answer("[1]"), "sent what cannot be read (no object of JSON)"),
        (Answer('{"message": {"items": 3}}'), "sent what cannot be read (it lacks 'items')"),
        (Answer("x" * 50, fault="short"), "the reply of Crossref broke off"),
    ],
)
def test_what_does_not_pass_is_told_after_some_tries(
    fault: Answer, says: str, asking: Asking, replay: Replay
) -> None:
    replay.respond = lambda asked: fault
    with pytest.raises(SourceUnavailable) as raised:
        asking.search("crossref", retries="2")
    assert says in str(raised.value)
    assert len(replay.asked) == 3


def test_a_service_that_is_silent_is_not_waited_for_forever(asking: Asking, replay: Replay) -> None:
    replay.respond = lambda asked: Answer(fault="silence")
    with pytest.raises(SourceUnavailable, match=r"did not answer within 0\.1 s"):
        asking.search("crossref", retries="0", timeout_seconds="0.1")


def test_a_wait_that_is_too_long_is_told_at_once(asking: Asking, replay: Replay) -> None:
    replay.say(Answer("", 429, {"Retry-After": "86400"}))
    with pytest.raises(SourceUnavailable, match="try again in 86400 s"):
        asking.search("arxiv")
    assert len(replay.asked) == 1


def test_a_service_that_cannot_be_reached_says_what_to_do_at_once(asking: Asking) -> None:
    with pytest.raises(SourceError, match=r"cannot reach arXiv at .*:9 .*litassist ingest"):
        asking.search("arxiv", arxiv_url="http://127.0.0.1:9", first_wait_seconds="1000")


def crossref(cursor: Callable[[int], str | None], total: Callable[[int], int]) -> Respond:
    """Return a Crossref that gives two works a page, of a total and with a cursor of its own."""
    asked_for: list[str] = []

    def respond(asked: Asked) -> str:
        asked_for.append(asked.parameters["cursor"])
        page = len(asked_for)
        works = [made_up.crossref_work(n) for n in (2 * page - 1, 2 * page)]
        return json.dumps(made_up.crossref_list(works, total(page), cursor(page)))

    return respond


@pytest.mark.parametrize(
    ("cursor", "total", "papers", "remarks"),
    [
        (
            lambda page: "same",
            lambda page: 100,
            4,
            "Crossref gave 4 of the 10 papers that it promised",
        ),
        (
            lambda page: "*",
            lambda page: 100,
            2,
            "Crossref gave 2 of the 10 papers that it promised",
        ),
        (
            lambda page: None,
            lambda page: 100,
            2,
            "Crossref gave 2 of the 10 papers that it promised",
        ),
        (lambda page: f"c{page}", lambda page: 5 if page < 2 else 7, 8, ""),
        (lambda page: f"c{page}", lambda page: 9 if page < 2 else 3, 4, ""),
        (lambda page: f"c{page}", lambda page: 10**6, 10, ""),
    ],
    ids=["repeated", "from the start", "no cursor", "more midway", "fewer midway", "without end"],
)
def test_a_search_ends_whatever_a_service_says(
    cursor: Callable[[int], str | None], total: Callable[[int], int], papers: int, remarks: str,
    asking: Asking, replay: Replay,
) -> None:  # fmt: skip
    replay.respond = crossref(cursor, total)
    assert len(asking.search("crossref", limit=10, mailto="ada@example.org")) == papers
    assert asking.remarks == ([remarks] if remarks else [])


def test_fewer_papers_than_promised_are_told(asking: Asking, replay: Replay) -> None:
    replay.say(json.dumps({"esearchresult": {"count": "3", "idlist": ["1", "2", "3"]}}))
    replay.say(made_up.pubmed_articles([1, 3]))
    assert titles(asking.search("pubmed", mailto="ada@example.org")) == [ALL[0], ALL[2]]
    assert asking.remarks == ["PubMed gave 2 of the 3 papers that it promised"]


def test_an_empty_set_of_articles_is_whole(asking: Asking, replay: Replay) -> None:
    replay.say(json.dumps({"esearchresult": {"count": "1", "idlist": ["1"]}}))
    replay.say('<?xml version="1.0" ?>\n<PubmedArticleSet/>\n')
    assert asking.search("pubmed") == []


def test_a_broken_record_is_skipped_alone(asking: Asking, replay: Replay) -> None:
    works: made_up.Works = [
        made_up.crossref_work(1),
        {"DOI": "10.1234/x", "title": []},
        made_up.crossref_work(3),
    ]
    replay.say(json.dumps(made_up.crossref_list(works, 3, "c")))
    assert titles(asking.search("crossref")) == [ALL[0], "skipped: it has no title", ALL[2]]
