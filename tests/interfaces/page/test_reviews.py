"""Literature reviews on the page: begun, followed, read, kept; by keyboard and on a phone."""

from __future__ import annotations

import itertools
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium.webdriver.common.keys import Keys

from tests.interfaces.page.browser import (
    CHROMEDRIVER,
    CHROMIUM,
    OPENED,
    Page,
    resize,
    same,
)

pytestmark = pytest.mark.skipif(
    not (CHROMEDRIVER and CHROMIUM),
    reason="no chromedriver and Chromium here (Debian: apt-get install chromium chromium-driver)",
)

TOPIC = "dense retrieval"
MARK = "#review .told .mark"


@pytest.fixture
def place(page: Page) -> Page:
    """The page at its place for reviews."""
    page.one("#to-reviews").click()
    page.until(lambda: page.all("#reviews-made li"))
    return page


def begin(page: Page, topic: str = TOPIC) -> None:
    page.one("#review-form [name=topic]").send_keys(topic, Keys.ENTER)
    page.until(lambda: "#/reviews/" in page.browser.current_url)


def ready(page: Page) -> dict[str, Any]:
    """Wait for the review that is shown; return it as the server has it."""
    page.until(lambda: page.all("#review .coverage"))
    review: dict[str, Any] = job(page)["review"]
    return review


