"""Reviews by a model whose sentences are judged, put right or withheld."""

from __future__ import annotations

import json
import re
from typing import Any

from assistant.answering.review_documents import review_document, review_of
from assistant.review import Outline, Review
from eval.scripted_server import Script
from tests.answering.reviewing.conftest import WHOLE, MakeWriter, kind, passages, prompt

FALSE = "It was measured on 7,919 sheep"
LOOSE = "It is told of here"
JUDGED = {"check__judge": "unsure", "check__repair": "true", "check__failing": "drop"}
_SENTENCE = re.compile(
    r'<sentence number="(\d+)" passages="([^"]*)">\n(.*?)\n</sentence>', re.DOTALL
)


def slipping(request: dict[str, Any], judge: bool = True) -> str | Script:
    """Write a true sentence, a loose one and a false one of each paper; judge; rewrite."""
    rules = str(request["messages"][0]["content"])
    asked = _SENTENCE.findall(prompt(request))
    if rules.startswith("You correct"):
        return "\n".join(
            f'<sentence number="{number}">LEAVE_OUT</sentence>' for number, _, _ in asked
        )
    if rules.startswith("You check"):
        texts = {number: text for number, _, text in passages(request)}
        items = [
            {"number": int(number), "support": "full", "quote": _opening(texts[int(shown)])}
            for number, shown, _ in asked
        ]
        return json.dumps({"sentences": items}) if judge else Script(status=500, error="fell over")
    said = " ".join(
        f"{text.split('. ')[0].split('(')[0]} [{number}]. {LOOSE} [{number}]. {FALSE} [{number}]."
        for number, _, text in passages(request)
    )
    return WHOLE.format(said) if kind(request) == "whole" else said


def _opening(text: str) -> str:
    return " ".join(text.split()[:4])


def texts(review: Review) -> list[str]:
    return [one.statement.text for one in review.sentences]


def test_a_false_sentence_is_withheld_wherever_it_stands(
    writer: MakeWriter, outline: Outline
) -> None:
    reviewer, server = writer(slipping, **JUDGED)
    review = reviewer.review(outline)
    assert FALSE + "." not in texts(review)
    assert f"{LOOSE}." in texts(review)
    loose = [one.statement for one in review.sentences if one.statement.text == f"{LOOSE}."]
    assert {one.verdict for one in loose} == {"supported"}
    withheld = [one for one in review.dropped if one.text == f"{FALSE}."]
    assert {one.verdict for one in withheld} == {"unsupported"}
    assert all("7,919" in one.why for one in withheld)
    cited = {number for one in review.sentences for number in one.statement.citations}
    cited |= {note.number for note in review.notes}
    assert cited == {one.number for one in review.references}
    assert review.usage.calls == len(server.chat_requests)
    assert review_of(json.loads(json.dumps(review_document(review)))) is not None


def test_what_checks_may_take_is_told_before_and_not_exceeded(
    writer: MakeWriter, outline: Outline
) -> None:
    reviewer, server = writer(slipping, **JUDGED)
    written = reviewer.estimate(outline, "deep")
    most = reviewer.checks_estimate(outline, "deep")
    review = reviewer.review(outline, "deep")
    assert written
    assert most
    assert written.calls < review.usage.calls <= written.calls + most.calls
    checks = [one for one in server.chat_requests if _SENTENCE.search(prompt(one))]
    assert len(checks) == review.usage.calls - written.calls
    for settings, part in (
        ({"check__repair": "false"}, most.calls // 3),  # judged, and not again
        ({"check__judge": "off"}, most.calls // 3),
        ({"check__judge": "off", "check__repair": "false"}, None),
    ):
        other, _ = writer(slipping, **(JUDGED | settings))
        asked = other.checks_estimate(outline, "deep")
        assert (asked.calls if asked else None) == part


def test_the_same_sentence_is_judged_once(writer: MakeWriter, outline: Outline) -> None:
    reviewer, server = writer(slipping, **JUDGED)
    reviewer.review(outline)
    asked = [
        (shown, said)
        for one in server.chat_requests
        if str(one["messages"][0]["content"]).startswith("You correct")
        for _, shown, said in _SENTENCE.findall(prompt(one))
    ]
    assert len(asked) == len(set(asked)) >= len(outline.papers)


def test_a_sentence_that_is_put_right_says_so(writer: MakeWriter, outline: Outline) -> None:
    truth = {place: paper.abstract.split(". ")[0] for place, paper in enumerate(outline.papers, 1)}

    def respond(request: dict[str, Any]) -> str | Script:
        if str(request["messages"][0]["content"]).startswith("You correct"):
            return "\n".join(
                f'<sentence number="{number}">{truth[int(shown)]} [{shown}].</sentence>'
                for number, shown, _ in _SENTENCE.findall(prompt(request))
            )
        return slipping(request)

    reviewer, _ = writer(respond, **JUDGED)
    review = reviewer.review(outline)
    repaired = [one.statement for one in review.sentences if one.statement.action == "repaired"]
    assert {one.verdict for one in repaired} == {"verbatim"}
    assert review.checks.repaired >= len(repaired) > 0


def test_a_judge_that_fails_is_said_and_loses_no_review(
    writer: MakeWriter, outline: Outline
) -> None:
    reviewer, _ = writer(lambda request: slipping(request, judge=False), **JUDGED)
    review = reviewer.review(outline)
    assert "could be judged" in (review.message or "")
    assert "fell over" in (review.message or "")
    loose = {one.statement.verdict for one in review.sentences if one.statement.text == f"{LOOSE}."}
    assert "supported" not in loose
    assert FALSE + "." not in texts(review)


def test_a_review_of_which_nothing_stands_abstains(writer: MakeWriter, outline: Outline) -> None:
    def lying(request: dict[str, Any]) -> str:
        if str(request["messages"][0]["content"]).startswith("You correct"):
            return "No."
        said = " ".join(f"{FALSE} [{number}]." for number, _, _ in passages(request))
        return WHOLE.format(said) if kind(request) == "whole" else said

    reviewer, _ = writer(lying, **JUDGED)
    review = reviewer.review(outline)
    assert review.abstained
    assert "withheld by the checks" in (review.message or "")
    assert {one.text for one in review.dropped} == {f"{FALSE}."}
    planned = {paper.id for paper in outline.papers}
    left_out = [one for one in review.coverage.left_out if one.paper.id in planned]
    assert len(left_out) == len(planned)
    assert {one.why for one in left_out} == {"withheld"}
