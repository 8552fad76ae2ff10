"""Reviews while the model behaves badly: what is kept, told in exact words, and said of it."""

from __future__ import annotations

import json

import pytest

from assistant.answering.review_documents import review_document
from assistant.answering.reviewing.reviewer import Reviewer
from assistant.errors import BudgetExceeded, ModelError
from assistant.review import Outline
from eval.scripted_server import Script
from tests.answering.reviewing.conftest import MakeWriter, passages, quoting


def test_a_reply_that_is_cut_is_told_to_its_last_whole_sentence(
    writer: MakeWriter, outline: Outline
) -> None:
    cut = [Script(f"Whole {n} [{n}]. Half a sen", finish="length") for n in range(1, 9)]
    sections = [Script("Whole [1]. Then not", finish="length")]
    sections += [Script("Cut at onc", finish="length") for _ in outline.themes[1:]]
    whole = Script("## Overview\nAll told [1].\n## Gaps\nWhat is le", finish="length")
    reviewer, _ = writer(None, *cut, *sections, whole, review__calls_in_flight="1")
    review = reviewer.review(outline)
    assert [one.statement.text for one in review.themes[0].sentences] == ["Whole."]
    # What was cut in its first sentence is told in exact ones.
    for theme in review.themes[1:]:
        assert {one.statement.verdict for one in theme.sentences} == {"verbatim"}
    assert [one.statement.text for one in review.overview] == ["All told."]
    assert review.gaps == ()
    assert [note.sentences[0].statement.text for note in review.notes] == [
        f"Whole {n}." for n in range(1, 9)
    ]
    assert "Half" not in json.dumps(review_document(review))
    assert "replies were cut short" in (review.message or "")
    assert "llm.max_output_tokens" in (review.message or "")


def test_what_a_failed_call_was_to_write_is_told_in_exact_sentences(
    writer: MakeWriter, outline: Outline
) -> None:
    replies: list[Script | str] = [f"Note {n} [{n}]." for n in range(1, 9)]
    replies += [Script(status=500, error="the engine fell over")]
    replies += ["A section [1]." for _ in outline.themes[1:]]
    reviewer, _ = writer(None, *replies, "## Overview\nAll [1].", review__calls_in_flight="1")
    review = reviewer.review(outline)
    assert {one.statement.verdict for one in review.themes[0].sentences} == {"verbatim"}
    calls = 8 + len(outline.themes) + 1
    message = review.message or ""
    assert message.startswith(f"1 of {calls} calls to the model failed")
    assert "exact sentences" in message
    assert "\n" not in message
    assert review.usage.calls == calls - 1


def test_a_note_that_failed_is_replaced_by_the_abstract(
    writer: MakeWriter, outline: Outline
) -> None:
    replies: list[Script | str] = ["Note 1 [1].", Script(status=500, error="fell over")]
    replies += [f"Note {n} [{n}]." for n in range(3, 9)]
    replies += ["A section [2]." for _ in outline.themes]
    reviewer, server = writer(None, *replies, "## Overview\nAll [2].", review__calls_in_flight="1")
    review = reviewer.review(outline)
    read = {number: text for one in server.chat_requests[8:] for number, _, text in passages(one)}
    assert read[2] == outline.papers[1].abstract
    assert read[1] == "Note 1."
    assert len(review.notes) == 7


@pytest.mark.parametrize("in_flight", [1, 4, 30])
def test_a_wrong_key_is_one_line_and_few_calls(
    writer: MakeWriter, outline: Outline, in_flight: int
) -> None:
    wrong = [Script(status=401, error="Incorrect API key provided") for _ in range(60)]
    reviewer, server = writer(None, *wrong, review__calls_in_flight=str(in_flight))
    with pytest.raises(ModelError) as raised:
        reviewer.review(outline)
    assert "\n" not in str(raised.value)
    # Those that were in flight, and those that began while the first were looked at.
    assert len(server.chat_requests) <= min(8, 3 * in_flight)


def test_a_limit_that_is_reached_on_the_way_leaves_the_rest_to_exact_sentences(
    writer: MakeWriter, outline: Outline
) -> None:
    # A call is estimated at what is sent and the longest reply, and booked at what it took.
    reviewer, server = writer(
        quoting, review__calls_in_flight="1", budget__tokens_per_question="2300",
        llm__max_output_tokens="1000",
    )  # fmt: skip
    review = reviewer.review(outline)
    assert 0 < len(server.chat_requests) < 8 + len(outline.themes) + 1
    assert "raise budget.tokens_per_question" in (review.message or "")
    assert not review.abstained
    with pytest.raises(BudgetExceeded, match=r"budget\.tokens_per_question"):
        writer(quoting, budget__tokens_per_question="500")[0].review(outline)


class Stop(Exception):
    """Raised by a user who has seen enough."""


@pytest.mark.parametrize("stage", ["notes", "sections"])
def test_what_progress_raises_stops_the_work(
    writer: MakeWriter, outline: Outline, stage: str
) -> None:
    def stop(label: str, done: int, of: int) -> None:
        if label == stage:
            raise Stop

    reviewer, server = writer(quoting, review__calls_in_flight="1")
    with pytest.raises(Stop):
        reviewer.review(outline, on_progress=stop)
    # One may have begun before the first was told of.
    assert len(server.chat_requests) <= (2 if stage == "notes" else 10)


def test_of_a_theme_in_parts_the_part_that_failed_is_told_in_exact_sentences(
    writer: MakeWriter, reviewer: Reviewer
) -> None:
    found = reviewer.outline("retrieval", everything=True).papers
    held = reviewer.searcher.background(64)
    papers = (*found, *(paper for paper in held if paper not in found))[:30]
    replies: list[Script | str] = [f"Note {n} [{n}]." for n in range(1, 31)]
    replies += ["A section [1].", Script(status=500, error="fell over"), "## Overview\nAll [1]."]
    generative, server = writer(None, *replies, review__calls_in_flight="1")
    items = "".join(f"- [{paper.id}]\n" for paper in papers)
    review = generative.review(generative.outline_of(f"# retrieval\n## All\n{items}"), "deep")
    assert [len(passages(request)) for request in server.chat_requests[30:32]] == [25, 5]
    first, *others = review.themes[0].sentences
    assert (first.statement.text, first.statement.citations) == ("A section.", (1,))
    told = {one.number: one.paper for one in review.references}
    exact = {told[number] for one in others for number in one.statement.citations}
    assert exact == set(papers[25:])
