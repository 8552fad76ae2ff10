"""Who asks, how often, with which key, and what is not asked twice."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import filelock
import pytest

from assistant.errors import SettingsError, SourceError, StorageError
from assistant.sources.kept_replies import KeptReplies
from assistant.sources.service import Query
from assistant.sources.turns import Turns
from tests.sources import made_up
from tests.sources.conftest import Asking
from tests.sources.replay import Answer, Replay, replaying

KEY = "k3y-0f-a-user"
KEYED = {"pubmed": "ncbi_key", "openalex": "openalex_key", "semanticscholar": "semanticscholar_key"}


def test_each_request_names_the_product_and_whom_to_write_to(
    asking: Asking, replay: Replay
) -> None:
    for name, respond in made_up.SERVICES.items():
        replay.respond = respond(1)
        asking.search(name, mailto="ada@example.org")
    agents = {asked.headers["user-agent"] for asked in replay.asked}
    assert agents == {"literature-assistant/0.1.0 (mailto:ada@example.org)"}
    sent_to_ncbi = [asked.parameters for asked in replay.asked if asked.path.endswith("fcgi")]
    assert {(one["tool"], one["email"]) for one in sent_to_ncbi} == {
        ("literature-assistant", "ada@example.org")
    }
    assert not any("mailto" in remark for remark in asking.remarks)


def test_without_an_address_none_is_sent_and_one_hint_is_given(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.crossref(450)
    asking.search("crossref")
    assert {asked.headers["user-agent"] for asked in replay.asked} == {"literature-assistant/0.1.0"}
    assert len(asking.remarks) == 1
    assert "sources.mailto" in asking.remarks[0]


@pytest.mark.parametrize("name", KEYED)
def test_a_key_goes_to_its_service_alone_and_into_no_log(
    name: str, asking: Asking, replay: Replay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    keys = dict.fromkeys(KEYED.values(), KEY)
    for service, respond in made_up.SERVICES.items():
        replay.respond = respond(1)
        # Others have no key of this service, and none of their own.
        given = keys if service == name else {KEYED[name]: KEY}
        asking.search(service, 10, False, **given)
    carrying = [asked for asked in replay.asked if KEY in f"{asked.target}{asked.headers}"]
    assert carrying
    paths = {"pubmed": "fcgi", "openalex": "/works", "semanticscholar": "/paper"}
    assert all(paths[name] in asked.path for asked in carrying)
    assert KEY not in caplog.text
    assert "HTTP Request" in caplog.text  # the log of the client was heard
    assert not any(KEY in remark for remark in asking.remarks)
    kept = Path(asking.chosen["sources.cache_path"])
    assert not any(KEY.encode() in path.read_bytes() for path in kept.rglob("*") if path.is_file())


def test_a_key_is_sent_in_the_place_that_its_service_documents(
    asking: Asking, replay: Replay
) -> None:
    for name, setting in KEYED.items():
        replay.respond = made_up.SERVICES[name](1)
        asking.search(name, 10, False, **{setting: KEY})
    first = {asked.path: asked for asked in reversed(replay.asked)}
    assert first["/esearch.fcgi"].parameters["api_key"] == KEY
    assert first["/works"].parameters["api_key"] == KEY
    assert first["/paper/search/bulk"].headers["x-api-key"] == KEY
    assert KEY not in first["/paper/search/bulk"].target


@pytest.mark.parametrize("name", KEYED)
def test_no_key_is_needed(name: str, asking: Asking, replay: Replay) -> None:
    replay.respond = made_up.SERVICES[name](1)
    assert len(asking.search(name)) == 1
    assert not any(
        "key" in f"{one.target}{one.headers}" for one in replay.asked if name != "openalex"
    )
    assert not any("api_key" in one.parameters for one in replay.asked)


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("openalex", "OPENALEX_API_KEY"),
        ("semanticscholar", "S2_API_KEY"),
        ("pubmed", "NCBI_API_KEY"),
    ],
)
def test_a_refusal_without_a_key_names_the_variable_and_where_a_key_is_to_be_had(
    name: str, variable: str, asking: Asking, replay: Replay
) -> None:
    replay.respond = lambda asked: Answer('{"error": "no"}', 403)
    with pytest.raises(
        SourceError, match=rf"403: no\); set {variable} \(a key is free at https://"
    ):
        asking.search(name)
    replay.respond = lambda asked: Answer('{"error": "no"}', 429, {"Retry-After": "9999"})
    with pytest.raises(SourceError, match=rf"try again in 9999 s, or set {variable}"):
        asking.search(name)


def test_a_refused_key_is_not_shown(asking: Asking, replay: Replay) -> None:
    replay.say(Answer('{"error": "API key invalid: ' + KEY + '", "api-key": "' + KEY + '"}', 400))
    with pytest.raises(SourceError, match=r"API key invalid: \(key\)"):
        asking.search("pubmed", ncbi_key=KEY)
    replay.say(Answer("", 401))
    with pytest.raises(SourceError, match=r"refused to answer \(401\); check S2_API_KEY"):
        asking.search("semanticscholar", semanticscholar_key=KEY)


def test_a_key_that_cannot_be_one_is_told_before_anything_is_sent(asking: Asking) -> None:
    with pytest.raises(SettingsError, match="S2_API_KEY holds a character that no key has"):
        asking.search("semanticscholar", semanticscholar_key="schlüssel")


def test_a_redirect_to_another_host_is_not_followed(asking: Asking, replay: Replay) -> None:
    with replaying() as other:
        replay.say(Answer("", 302, {"Location": f"{other.url}/works"}))
        with pytest.raises(SourceError, match=r"sends its callers to .*sources\.openalex_url"):
            asking.search("openalex", openalex_key=KEY)
        assert other.asked == []


def test_a_redirect_within_a_service_is_followed(asking: Asking, replay: Replay) -> None:
    replay.respond = made_up.openalex(1)
    replay.say(Answer("", 301, {"Location": "/works?cursor=*&per_page=5"}))
    assert len(asking.search("openalex", openalex_key=KEY)) == 1
    assert replay.asked[1].parameters == {"cursor": "*", "per_page": "5", "api_key": KEY}
    replay.respond = lambda asked: Answer("", 301, {"Location": "/works"})
    with pytest.raises(SourceError, match="301"):
        asking.search("openalex", fresh=True)


def test_what_was_answered_is_not_asked_again_until_it_is_old_or_wanted_fresh(
    asking: Asking, replay: Replay
) -> None:
    replay.respond = made_up.crossref(450)
    found = asking.search("crossref")
    assert asking.search("crossref") == found
    assert len(replay.asked) == 3
    assert len(asking.remarks) == 1  # who is not asked asks for no address
    asking.search("crossref", fresh=True)
    assert len(replay.asked) == 6
    asking.search("crossref", cache_hours="0")
    assert len(replay.asked) == 9


def test_a_fetch_that_was_stopped_goes_on_where_it_was(asking: Asking, replay: Replay) -> None:
    replay.respond = made_up.crossref(1000)
    with asking.online() as online:
        batches = online.search("crossref", Query("lantern fish", 1000))
        assert [next(batches).done, next(batches).done] == [200, 400]
    replay.asked.clear()
    assert len(asking.search("crossref")) == 1000
    assert [asked.parameters["cursor"] for asked in replay.asked] == ["c400", "c600", "c800"]


def test_refusals_and_what_cannot_be_read_are_not_kept(asking: Asking, replay: Replay) -> None:
    for answer in (Answer("", 503), Answer("{}"), Answer("no", 400)):
        replay.say(answer)
        with pytest.raises(SourceError):
            asking.search("crossref", retries="0")
    replay.respond = made_up.crossref(1)
    assert len(asking.search("crossref")) == 1


def test_kept_replies_that_are_damaged_or_old_are_passed_over(tmp_path: Path) -> None:
    kept = KeptReplies(tmp_path / "kept", hours=1, fresh=False)
    kept.keep("one", b"1")
    kept.keep("two", b"2")
    first, second = sorted((tmp_path / "kept").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    first.write_bytes(first.read_bytes()[:-9])
    assert kept.find("one") is None
    old = time.time() - 3601
    os.utime(second, (old, old))
    assert kept.find("two") is None
    KeptReplies(tmp_path / "kept", hours=1, fresh=False).keep("three", b"3")
    assert not second.exists()
    assert kept.find("three") == b"3"


def test_a_place_that_cannot_be_written_is_named(asking: Asking, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=r"cannot write to .*sources\.cache_path"):
        asking.search("arxiv", cache_path=str(tmp_path / "file" / "kept"))


def test_a_second_process_waits_for_the_first_and_then_for_the_pause(tmp_path: Path) -> None:
    with Turns(tmp_path).turn("host:80", 1000.0):  # nobody has asked there yet
        with pytest.raises(filelock.Timeout):
            filelock.FileLock(tmp_path / "host_80.lock").acquire(timeout=0)
        with Turns(tmp_path).turn("other", 1000.0):
            pass
    asked = (tmp_path / "host_80.asked").stat().st_mtime
    with Turns(tmp_path).turn("host:80", 0.2):
        assert time.time() >= asked + 0.2


def test_a_request_that_failed_counts_as_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="reset"), Turns(tmp_path).turn("host", 0.0):
        raise OSError("reset")
    assert (tmp_path / "host.asked").exists()
    with Turns(tmp_path).turn("host", 0.0):
        pass


def test_the_pauses_are_those_that_services_ask_for() -> None:
    from assistant import settings
    from assistant.sources.online import SERVICES

    plain = settings.load(None, {}, {}).sources
    known = settings.load(
        None, {"sources.mailto": "ada@example.org"},
        {"NCBI_API_KEY": KEY, "OPENALEX_API_KEY": KEY, "SEMANTIC_SCHOLAR_API_KEY": KEY},
    ).sources  # fmt: skip
    pauses = {name: one.access(plain).pause for name, one in SERVICES.items()}
    assert pauses == {"arxiv": 3.0, "pubmed": 0.34, "crossref": 1.0, "europepmc": 0.2,
                      "openalex": 0.1, "semanticscholar": 3.0}  # fmt: skip
    pauses = {name: one.access(known).pause for name, one in SERVICES.items()}
    assert pauses == {"arxiv": 3.0, "pubmed": 0.1, "crossref": 0.34, "europepmc": 0.2,
                      "openalex": 0.1, "semanticscholar": 1.0}  # fmt: skip


def test_an_address_that_is_none_is_told(asking: Asking) -> None:
    with pytest.raises(SettingsError, match=r"correct sources\.arxiv_url"):
        asking.search("arxiv", arxiv_url="http://[::")


def test_the_network_can_be_ruled_out(asking: Asking, replay: Replay) -> None:
    with pytest.raises(SettingsError, match=r"sources\.network"):
        asking.search("arxiv", network="false")
    assert replay.asked == []
