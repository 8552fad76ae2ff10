"""Asking on the page: marks, verdicts, keyboard, follow-ups, export."""

from __future__ import annotations

import dataclasses
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("uvicorn", reason="the extra [api] is not installed")

from selenium.webdriver.common.keys import Keys

from assistant import settings
from assistant.app import App
from assistant.interfaces.bibliography import bibtex
from tests.interfaces.page.browser import (
    CHROMEDRIVER,
    CHROMIUM,
    MARK,
    OPENED,
    QUESTION,
    UNKNOWN,
    Page,
    same,
)

pytestmark = pytest.mark.skipif(
    not (CHROMEDRIVER and CHROMIUM),
    reason="no chromedriver and Chromium here (Debian: apt-get install chromium chromium-driver)",
)


def test_each_mark_opens_the_abstract_with_its_quote_highlighted(page: Page) -> None:
    page.ask()
    (turn,) = page.kept()
    marks = page.all(MARK)
    cited = [
        (statement, number)
        for statement in turn["answer"]["statements"]
        for number in statement["citations"]
    ]
    assert [mark.text for mark in marks] == [f"[{number}]" for _, number in cited]
    assert len(marks) > 3
    papers = {one["number"]: one["paper_id"] for one in turn["answer"]["references"]}
    for mark, (statement, number) in zip(marks, cited, strict=True):
        page.click(mark)
        page.one(OPENED)
        abstract = page.api(f"/v1/papers/{papers[number]}")["abstract"]
        page.until(partial(same, page, "#evidence-abstract", abstract))
        (evidence,) = statement["evidence"]
        assert page.texts("#evidence mark") == [evidence["quote"]]
        assert page.one("#evidence mark").is_displayed()


def test_verdicts_are_said_in_words_and_with_the_quote_where_it_stands(page: Page) -> None:
    page.ask()
    statements = page.kept()[0]["answer"]["statements"]
    for said, statement in zip(
        page.texts(".statement"), statements, strict=True
    ):  # what a screen reader reads
        assert statement["text"] in said
        assert "(word for word in the cited abstract)" in said
    assert page.one(".statements").get_attribute("aria-live") == "polite"
    assert f"✓ {len(statements)} word for word" in page.one(".checked").text


def test_it_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    page.until(lambda: page.focused.get_attribute("id") == "question")
    page.press(QUESTION, Keys.ENTER)
    page.until(lambda: page.all(".turn .tools"))
    for _ in range(60):
        page.press(Keys.SHIFT, Keys.TAB, Keys.SHIFT)
        if page.focused.get_attribute("class") == "mark":
            break
    mark = page.focused
    assert mark.accessible_name.startswith(mark.text)
    page.press(Keys.ENTER)
    page.one(OPENED)
    assert page.focused.get_attribute("id") == "evidence-title"
    page.press(Keys.ESCAPE)
    assert not page.all("#evidence[open]")
    assert page.focused == mark
    outline = page.browser.execute_script(
        "return getComputedStyle(arguments[0]).outlineStyle", mark
    )
    assert outline == "solid"


def test_all_that_can_be_operated_has_a_name(page: Page) -> None:
    page.ask()
    page.one("#filters summary").click()
    page.click(page.one(MARK))
    page.one(OPENED)
    for element in page.all("button, input, textarea, a, summary, nav, main, dialog[open]"):
        if element.is_displayed():
            assert element.accessible_name, element.get_attribute("outerHTML")


def test_an_abstention_is_plain_and_names_the_nearest_papers(page: Page) -> None:
    page.ask(UNKNOWN)
    answer = page.kept()[0]["answer"]
    assert answer["abstained"]
    said = page.one(".message").text
    assert said.startswith("Not in this library")
    assert answer["message"] in said
    nearest = [one["title"] for one in answer["retrieved"][:5]]
    assert [one.text for one in page.all(".found button")] == nearest
    page.click(page.all(".found button")[0])
    page.one(OPENED)
    assert page.texts("#evidence mark") == []


def test_a_follow_up_is_shown_in_full_and_can_be_corrected(page: Page) -> None:
    page.ask("What does DPR do?")
    page.ask("And how large are its passages?")
    shown = page.one(".turn:last-child .understood q").text
    assert shown == page.kept()[-1]["answer"]["standalone_question"]
    assert "DPR" in shown
    page.click(page.button("Correct"))
    area = page.one(".correction textarea")
    assert page.focused == area
    area.clear()
    area.send_keys("How many words has a passage of DPR?")
    page.click(page.button("Ask this instead"))
    page.answered()
    turns = page.kept()
    assert [turn["question"] for turn in turns] == [
        "What does DPR do?",
        "And how large are its passages?",
    ]
    assert turns[-1]["answer"]["standalone_question"] == "How many words has a passage of DPR?"
    assert len(page.all(".turn")) == 2


