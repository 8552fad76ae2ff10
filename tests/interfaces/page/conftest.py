"""Fixtures of tests in a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium import webdriver

from assistant import settings
from assistant.app import App
from tests.interfaces.page.browser import (
    CHROMEDRIVER,
    CHROMIUM,
    Page,
    logged,
    requested,
    resize,
    serving,
)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM or ""
    for argument in (
        "--headless=new",
        "--no-sandbox",  # tests may run as root
        "--disable-dev-shm-usage",
        "--force-prefers-reduced-motion",
        f"--user-data-dir={tmp_path_factory.mktemp('browser')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(CHROMEDRIVER)
    running = webdriver.Chrome(options=options, service=service)
    yield running
    running.quit()


@pytest.fixture(scope="module")
def address(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over a copy of the demo library, without a language model."""
    folder = tmp_path_factory.mktemp("page")
    shutil.copytree(demo_folder, folder / "library")
    values = {
        "library.path": str(folder / "library"),
        "llm.provider": "extractive",
        "server.keys_path": str(folder / "keys.json"),
        "server.requests_per_minute": "0",
        "review.candidates": "20",  # each is read by the embedding model
    }
    with serving(App(settings.load(None, values, {}), lambda _: None)) as running:
        yield running


@pytest.fixture
def watched(browser: webdriver.Chrome) -> Iterator[webdriver.Chrome]:
    """The browser at a desktop's size; in the end its console and its requests are looked at."""
    resize(browser, 1280, 900)
    for log in ("browser", "performance"):
        logged(browser, log)
    yield browser
    assert logged(browser, "browser") == []
    assert requested(browser) <= {"127.0.0.1", ""}
    browser.get("about:blank")


@pytest.fixture
def page(watched: webdriver.Chrome, address: str) -> Page:
    made = Page(watched, address)
    made.open()
    return made
