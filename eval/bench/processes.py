"""A model and a server under test, each in a process of its own, and small papers to add.

They do not share the interpreter's lock with who measures, but they do share the machine.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx

from assistant import resources, settings
from assistant.app import App
from assistant.grounding import sentences
from assistant.interfaces.api.running import listen
from eval.bench.model import NAME, ONE_CALL

_STEM = "How much better is dense retrieval than BM25, and where does BM25 stay ahead"


@contextmanager
def model(seconds: float) -> Iterator[str]:
    """Run a scripted model that takes so long for a reply; give its address."""
    command = [sys.executable, "-m", "eval.bench.model", str(seconds)]
    with _started(command, {}, None) as started:
        if started.stdout is None:
            raise AssertionError("it was opened")
        yield started.stdout.readline().strip()


@contextmanager
def server(folder: Path, model_address: str | None) -> Iterator[tuple[str, int]]:
    """Run `litassist serve` over the library of a folder; give its address and process id."""
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
    given = {"server.requests_per_minute": "0", **values(folder, model_address)}
    variables = {f"LITASSIST_{key.upper().replace('.', '_')}": given[key] for key in given}
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    log = folder / "serve.log"
    with log.open("w") as file, _started(command, variables, file) as started:
        while not _answers(f"{address}/readyz"):
            if started.poll() is not None:
                raise RuntimeError(f"the server ended: {log.read_text()}")
            time.sleep(0.1)
        yield address, started.pid


def values(folder: Path, model_address: str | None) -> dict[str, str]:
    """Return the settings of a benchmark: its files in one folder, its model if there is one."""
    files = {
        "library.path": "library", "llm.cache_path": "replies", "budget.path": "spending",
        "server.keys_path": "keys",
    }  # fmt: skip
    chosen = {key: str(folder / name) for key, name in files.items()}
    if model_address is None:
        return {**chosen, "llm.provider": "extractive"}
    return {**chosen, **ONE_CALL, "llm.base_url": model_address, "llm.model": NAME}


def demo_app(folder: Path, model_address: str | None) -> App:
    """Return an app over the demo library in a folder, which is made where it is not there."""
    app = App(settings.load(None, values(folder, model_address), {}), lambda _: None)
    app.ingest_demo()
    return app


def question(number: int) -> str:
    """Return a question that differs from all others, so that no reply to it is kept."""
    return f"{_STEM}, in case {number}?"


def papers(number: int) -> list[dict[str, Any]]:
    """Return papers, each with an abstract of sentences from those of the demo library."""
    choose = random.Random(1)
    said = [
        abstract[start:end]
        for line in resources.DEMO_LIBRARY.read_text("utf-8").splitlines()
        for abstract in [json.loads(line)["abstract"]]
        for start, end in sentences.spans(abstract)
    ]
    return [
        {"title": f"Paper {place} of many", "abstract": " ".join(choose.sample(said, 8)),
         "year": 2000 + place % 25}
        for place in range(number)
    ]  # fmt: skip


def cpu_seconds(pid: int) -> float:
    """Return the seconds of the processor that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(numbers: list[float], share: float) -> float:
    """Return the smallest number that this share of them does not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, round(share * len(ordered)))]


@contextmanager
def _started(
    command: list[str], variables: dict[str, str], log: IO[str] | None
) -> Iterator[subprocess.Popen[str]]:
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=log, text=True, env={**os.environ, **variables}
    )
    try:
        yield started
    finally:
        started.terminate()
        started.communicate()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False
