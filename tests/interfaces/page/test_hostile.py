"""Hostile papers on the page: no alert, nothing active, nothing loaded from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.common.by import By

from assistant import settings
from assistant.app import App
from tests import hostile_papers
from tests.hostile_papers import EVIL_HOST, MINERALS, question
from tests.interfaces.page.browser import MARK, OPENED, Page, serving

_PLANTED = (
    "script, img, iframe, svg, style, b, base, meta, "
    "[onerror], [onload], [onclick], [onbegin], [style], [srcdoc]"
)
_WRITE = "import('/static/markdown.js').then(m => arguments[1](m.markdown(arguments[0])))"
_ASKED = (
    "scriptite imagite svgite frameite linkite dataite markite bidiite streamite templatite "
    "overlongite markdownite orderite0"
).split()


def test_hostile_papers_are_text_and_nothing_else(
    watched: webdriver.Chrome, tmp_path: Path
) -> None:
    values = {
        "library.path": str(tmp_path / "library"),
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
        for mineral in _ASKED:
            page.ask(question(mineral))
            said = page.texts(".turn:last-child .statement")
            assert any(f"The mineral {mineral} grows on basalt." in one for one in said), said
            page.click(page.all(MARK)[0])
            page.one(OPENED)
            if mineral.startswith("orderite"):
                page.until(lambda: "Warning: this abstract" in page.one("#evidence-note").text)
            for link in page.all("#evidence-links a"):
                assert (link.get_attribute("href") or "").startswith(("http://", "https://"))
        assert len(page.all(_PLANTED)) == before
        assert_links_are_ours(page)
        assert_markdown_is_inert(page)
        page.one("#to-library").click()
        page.until(lambda: len(page.all("#papers tr")) >= len(MINERALS))
        assert len(page.all(_PLANTED)) == before
        assert_links_are_ours(page)
        # An alert would make each of the commands above fail.
        assert page.browser.execute_script("return document.title").startswith("Library")


def assert_markdown_is_inert(page: Page) -> None:
    """Assert that what is copied as Markdown holds no HTML, and no link but a source's address."""
    for turn in page.kept():
        written = page.browser.execute_async_script(_WRITE, turn["answer"])
        plain = re.sub(r"\\.", "", written)  # what is escaped is shown as it is
        assert not re.search(r"[`~|]|!\[|\]\(", plain), written
        assert all(re.match("<https?://", one) for one in re.findall(r"<.*", plain)), written
        assert "://" not in plain.split("\n\n[1]")[0]


def assert_links_are_ours(page: Page) -> None:
    """Assert that no link leads where an abstract wanted it."""
    for link in page.browser.find_elements(By.TAG_NAME, "a"):
        address = link.get_attribute("href") or ""
        assert address.startswith(("http://", "https://")), address
        assert EVIL_HOST not in address or "input" in address, address  # its record's own address
