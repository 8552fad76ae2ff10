"""The command fetch, from a service on loopback into the library."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interfaces.shell import Shell, guarded
from tests.sources import made_up
from tests.sources.replay import Answer, Asked, Replay, replaying


@pytest.fixture
def replay() -> Iterator[Replay]:
    with replaying() as running:
        yield running
        assert running.complaints == []


@pytest.fixture
def shell(tmp_path: Path, replay: Replay) -> Shell:
    """A shell for which all services are on loopback."""
    (tmp_path / "home").mkdir()
    made = Shell(tmp_path)
    made.variables = {
        f"LITASSIST_SOURCES_{name.upper()}_URL": replay.url for name in made_up.SERVICES
    }
    made.variables |= {
        "LITASSIST_SOURCES_PACE": "0",
        "LITASSIST_SOURCES_FIRST_WAIT_SECONDS": "0",
        "LITASSIST_SOURCES_MAILTO": "ada@example.org",
    }
    return made


def test_a_search_fills_the_library_and_again_changes_nothing(shell: Shell, replay: Replay) -> None:
    replay.respond = made_up.crossref(5)
    done = shell("fetch", "crossref", "lantern", "fish", "--limit", "4")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "read 4: new 4, updated 0, unchanged 0, merged 0, skipped 0\n"
    assert done.stderr == ""
    assert replay.asked[0].parameters["query"] == "lantern fish"
    assert "unchanged 4" in shell("fetch", "crossref", "lantern fish", "--limit", "4").stdout
    assert len(replay.asked) == 1
    listed = shell("list", "--source", "fetch crossref: lantern", "--json")
    assert [json.loads(line)["title"] for line in listed.stdout.splitlines()] == [
        made_up.title(n) for n in range(1, 5)
    ]
    # The same papers from elsewhere become one with them.
    replay.respond = made_up.arxiv(5)
    assert "new 1, updated 0, unchanged 0, merged 4" in shell("fetch", "arxiv", "fish").stdout
    found = shell("search", "fish that blink 3 times", "--json")
    assert len(json.loads(found.stdout)["hits"]) == 5


def test_what_changed_at_a_service_is_updated(shell: Shell, replay: Replay) -> None:
    replay.respond = made_up.crossref(2)
    shell("fetch", "crossref", "fish")
    changed = made_up.crossref_work(2) | {"abstract": "<jats:p>It never blinks.</jats:p>"}
    works = [made_up.crossref_work(1), changed]
    replay.respond = lambda asked: json.dumps(made_up.crossref_list(works, 2, "c2"))
    done = shell("fetch", "crossref", "fish", "--fresh")
    assert "read 2: new 0, updated 1, unchanged 1" in done.stdout
    assert "It never blinks." in shell("show", made_up.doi(2)).stdout


def test_papers_of_one_title_on_two_pages_stay_two(shell: Shell, replay: Replay) -> None:
    nameless: dict[str, object] = {"publisher": "Fish Press", "title": ["Editorial"], "DOI": ""}
    works = [nameless | {"abstract": f"On the {n}. issue."} for n in range(2)]

    def respond(asked: Asked) -> str:
        n = int(asked.parameters["cursor"].replace("*", "0"))
        return json.dumps(made_up.crossref_list([works[n]], 2, str(n + 1)))

    replay.respond = respond
    first = shell("fetch", "crossref", "editorial").stdout
    assert "unchanged 2" in shell("fetch", "crossref", "editorial").stdout, first


def test_identifiers_are_fetched_and_what_is_not_there_is_told(
    shell: Shell, replay: Replay
) -> None:
    def respond(asked: Asked) -> Answer | str:
        if asked.path == "/query":
            return made_up.arxiv(3)(asked)
        if asked.path == "/efetch.fcgi":
            return made_up.pubmed(3)(asked)
        return made_up.crossref_single(made_up.crossref_work(3))

    replay.respond = respond
    done = shell("fetch", "doi:10.1234/fish.3", "arxiv:2101.00001", "pmid:2", "pmid:99")
    assert done.returncode == 0
    assert "read 4: new 3, updated 0, unchanged 0, merged 0, skipped 1" in done.stdout
    assert "skipped fetch pmid:99:1: PubMed has no such paper; check the number" in done.stderr
    assert shell("list", "--source", "fetch pmid:2").stdout.count("\n") == 1
    assert shell("fetch", "pmid:99").returncode == 2


def test_json_tells_the_counts(shell: Shell, replay: Replay) -> None:
    replay.respond = made_up.europepmc(2)
    done = shell("fetch", "europepmc", "fish", "--json")
    assert json.loads(done.stdout) == {
        "read": 2, "new": 2, "updated": 0, "unchanged": 0, "merged": 0, "skipped": [],
    }  # fmt: skip
    replay.respond = made_up.europepmc(0)
    nothing = shell("fetch", "europepmc", "fowl", "--json")
    assert (json.loads(nothing.stdout)["read"], nothing.returncode) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["arxive", "fish"], "no service 'arxive'; did you mean arxiv?"),
        (["lantern fish"], "no service 'lantern fish'; write `litassist fetch SOURCE QUERY`"),
        (["arxiv"], "nothing to search arXiv for; add a query"),
        (["arxiv", "fish", "--year", "soon"], "cannot read the years 'soon'"),
        (["doi:10.1/x"], "'doi:10.1/x' is no identifier"),
        (["pmid:1", "fish"], "'fish' is no identifier"),
        (["pmid:1", "--year", "2020"], "--year narrows a search"),
    ],
)
def test_what_cannot_be_fetched_is_told_before_anything_is_asked(
    arguments: list[str], says: str, shell: Shell, replay: Replay
) -> None:
    done = shell("fetch", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"litassist: {says}")
    assert done.stderr.count("\n") == 1
    assert replay.asked == []
    assert not shell.library.exists()


def test_a_search_without_results_says_so_and_makes_no_library(
    shell: Shell, replay: Replay
) -> None:
    replay.respond = made_up.openalex(0)
    done = shell("fetch", "openalex", "fowl")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "litassist: nothing there for 'openalex fowl'; try fewer or other words\n"
    )
    assert not shell.library.exists()


def test_without_a_network_one_line_says_what_to_do(shell: Shell) -> None:
    shell.variables["LITASSIST_SOURCES_ARXIV_URL"] = "http://127.0.0.1:9"
    done = shell("fetch", "arxiv", "fish")
    assert done.returncode == 2
    assert done.stderr.startswith("litassist: cannot reach arXiv at 127.0.0.1:9 (")
    assert done.stderr.endswith("read them with `litassist ingest FILE`\n")
    assert not shell.library.exists()


def test_the_offline_preset_asks_nobody(shell: Shell, replay: Replay) -> None:
    done = shell("--config", "offline", "fetch", "arxiv", "fish")
    assert done.returncode == 2
    assert "this configuration asks no online service" in done.stderr
    assert replay.asked == []


def test_what_came_before_a_failure_stays_and_the_command_goes_on(
    shell: Shell, replay: Replay
) -> None:
    paged = made_up.crossref(500)
    replay.respond = lambda asked: (
        Answer("", 500) if asked.parameters["cursor"] == "c400" else paged(asked)
    )
    done = shell("fetch", "crossref", "fish", "--limit", "500")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "litassist: 400 papers came; the same command goes on",
        "litassist: Crossref failed (500); try again later",
    ]
    replay.respond = paged
    replay.asked.clear()
    done = shell("fetch", "crossref", "fish", "--limit", "500")
    assert done.stdout == "read 500: new 100, updated 0, unchanged 400, merged 0, skipped 0\n"
    assert len(replay.asked) == 1


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGINT])
def test_a_fetch_that_is_ended_from_outside_goes_on_where_it_was(
    blow: signal.Signals, shell: Shell, replay: Replay
) -> None:
    paged, third = made_up.crossref(500), threading.Event()

    def respond(asked: Asked) -> Answer | str:
        if asked.parameters["cursor"] != "c400":
            return paged(asked)
        third.set()
        return Answer(fault="silence")

    replay.respond = respond
    arguments = ["--library", str(shell.library), "fetch", "crossref", "fish", "--limit", "500"]
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", *arguments],
        env={**os.environ, **guarded(), **shell.variables},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        assert third.wait(timeout=100)
        process.send_signal(blow)
        _, said = process.communicate(timeout=100)
    if blow == signal.SIGINT:
        assert process.returncode == 130
        assert b"stopped; what was stored is kept, run the command again to go on" in said
    replay.respond = paged
    replay.asked.clear()
    done = shell("fetch", "crossref", "fish", "--limit", "500")
    assert done.stdout == "read 500: new 100, updated 0, unchanged 400, merged 0, skipped 0\n"
    assert [asked.parameters["cursor"] for asked in replay.asked] == ["c400"]
