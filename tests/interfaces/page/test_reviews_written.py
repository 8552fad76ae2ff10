"""Reviews on the page that a model writes, slowly; and of hostile papers."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium import webdriver

from assistant import settings
from assistant.app import App
from assistant.types import Message, Reply
from tests import hostile_papers
from tests.conftest import AS_WRITTEN_SETTINGS
from tests.interfaces.page.browser import (
    CHROMEDRIVER,
    CHROMIUM,
    OPENED,
    Page,
    resize,
    serving,
)
from tests.interfaces.page.test_reviews import MARK, TOPIC, begin, job, ready, sentences, wide

pytestmark = pytest.mark.skipif(
    not (CHROMEDRIVER and CHROMIUM),
    reason="no chromedriver and Chromium here (Debian: apt-get install chromium chromium-driver)",
)


class HeldWriter:
    """A chat model that writes a note or a section once it is let go on."""

    name = "held-writer"

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        self.let.acquire(timeout=60)
        if "four short parts" not in messages[-1].content:
            return Reply("It holds for all of them [1].", 100, 20)
        parts = ("Overview", "Agreements", "Disagreements", "Gaps")
        return Reply("\n".join(f"## {one}\nOf {one} it says [1] so." for one in parts), 100, 20)


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[HeldWriter]:
    model = HeldWriter()
    monkeypatch.setattr(App, "chat_model", lambda _: model)
    yield model
    model.let.release(1000)


@pytest.fixture
def held(
    watched: webdriver.Chrome, writer: HeldWriter, demo_folder: Path, tmp_path: Path
) -> Iterator[Page]:
    """The place for reviews of a server with a model that waits."""
    shutil.copytree(demo_folder, tmp_path / "library")
    values = {
        "library.path": str(tmp_path / "library"),
        **AS_WRITTEN_SETTINGS,
        "server.keys_path": str(tmp_path / "keys.json"),
        "server.requests_per_minute": "0",
    }
    with serving(App(settings.load(None, values, {}), lambda _: None)) as address:
        page = Page(watched, address)
        page.open()
        page.one("#to-reviews").click()
        page.until(lambda: page.all("#reviews-made li"))
        yield page
        watched.get("about:blank")
        writer.let.release(1000)


def stage(page: Page, said: str) -> Callable[[], bool]:
    return lambda: page.one("#review-stage").text.startswith(said)


def test_a_written_review_is_followed_over_a_reload_and_signs_what_is_not_verified(
    held: Page, writer: HeldWriter
) -> None:
    held.one("#review-form [name=papers]").send_keys("4")
    begin(held)
    held.until(stage(held, "Taking notes: 0 of 4"))
    assert held.texts("#reviews-status") == ["Taking notes"]
    assert held.focused.get_attribute("id") == "reviews-heading"
    writer.let.release(2)
    held.until(stage(held, "Taking notes: 2 of 4"))
    assert held.one("#review-bar").get_property("value") == 2
    held.browser.refresh()
    held.until(stage(held, "Taking notes: 2 of 4"))
    writer.let.release(1000)
    review = ready(held)
    assert not held.one("#review-progress").is_displayed()
    assert held.texts("#reviews-status") == ["The review is ready"]
    headings = held.texts("#review h2")
    for one in ("Where papers agree", "Where they disagree", "Gaps", "Notes by paper"):
        assert one in headings
    told = sentences(review, notes=True)
    assert held.texts("#review .words") == [one["text"] for one in told]
    unsure = [one for one in told if one["verdict"] not in ("verbatim", "supported")]
    assert unsure
    assert len(held.texts("#review span.verdict")) == len(unsure)


def test_a_review_is_cancelled_while_it_is_made_and_asked_for_again(held: Page) -> None:
    begin(held)
    held.until(stage(held, "Taking notes"))
    held.one("#review-cancel").click()
    held.until(lambda: "was cancelled" in held.one("#reviews-said").text)
    assert job(held)["state"] == "cancelled"
    assert held.focused.get_attribute("id") == "reviews-heading"
    held.click(held.button("Ask for it again", "#review"))
    held.until(lambda: held.one("#review-form").is_displayed())
    assert held.one("#review-form [name=topic]").get_property("value") == TOPIC
    assert "cancelled" in held.one("#reviews-made li").text


_PLANTED = "script, img, iframe, style, b, base, meta, [onerror], [onload], [onclick], [style]"


def test_hostile_papers_are_text_in_a_review_too(watched: webdriver.Chrome, tmp_path: Path) -> None:
    values = {
        "library.path": str(tmp_path / "library"),
        **AS_WRITTEN_SETTINGS,
        "llm.provider": "extractive",
        "server.keys_path": str(tmp_path / "keys.json"),
        "server.requests_per_minute": "0",
    }
    app = App(settings.load(None, values, {}), lambda _: None)
    app.ingest([hostile_papers.export(tmp_path / "hostile.jsonl")])
    with serving(app) as address:
        page = Page(watched, address)
        page.open()
        before = len(page.all(_PLANTED))
        for topic in ("minerals that grow on basalt", "basalt <img src=x onerror=alert(1)>"):
            page.one("#to-reviews").click()
            page.until(lambda: page.one("#review-form").is_displayed())
            begin(page, topic)
            review = ready(page)
            assert review["references"]
            assert page.texts("#review .words") == [one["text"] for one in sentences(review)]
            for mark in page.all(MARK)[:6]:
                page.click(mark)
                page.one(OPENED)
            for one in page.all("#review .left-out summary, #review .contents summary"):
                page.click(one)
            assert len(page.all(_PLANTED)) == before
            for link in page.all("#reviews a"):
                assert (link.get_attribute("href") or "").startswith(address)
            # An alert would make each of the commands above fail.
            assert page.texts("#reviews-heading") == [topic]
        resize(watched, 375, 812)
        assert not wide(page)
