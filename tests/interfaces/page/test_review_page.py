"""The page that a review is exported to, in a browser and without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium import webdriver
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from assistant.interfaces.export.writing import Exported, write
from tests.interfaces.export.samples import hostile, hostile_table, sample, sample_table
from tests.interfaces.page.browser import CHROMEDRIVER, CHROMIUM, Page, resize

pytestmark = pytest.mark.skipif(
    not (CHROMEDRIVER and CHROMIUM), reason="no Chromium with its driver is installed"
)

TRAINED = "Dense Passage Retriever (DPR) trains two BERT encoders"


@pytest.fixture
def opened(watched: webdriver.Chrome, tmp_path: Path) -> Page:
    return shown(watched, sample(), tmp_path)


def shown(browser: webdriver.Chrome, exported: Exported, folder: Path) -> Page:
    (path,) = write(exported, folder / "page.html")
    page = Page(browser, path.as_uri())
    browser.get(page.address)
    return page


def background(page: Page) -> str:
    return str(
        page.browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    )


def wide(page: Page) -> bool:
    return bool(
        page.browser.execute_script("return document.documentElement.scrollWidth > innerWidth")
    )


def test_a_mark_opens_the_abstract_at_the_quote_and_focus_comes_back(opened: Page) -> None:
    mark = opened.all("#theme-1 .mark")[0]
    mark.send_keys(Keys.ENTER)
    opened.until(lambda: opened.all("#panel[open]"))
    (quote,) = opened.texts("#panel mark")
    assert quote.startswith(TRAINED)
    assert opened.texts("#panel-title") == [sample().references[0].paper.title]
    assert opened.focused.get_attribute("id") == "panel-title"
    assert mark.get_attribute("aria-expanded") == "true"
    beside = opened.one("#panel").rect
    assert beside["x"] > opened.one("main").rect["x"] + opened.one("main").rect["width"]
    opened.press(Keys.ESCAPE)
    assert not opened.one("#panel").is_displayed()
    assert opened.focused == mark


def test_a_mark_without_a_located_quote_says_so(opened: Page) -> None:
    opened.click(opened.all("#notes .mark")[0])
    assert opened.texts("#panel-text .missed") == [
        "No quote was located; the abstract as a whole is cited."
    ]
    assert opened.texts("#panel mark") == []


def test_on_a_phone_the_abstract_is_a_sheet_at_the_bottom(opened: Page) -> None:
    resize(opened.browser, 390, 844)
    assert not wide(opened)
    mark = opened.all("#theme-1 .mark")[0]
    opened.click(mark)
    sheet = opened.one("#panel").rect
    assert (sheet["x"], sheet["width"]) == (0, 390)
    assert sheet["y"] > 250
    assert opened.browser.execute_script("return document.querySelector('#panel:modal') !== null")
    assert mark.rect["y"] < opened.browser.execute_script("return scrollY") + sheet["y"]
    ActionChains(opened.browser).move_by_offset(190, 60).click().perform()
    assert not opened.one("#panel").is_displayed()


def test_without_scripts_a_mark_leads_to_the_reference_and_its_quotes(opened: Page) -> None:
    opened.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        opened.browser.get(opened.address)
        opened.all("#theme-1 .mark")[0].click()
        opened.until(lambda: opened.browser.current_url.endswith("#reference-1"))
        opened.one("#reference-1 summary").click()
        (first, *_) = [one for one in opened.all("#reference-1 mark") if TRAINED in one.text]
        assert first.is_displayed()
    finally:
        opened.browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_point_of_the_map_tells_its_title_and_leads_to_its_reference(opened: Page) -> None:
    point = opened.all(".point")[2]
    tip = point.find_element(By.CSS_SELECTOR, ".tip")
    assert not visible(opened, tip)
    opened.browser.execute_script("arguments[0].focus()", point)
    assert visible(opened, tip)
    assert "Contrastive Learning" in tip.text
    opened.press(Keys.ENTER)
    opened.until(lambda: opened.browser.current_url.endswith("#reference-5"))


def visible(page: Page, element: object) -> bool:
    script = "return getComputedStyle(arguments[0]).visibility === 'visible'"
    return bool(page.browser.execute_script(script, element))


def test_it_follows_the_colours_of_the_system_and_prints_on_white(opened: Page) -> None:
    light = background(opened)
    media = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        assert background(opened) != light
        opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {**media, "media": "print"})
        assert background(opened) == light
        assert not opened.one("nav").is_displayed()
    finally:
        off = {"media": "", "features": []}
        opened.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", off)


@pytest.mark.parametrize("exported", [hostile(), hostile_table(), sample_table()])
def test_nothing_of_others_runs_or_is_fetched(
    exported: Exported, watched: webdriver.Chrome, tmp_path: Path
) -> None:
    page = shown(watched, exported, tmp_path)
    for mark in page.all(".mark")[:2]:
        page.click(mark)
    with pytest.raises(NoAlertPresentException):
        _ = watched.switch_to.alert.text
    resize(watched, 390, 844)
    assert not wide(page)


def test_a_quote_behind_letters_of_two_units_is_found(
    watched: webdriver.Chrome, tmp_path: Path
) -> None:
    page = shown(watched, hostile(), tmp_path)
    page.click(page.all("#overview .mark")[0])
    assert page.texts("#panel mark") == ["The quote 𝔘 stands here."]