def test_filters_narrow_the_papers_that_answer(page: Page) -> None:
    page.one("#filters summary").click()
    page.one("[name=year_from]").send_keys("2023")
    page.one("[name=venues]").send_keys("ACL; EMNLP")
    assert "from 2023 · ACL or EMNLP" in page.one("#filters summary").text
    page.ask("How do language models use retrieval?")
    found = [one["paper_id"] for one in page.kept()[0]["answer"]["retrieved"]]
    papers = [page.api(f"/v1/papers/{id}") for id in found]
    assert papers
    for paper in papers:
        assert paper["year"] >= 2023
        assert "ACL" in paper["venue"] or "EMNLP" in paper["venue"]


def test_conversations_are_resumed_and_deleted(page: Page) -> None:
    page.ask()
    place = page.browser.current_url
    assert "#/conversation/" in place
    texts = page.texts(".statement")
    page.one("#new-conversation").click()
    page.until(lambda: not page.all(".turn"))
    assert page.one("#welcome").is_displayed()
    page.browser.back()
    page.until(lambda: page.texts(".statement") == texts)
    page.browser.refresh()
    page.until(lambda: page.texts(".statement") == texts)
    current = "#conversations li:has([aria-current])"
    page.one(f"{current} button").click()
    assert "Press again" in page.one(f"{current} button").accessible_name
    page.one(f"{current} button").click()
    page.until(lambda: not page.all(".turn"))
    kept = [one["id"] for one in page.api("/v1/conversations")["conversations"]]
    assert place.rsplit("/", 1)[-1] not in kept


def test_the_last_answer_can_be_judged_repeated_and_taken_back(page: Page) -> None:
    page.ask()
    page.click(page.one(".turn:last-child .menu summary"))
    page.click(page.button("Off-topic"))
    page.until(lambda: "Thank you" in page.one("#status").text)
    assert [one["label"] for one in page.kept()[0]["feedback"]] == ["off-topic"]
    page.click(page.button("Ask again"))
    page.answered()
    (turn,) = page.kept()
    assert turn["feedback"] == []
    page.click(page.button("Take back"))
    page.until(lambda: not page.all(".turn"))
    assert page.one("#question").get_property("value") == QUESTION


def test_an_answer_is_copied_as_markdown_and_as_bibtex(page: Page) -> None:
    permitted = {"permissions": ["clipboardReadWrite"], "origin": page.address}
    page.browser.execute_cdp_cmd("Browser.grantPermissions", permitted)
    page.ask()
    answer = page.kept()[0]["answer"]
    markdown = page.copied("Copy Markdown")
    assert markdown.startswith(f"## {QUESTION}\n\n")
    assert answer["statements"][0]["text"] + " [1] " in markdown
    for reference in answer["references"]:
        assert f"[{reference['number']}] *{reference['title']}*" in markdown
    entries = page.copied("Copy BibTeX")
    for reference in answer["references"]:
        assert f"title = {{{{{reference['title']}}}}}" in entries
        assert f"year = {{{reference['year']}}}" in entries


def test_markdown_tells_where_papers_disagree(page: Page) -> None:
    page.ask()
    answer = page.kept()[0]["answer"]
    against = {
        "statement": 1, "number": None, "paper_id": "doi:10.1/a", "title": "An [odd] one",
        "year": 2020, "quote": "It is not.", "start": 0, "end": 10, "reason": "it denies it",
    }  # fmt: skip
    written = page.browser.execute_async_script(
        "import('/static/markdown.js').then(m => arguments[1](m.markdown(arguments[0])))",
        {**answer, "disagreements": [against]},
    )
    assert (
        "\n\n- Papers disagree: sentence 1 is contradicted by An \\[odd\\] one, 2020, doi:10.1/a: "
        "“It is not.” (it denies it)\n\n"
    ) in written


def test_bibtex_is_what_the_command_line_writes(page: Page, demo_folder: Path) -> None:
    with App(
        settings.load(None, {"library.path": str(demo_folder)}, {}), print
    ).library() as library:
        papers = [library.paper(one) for one in library.catalog.ids()]
    hostile = dataclasses.replace(
        papers[0],
        title="100% of {braces} & \\commands_ ~ $x^2$",
        authors=("Müller, Jürgen", "Research and Development Group"),
        url="https://example.org/}{",
        venue=None,
    )
    # A reference names the arXiv id where it is the paper's id, and no PubMed id.
    known = [
        dataclasses.replace(
            one, arxiv_id=one.id[6:] if one.id.startswith("arxiv:") else None, pmid=None
        )
        for one in [*papers, hostile, hostile]
    ]
    references = [{**dataclasses.asdict(one), "paper_id": one.id} for one in known]
    written = page.browser.execute_async_script(
        "import('/static/bibtex.js').then(m => arguments[1](m.bibtex(arguments[0])))", references
    )
    assert written == bibtex(known)