def job(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.api(f"/v1/summaries/{page.browser.current_url.split('/')[-1]}")
    return found


def sentences(review: dict[str, Any], notes: bool = False) -> list[dict[str, Any]]:
    """Return the sentences in the order in which the page shows them."""
    parts = [review["overview"], *(one["sentences"] for one in review["themes"])]
    parts += [review[name] for name in ("agreements", "disagreements", "gaps")]
    parts += [one["sentences"] for one in review["notes"]] if notes else []
    return [one for part in parts for one in part]


def wide(page: Page) -> bool:
    script = "return document.documentElement.scrollWidth > innerWidth"
    return bool(page.browser.execute_script(script))


def test_a_review_is_read_and_its_marks_open_the_quotes(place: Page) -> None:
    begin(place)
    review = ready(place)
    assert place.texts("#reviews-heading") == [TOPIC]
    assert place.browser.title.startswith(TOPIC)
    assert f"{review['coverage']['used']} are used" in place.one(".coverage").text
    headings = place.texts("#review h2")
    titles = [one["title"] for one in review["themes"]]
    assert headings[: len(titles) + 1] == ["Overview", *titles]
    assert headings[-2:] == ["Pictures", "References"]
    assert not {"Gaps", "Where papers agree", "Notes by paper"} & set(headings)
    told = sentences(review)
    assert place.texts("#review .sentence .words") == [one["text"] for one in told]
    leads = [one["lead"] for one in told if one["lead"]]
    assert place.texts("#review .sentence .lead") == leads
    assert place.texts("#review span.verdict") == []  # no sign where it was verified
    abstracts = {one["number"]: one["abstract"] for one in review["references"]}
    for mark, sentence in list(zip(place.all(MARK), told, strict=True))[::4]:
        (quote,) = sentence["evidence"]
        assert mark.text == f"[{quote['number']}]"
        place.click(mark)
        place.one(OPENED)
        place.until(partial(same, place, "#evidence-abstract", abstracts[quote["number"]]))
        assert place.texts("#evidence mark") == [quote["quote"]]
        assert place.one("#evidence mark").is_displayed()
    assert len(place.all("#review .references li")) == len(review["references"])
    assert f"✓ {len(told)} word for word" in place.one("#review .checked").text


def test_paragraphs_change_with_the_paper(place: Page) -> None:
    begin(place)
    review = ready(place)
    for heading, theme in zip(place.all("#review h2")[1:], review["themes"], strict=False):
        section = heading.parent.execute_script("return arguments[0].parentElement", heading)
        cited = [one["citations"] for one in theme["sentences"]]
        changes = 1 + sum(one != other for one, other in itertools.pairwise(cited))
        assert len(section.find_elements("css selector", ".told")) == changes


def test_the_address_names_a_review_and_the_list_leads_to_it(place: Page) -> None:
    begin(place)
    ready(place)
    address = place.browser.current_url
    texts = place.texts("#review .words")
    place.browser.refresh()
    place.until(lambda: place.texts("#review .words") == texts)
    place.one("#reviews-back a").click()
    place.until(lambda: place.all("#reviews-made a"))
    assert place.focused.get_attribute("id") == "reviews-heading"
    assert not place.all("#review > *")
    place.all("#reviews-made a")[0].click()
    place.until(lambda: place.texts("#review .words") == texts)
    place.browser.back()
    count = len(place.until(lambda: place.all("#reviews-made a")))
    place.click(place.all("#reviews-made button")[0])
    place.until(lambda: len(place.all("#reviews-made a")) == count - 1)
    place.browser.get(address)
    place.until(lambda: "not kept any more" in place.one("#reviews-said").text)
    failed = place.browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert all("404" in one["message"] for one in failed)


def test_filters_and_limits_narrow_the_review(place: Page) -> None:
    place.one("#review-filters summary").click()
    place.one("#review-filters [name=year_from]").send_keys("2022")
    assert "from 2022" in place.one("#review-filters summary").text
    place.one("#review-form [name=papers]").send_keys("3")
    begin(place, "retrieval and language models")
    review = ready(place)
    assert len(review["references"]) <= 3
    assert all(one["year"] >= 2022 for one in review["references"])
    assert place.texts("#review .limits") == ["The search was limited to papers from 2022 on."]
    left_out = review["coverage"]["left_out"]
    assert left_out
    place.click(place.one("#review .left-out summary"))
    assert place.texts("#review .left-out button.title") == [one["title"] for one in left_out]
    assert "beyond the number of papers asked for" in place.one("#review .left-out").text


def test_a_topic_that_is_not_held_is_told_plainly(place: Page) -> None:
    begin(place, "sourdough bread baking")
    review = ready(place)
    assert place.one("#review .message").text.startswith("Not in this library")
    assert review["message"] in place.one("#review .message").text
    assert not place.all("#review h2")


def test_the_map_and_the_years_are_told_and_lead_to_references(place: Page) -> None:
    begin(place)
    review = ready(place)
    points = place.all("#review .point")
    assert len(points) == len(review["map"])
    titles = {one["number"]: one["title"] for one in review["references"]}
    first, second = (one["number"] for one in review["map"][:2])
    assert titles[first] in points[0].accessible_name
    place.browser.execute_script("arguments[0].focus()", points[0])
    place.press(Keys.ARROW_RIGHT)
    assert place.focused == points[1]
    assert place.one(".pointed").text == f"[{second}] {titles[second]}"
    place.press(Keys.ENTER)
    assert place.focused.get_attribute("id") == f"reference-{second}"
    years = sorted(one["year"] for one in review["references"])
    assert (
        f"{years[0]}: {years.count(years[0])} paper" in place.one("#review .years").accessible_name
    )


def test_a_review_is_copied_and_downloaded(place: Page, tmp_path: Path) -> None:
    browser = place.browser
    permitted = {"permissions": ["clipboardReadWrite"], "origin": place.address}
    browser.execute_cdp_cmd("Browser.grantPermissions", permitted)
    kept = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", kept)
    begin(place)
    ready(place)
    exported = f"/v1/summaries/{job(place)['id']}/export"

    with httpx.Client(base_url=place.address) as client:
        markdown = client.get(exported).text
        for name, format in (("HTML", "html"), ("BibTeX", "bib")):
            place.click(place.button(name, "#review .files"))
            path = tmp_path / f"review.{format}"
            place.until(path.exists)
            assert path.read_bytes() == client.get(exported, params={"format": format}).content
    place.click(place.button("Copy Markdown", "#review"))
    place.until(lambda: place.texts("#reviews-status") == ["Copied as Markdown"])
    read = "navigator.clipboard.readText().then(arguments[0])"
    assert browser.execute_async_script(read) == markdown


def test_it_can_be_used_with_the_keyboard_alone(place: Page) -> None:
    place.browser.execute_script("document.getElementById('to-reviews').focus()")
    for _ in range(10):
        place.press(Keys.TAB)
        if place.focused.get_attribute("name") == "topic":
            break
    place.press(TOPIC, Keys.ENTER)
    ready(place)
    assert place.focused.get_attribute("id") == "reviews-heading"
    for _ in range(20):
        place.press(Keys.TAB)
        if place.focused.get_attribute("class") == "mark":
            break
    mark = place.focused
    assert mark.accessible_name.startswith(mark.text)
    place.press(Keys.ENTER)
    place.one(OPENED)
    assert place.focused.get_attribute("id") == "evidence-title"
    place.press(Keys.ESCAPE)
    assert place.focused == mark
    for element in place.all("button, input, select, a, summary, nav, main, article, progress"):
        if element.is_displayed():
            assert element.accessible_name, element.get_attribute("outerHTML")


def test_on_a_phone_nothing_is_wider_than_the_screen(place: Page) -> None:
    resize(place.browser, 375, 812)
    assert not wide(place)
    begin(place)
    ready(place)
    assert not wide(place)
    place.click(place.one(MARK))
    place.one(OPENED)
    assert place.all("#evidence:modal")
    place.press(Keys.ESCAPE)
    place.until(lambda: not place.all("#evidence[open]"))
    assert place.focused.get_attribute("class") == "mark"
    place.one("#to-ask").click()
    place.until(lambda: place.one("#history-toggle").is_displayed())
    assert not wide(place)
