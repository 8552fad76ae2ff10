"""A page in a real browser, and the server it comes from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from assistant.app import App
from tests.interfaces.api.conftest import serving as served

CHROMEDRIVER = shutil.which("chromedriver")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")

QUESTION = "How much better is dense retrieval than BM25, and where does BM25 stay ahead?"
UNKNOWN = "What does LongRoPE3 do?"
MARK = ".turn:last-child .statement .mark"
SEEN = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)"
OPENED = "#evidence[open] #evidence-byline:not(:empty)"


@contextmanager
def serving(app: App) -> Iterator[str]:
    """Serve an app; give its address."""
    with served(app) as client:
        yield str(client.base_url)


class Page:
    """A user before the page."""

    def __init__(self, browser: webdriver.Chrome, address: str) -> None:
        self.browser = browser
        self.address = address

    def open(self, place: str = "") -> None:
        self.browser.get("about:blank")
        self.browser.get(f"{self.address}/{place}")
        self.until(lambda: self.all("#conversations li"))

    def until(self, reached: Callable[[], Any]) -> Any:
        return WebDriverWait(self.browser, 20, 0.05).until(lambda _: reached())

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> WebElement:
        found: list[WebElement] = self.until(lambda: self.all(selector))
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return list(self.browser.execute_script(SEEN, selector))

    def press(self, *typed: str) -> None:
        ActionChains(self.browser).send_keys(*typed).perform()

    def click(self, element: WebElement) -> None:
        self.browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    def button(self, name: str, within: str = ".turn:last-child") -> WebElement:
        (found,) = [
            one for one in self.all(f"{within} button") if one.text == name and one.is_displayed()
        ]
        return found

    def ask(self, question: str = QUESTION) -> None:
        turns = len(self.all(".turn"))
        self.one("#question").send_keys(question, Keys.ENTER)
        self.until(lambda: len(self.all(".turn")) == turns + 1)
        self.answered()

    def answered(self) -> None:
        self.until(lambda: self.all(".turn:last-child .tools") and not self.busy)

    @property
    def busy(self) -> bool:
        return self.one("#stop").is_displayed()

    @property
    def focused(self) -> WebElement:
        return self.browser.switch_to.active_element

    def api(self, path: str) -> Any:
        with httpx.Client(base_url=self.address, timeout=20) as client:
            return client.get(path).raise_for_status().json()

    def kept(self) -> list[dict[str, Any]]:
        """The turns of the conversation that was last changed, as the server keeps them."""
        newest = self.api("/v1/conversations")["conversations"][0]["id"]
        turns: list[dict[str, Any]] = self.api(f"/v1/conversations/{newest}")["turns"]
        return turns

    def copied(self, name: str) -> str:
        self.click(self.button(name))
        self.until(lambda: "Copied" in self.one("#status").text)
        text: str = self.browser.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0])"
        )
        return text


def resize(browser: webdriver.Chrome, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def same(page: Page, selector: str, text: str) -> bool:
    return page.texts(selector) == [text]


def logged(browser: webdriver.Chrome, log: str) -> list[str]:
    """Return what a log of the browser holds, and empty it."""
    entries = browser.get_log(log)  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in entries]


def requested(browser: webdriver.Chrome) -> set[str]:
    """Return the hosts that were asked for anything; "" for what needs no host, such as data:."""
    entries = [json.loads(message)["message"] for message in logged(browser, "performance")]
    sent = [one["params"] for one in entries if one["method"] == "Network.requestWillBeSent"]
    return {urlsplit(one["request"]["url"]).hostname or "" for one in sent}
