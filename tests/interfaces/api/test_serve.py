"""`litassist serve` as a process: keys, addresses, signals, its log."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN_VARIABLES
from tests.interfaces.api.conftest import QUESTION


def command(*arguments: str, home: Path) -> list[str]:
    settings = ["--library", str(home / "library"), "--set", f"server.keys_path={home}/keys.json"]
    return [sys.executable, "-m", "assistant", *settings, *arguments]


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments, home=home), capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def served(home: Path, **variables: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    with subprocess.Popen(
        command("serve", "--port", "0", home=home),
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    ) as process:
        try:
            assert process.stderr
            said = process.stderr.readline()
            address = re.search(r"http://\S+", said)
            assert address, said
            for line in process.stderr:
                if "startup complete" in line:
                    break
            with httpx.Client(base_url=address[0], timeout=30) as client:
                yield process, client
        finally:
            process.kill()


def test_keys_are_made_and_removed_by_name(tmp_path: Path) -> None:
    made = run("serve", "--add-key", "alice", "--requests-per-minute", "9", home=tmp_path)
    assert made.returncode == 0, made.stderr
    assert re.fullmatch(r"la_[\w-]{43}\n", made.stdout)
    assert "shown only now" in made.stderr
    (key,) = json.loads((tmp_path / "keys.json").read_text())["keys"]
    assert (key["name"], key["requests_per_minute"]) == ("alice", 9)
    again = run("serve", "--add-key", "alice", home=tmp_path)
    assert (again.returncode, again.stdout) == (2, "")
    assert run("serve", "--remove-key", "alice", home=tmp_path).returncode == 0
    open_to_all = run("serve", "--host", "0.0.0.0", home=tmp_path)
    assert open_to_all.returncode == 2
    assert "--add-key" in open_to_all.stderr
    assert len(open_to_all.stderr.splitlines()) == 1


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("serve", "--port", str(taken.getsockname()[1]), home=tmp_path)
    assert done.returncode == 2
    assert "choose another with --port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from assistant.errors import InputError
    from assistant.interfaces.cli import cli, server_commands

    monkeypatch.setattr(server_commands, "find_spec", lambda name: None)
    result = CliRunner().invoke(cli, ["serve"])
    assert isinstance(result.exception, InputError)
    assert 'pip install "literature-assistant[api]"' in str(result.exception)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_it_finishes_what_it_has_begun_before_it_ends(
    library: Path, tmp_path: Path, server: ScriptedServer, sent: signal.Signals
) -> None:
    server.say(Script("Dense retrieval is better on these sets [1].", delay_seconds=1.5))
    answers: list[httpx.Response] = []
    with served(tmp_path, OPENAI_BASE_URL=server.base_url, **AS_WRITTEN_VARIABLES) as (
        process,
        client,
    ):
        asking = threading.Thread(
            target=lambda: answers.append(client.post("/v1/ask", json={"question": QUESTION}))
        )
        asking.start()
        while not server.requests:
            assert asking.is_alive()
        process.send_signal(sent)
        asking.join()
        assert process.wait(20) in (0, -sent)
        assert process.stderr
        log = process.stderr.read()
    assert answers[0].json()["statements"]
    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    (request,) = [line for line in lines if line["message"] == "request"]
    assert (request["route"], request["status"]) == ("/v1/ask", 200)
    assert "dense" not in log.lower()
    assert "Traceback" not in log


def test_papers_that_another_process_adds_are_found_by_what_they_mean(
    library: Path, tmp_path: Path
) -> None:
    heart = {
        "title": "Zebrafish cardiomyocytes proliferate after amputation",
        "abstract": "After ventricular resection the missing myocardium is restored in 60 days.",
    }
    (tmp_path / "heart.json").write_text(json.dumps(heart), encoding="utf-8")

    def found() -> list[str]:
        # It shares no word with the paper: only vectors lead there.
        body = {"query": "fish can regrow their hearts", "papers": 1}
        return [hit["title"] for hit in client.post("/v1/search", json=body).json()["hits"]]

    with served(tmp_path) as (_, client):
        assert found() != [heart["title"]]
        added = run("ingest", str(tmp_path / "heart.json"), home=tmp_path)
        assert added.returncode == 0, added.stderr
        assert found() == [heart["title"]]
        (id,) = [paper["id"] for paper in client.get("/v1/papers?q=zebrafish").json()["papers"]]
        assert run("remove", id, home=tmp_path).returncode == 0
        (other,) = found()
        assert other != heart["title"]
