"""What tests of the library share: a Chroma server."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from assistant.interfaces.api.running import listen


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server of a module's own."""
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("chroma")), "run", "--host", "127.0.0.1",
        "--port", str(port), "--path", str(tmp_path_factory.mktemp("chroma")),
    ]  # fmt: skip
    log = tmp_path_factory.mktemp("log") / "chroma.log"
    with log.open("w") as file:
        try:
            started = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT)
        except OSError as error:
            pytest.skip(f"`chroma run` cannot be started: {error}")
        with started:
            try:
                if not _answers(f"http://127.0.0.1:{port}"):
                    pytest.skip(f"`chroma run` does not answer: {log.read_text()[-300:]}")
                yield f"http://127.0.0.1:{port}"
            finally:
                started.terminate()


def _answers(url: str) -> bool:
    transport = httpx.HTTPTransport(retries=8)  # each waits twice as long as the one before
    with httpx.Client(transport=transport) as client:
        try:
            return client.get(f"{url}/api/v2/heartbeat").is_success
        except httpx.HTTPError:
            return False
