"""What all tests share: a home of their own, no keys, no network but loopback."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from assistant import resources, settings
from assistant.app import App
from eval.scripted_server import ScriptedServer, serving

# How long an example takes says how busy the machine is, nothing about the program.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")
_FOREIGN = (
    "LITASSIST_", "OPENAI_", "NCBI_", "OPENALEX_", "S2_", "SEMANTIC_SCHOLAR_", "CHROMA_",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
)  # fmt: skip
MakeApp = Callable[..., App]
# For tests of what a model writes at first: nothing is judged or rewritten, what fails is shown.
AS_WRITTEN_SETTINGS = {"check.judge": "off", "check.repair": "false", "check.failing": "flag"}
AS_WRITTEN = {key.replace(".", "__"): value for key, value in AS_WRITTEN_SETTINGS.items()}
AS_WRITTEN_VARIABLES = {
    f"LITASSIST_{key.replace('.', '_').upper()}": value
    for key, value in AS_WRITTEN_SETTINGS.items()
}


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.upper().startswith(_FOREIGN):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session", autouse=True)
def _heeded_interrupts() -> Iterator[None]:
    """Have programs that tests start heed Ctrl-C, which a shell has those behind "&" ignore."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted model server on loopback."""
    with serving() as running:
        yield running
        assert running.complaints == []


@pytest.fixture
def make_app(tmp_path: Path) -> MakeApp:
    """Return an app over a library in a folder of its own, with settings overridden."""

    def make(**overrides: str) -> App:
        values = {"library.path": str(tmp_path / "library")}
        values |= {name.replace("__", "."): value for name, value in overrides.items()}
        return App(settings.load(None, values, {}), remarks.append)

    remarks: list[str] = []
    make.remarks = remarks  # type: ignore[attr-defined]
    return make


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the demo papers; tests that change a library make a copy."""
    folder = tmp_path_factory.mktemp("demo") / "library"
    app = App(settings.load(None, {"library.path": str(folder)}, {}), lambda _: None)
    counts = app.ingest_demo()
    assert counts.new == 64
    return folder


@pytest.fixture
def demo_file() -> Path:
    """The file of the demo papers."""
    return resources.DEMO_LIBRARY


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of evaluation data outside the repository; skips where it is absent."""
    folder = Path(_DATA) if _DATA else None
    if folder is None or not folder.is_dir():
        pytest.skip("evaluation data is not on this machine: set LITASSIST_EVAL_DATA to its folder")
    return folder


# Read before the fixture above clears the environment.
_DATA = os.environ.get("LITASSIST_EVAL_DATA", "")
