"""The library on the page, hostile papers, slow models, keys."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from assistant import settings
from assistant.app import App
from assistant.interfaces.api import keys
from assistant.types import Message, Reply
from tests.conftest import AS_WRITTEN_SETTINGS
from tests.interfaces.page.browser import (
    CHROMEDRIVER,
    CHROMIUM,
    MARK,
    OPENED,
    QUESTION,
    Page,
    resize,
    serving,
)

pytestmark = pytest.mark.skipif(
    not (CHROMEDRIVER and CHROMIUM),
    reason="no chromedriver and Chromium here (Debian: apt-get install chromium chromium-driver)",
)


def test_events_are_read_however_the_stream_is_cut(page: Page) -> None:
    stream = 'event: delta\r\ndata: {"text": "naïve 🙂"}\r\n\r\n'
    stream += ": still at work\n\ndata: [1,\ndata: 2]\n\n"
    read = """
        const [bytes, size, done] = arguments;
        const pieces = [];
        for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
        const stream = new ReadableStream({ start(controller) {
            for (const piece of pieces) controller.enqueue(new Uint8Array(piece));
            controller.close();
        }});
        import('/static/api.js').then(async ({ events }) => {
            const all = [];
            for await (const event of events(stream)) all.push([event.name, event.data]);
            done(all);
        });
    """
    for size in (1, 2, 3, 5, 1000):
        got = page.browser.execute_async_script(read, list(stream.encode()), size)
        assert got == [["delta", {"text": "naïve 🙂"}], ["message", [1, 2]]]


def test_the_library_is_searched_and_grows(page: Page, tmp_path: Path) -> None:
    page.one("#to-library").click()
    page.until(lambda: len(page.all("#papers tr")) == 50)
    total = page.api("/v1/papers?limit=1")["total"]
    assert f"1–50 of {total} papers" in page.one("#library-status").text
    page.one("#next").click()
    page.until(lambda: len(page.all("#papers tr")) == total - 50)
    page.one("#library-query").send_keys("Karpukhin dense", Keys.ENTER)
    page.until(lambda: "match" in page.one("#library-status").text)
    title = "Dense Passage Retrieval for Open-Domain Question Answering"
    assert title in [one.text for one in page.all("#papers button")]
    page.click(page.all("#papers button")[0])
    page.one(OPENED)
    export = tmp_path / "more.jsonl"
    record = {"title": "On the Taxonomy of Teapots", "abstract": "Teapots are of three kinds."}
    export.write_text(json.dumps(record) + '\n{"abstract": "nothing"}\n')
    page.one("#files").send_keys(str(export))
    page.until(lambda: "2 records read: 1 new, 1 skipped." in page.one("#upload-status").text)
    assert "more.jsonl, line 2" in page.one("#upload-skipped li").text
    page.until(lambda: page.one("#paper-count").text == str(total + 1))


def test_on_a_phone_the_abstract_lies_over_the_page(page: Page) -> None:
    resize(page.browser, 390, 844)
    page.ask()
    width = page.browser.execute_script("return document.documentElement.scrollWidth")
    assert width == 390
    page.click(page.one(MARK))
    page.one(OPENED)
    assert page.all("#evidence:modal")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all("#evidence[open]"))
    assert page.focused.get_attribute("class") == "mark"
    page.one("#history-toggle").click()
    assert page.one("#history-toggle").get_attribute("aria-expanded") == "true"
    assert page.one("#new-conversation").is_displayed()


ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE: list[dict[str, Any]] = [
    {
        "title": f"{ATTACK} Quokka smiles [7]",
        "abstract": f"🦘🦘 First {ATTACK} of all. Quokkas smile at 93% of visitors [1][9]. "
        "</p></dialog><iframe srcdoc='<script>alert(3)</script>'></iframe> And \u202eso on.",
        "authors": [f"Eve {ATTACK}", '"><svg onload=alert(4)>'],
        "venue": "<style>*{display:none}</style>",
        "url": "javascript:alert(5)",
        "doi": '10.1000/"><img src=x onerror=alert(6)>',
        "year": 2021,
    },
    {"title": "Quokka diets", "abstract": "Quokkas eat leaves. </script><b onclick=alert(7)>!</b>"},
]


def test_a_hostile_library_is_text_and_nothing_else(
    watched: webdriver.Chrome, tmp_path: Path
) -> None:
    export = tmp_path / "hostile.jsonl"
    export.write_text("\n".join(map(json.dumps, HOSTILE)))
    values = {
        "library.path": str(tmp_path / "library"),
        **AS_WRITTEN_SETTINGS,
        "llm.provider": "extractive",
        "server.keys_path": str(tmp_path / "keys.json"),
    }
    app = App(settings.load(None, values, {}), lambda _: None)
    app.ingest([export])
    with serving(app) as address:
        page = Page(watched, address)
        page.open()
        planted = "script, img, iframe, svg, style, b, [onerror], [onload], [onclick], [style]"
        before = len(page.all(planted))
        question = f"How many visitors do quokkas smile at? {ATTACK}"
        page.ask(question)
        (turn,) = page.kept()
        statements = turn["answer"]["statements"]
        assert any("93%" in one["text"] for one in statements)
        numbers = [f"[{n}]" for one in statements for n in one["citations"]]
        assert [mark.text for mark in page.all(MARK)] == numbers
        for mark in page.all(MARK):
            page.click(mark)
            page.one(OPENED)
            quotes = [one["quote"] for each in statements for one in each["evidence"]]
            assert page.texts("#evidence mark")[0] in quotes
            assert page.one("#evidence-note").text == ""
            for link in page.all("#evidence-links a"):
                assert (link.get_attribute("href") or "").startswith("https://doi.org/10.1000/")
        page.one("#to-library").click()
        page.until(lambda: len(page.all("#papers tr")) == 2)
        assert HOSTILE[0]["title"] in page.texts("#papers button")
        assert len(page.all(planted)) == before
        # An alert would make each of the commands above fail.
        assert page.browser.execute_script("return document.title").startswith("Library")


class SlowModel:
    """A chat model that writes one sentence each time it is let go on."""

    name = "slow-model"

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        self.let = threading.Semaphore(0)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        for sentence in self.sentences:
            self.let.acquire(timeout=20)
            if on_text:
                on_text(sentence)
        return Reply("".join(self.sentences), 100, 20)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowModel]:
    model = SlowModel("DPR wins by far [1]. ", "It is so. ", "BM25 is old [2]. ", "The end [1]. ")
    monkeypatch.setattr(App, "chat_model", lambda _: model)
    yield model
    model.let.release(100)


@pytest.fixture
def slow_page(
    watched: webdriver.Chrome, slow: SlowModel, demo_folder: Path, tmp_path: Path
) -> Iterator[Page]:
    shutil.copytree(demo_folder, tmp_path / "library")
    values = {
        "library.path": str(tmp_path / "library"),
        **AS_WRITTEN_SETTINGS,
        "server.keys_path": str(tmp_path / "keys.json"),
    }
    with serving(App(settings.load(None, values, {}), lambda _: None)) as address:
        page = Page(watched, address)
        page.open()
        yield page
        slow.let.release(100)


def test_sentences_appear_as_they_are_checked_with_their_doubts(
    slow_page: Page, slow: SlowModel
) -> None:
    slow_page.one("#question").send_keys(QUESTION, Keys.ENTER)
    slow.let.release(2)
    slow_page.until(lambda: slow_page.all(".statement"))
    assert slow_page.busy
    doubt = "(not supported: the abstract does not mention DPR)"
    assert doubt in slow_page.texts(".statement")[0]
    slow_page.click(slow_page.one(MARK))  # a mark works before the answer is whole
    slow_page.one(OPENED)
    assert "No quote" in slow_page.one("#evidence-note").text
    slow.let.release(2)
    slow_page.answered()
    assert slow_page.texts(".statement .sign") == ["✗", "?", "?", "?"]
    assert "(without a citation)" in slow_page.texts(".statement")[1]


def test_an_answer_can_be_stopped_and_asked_again(slow_page: Page, slow: SlowModel) -> None:
    slow_page.one("#question").send_keys(QUESTION, Keys.ENTER)
    slow.let.release(2)
    slow_page.until(lambda: slow_page.all(".statement"))
    slow_page.one("#stop").click()
    slow_page.until(lambda: "Stopped" in slow_page.one(".message").text)
    assert not slow_page.busy
    assert slow_page.focused.get_attribute("id") == "question"
    slow.let.release(100)
    slow_page.click(slow_page.button("Ask again"))
    slow_page.until(lambda: len(slow_page.all(".statement")) == 4)
    slow_page.answered()
    assert len(slow_page.kept()) == 1


def test_a_server_with_keys_is_given_one(
    browser: webdriver.Chrome, demo_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(demo_folder, tmp_path / "library")
    values = {
        "library.path": str(tmp_path / "library"),
        **AS_WRITTEN_SETTINGS,
        "llm.provider": "extractive",
        "server.keys_path": str(tmp_path / "keys.json"),
    }
    resize(browser, 1280, 900)
    key = keys.add(tmp_path / "keys.json", "reader")
    with serving(App(settings.load(None, values, {}), lambda _: None)) as address:
        page = Page(browser, address)
        browser.get(f"{address}/")
        page.until(lambda: page.all("#key[open]"))
        page.until(lambda: page.focused.get_attribute("id") == "key-value")
        page.press("a wrong one", Keys.ENTER)
        page.until(lambda: "refused" in page.one("#key-note").text)
        page.press(key, Keys.ENTER)
        page.until(lambda: page.one("#paper-count").text == "64")
        page.ask()
        assert page.all(MARK)
        browser.refresh()
        page.until(lambda: page.all(".turn"))
        assert not page.all("#key[open]")
        assert key not in browser.execute_script("return JSON.stringify(localStorage)")
        browser.get("about:blank")
