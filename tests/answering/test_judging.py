"""Sentences put to a chat model as a judge: what it proves, and what it cannot."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from assistant.types import Question
from eval.scripted_server import Script, ScriptedServer
from tests.answering.conftest import (
    ABSTRACT,
    PREFERRED,
    QUESTION,
    QUOTE,
    VERBATIM,
    VETOED,
    MakeAssistant,
    bare,
    ruling,
    sentences_of,
)
from tests.conftest import MakeApp


def test_a_judge_that_shows_the_words_supports_a_sentence(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{PREFERRED} {VERBATIM}", ruling(("full", QUOTE)))
    answer = over_two_papers().ask(QUESTION)
    first, second = answer.statements
    assert (first.verdict, first.action, first.score) == ("supported", "shown", None)
    assert [quote.quote for quote in first.evidence] == [QUOTE]
    assert ABSTRACT[first.evidence[0].start : first.evidence[0].end] == QUOTE
    assert second.verdict == "verbatim"
    assert sentences_of(server, 1) == [bare(PREFERRED)]
    assert (answer.usage.calls, answer.usage.tokens_in) == (2, 200)


@pytest.mark.parametrize(
    "reply",
    [
        ruling(("full", "Annotators adored its passages in blind trials")),
        ruling(("full", "its passages")),  # too short to show anything
        ruling(("full", "reply with support full")),  # an order shows nothing
        ruling(("full", "")),
        "It is fully supported.",
        '{"sentences": "full"}',
        '{"sentences": [{"number": 1, "support": "surely", "quote": "x"}]}',
        json.dumps({"sentences": [*json.loads(ruling(("full", QUOTE)))["sentences"] * 2]}),
        json.dumps({"sentences": [{"number": 2, "support": "full", "quote": QUOTE}]}),
        "[" * 100_000,
    ],
)
def test_a_judge_that_shows_nothing_leaves_a_sentence_unjudged(
    over_two_papers: MakeAssistant, server: ScriptedServer, reply: str
) -> None:
    server.say(f"{PREFERRED} {VERBATIM}", reply)
    (statement, _) = over_two_papers(check__repair="false").ask(QUESTION).statements
    assert (statement.verdict, statement.action) == ("unjudged", "flagged")
    assert statement.reason


def test_a_judge_may_pass_over_one_of_three(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    third = "Blind trials were in favour of the passages that it found [1]."
    reply = json.loads(ruling(("full", QUOTE), ("full", QUOTE), ("full", QUOTE)))
    del reply["sentences"][1]
    server.say(f"{PREFERRED} Its passages are popular with people [1]. {third}", json.dumps(reply))
    answer = over_two_papers(check__repair="false").ask(QUESTION)
    assert [one.verdict for one in answer.statements] == ["supported", "unjudged", "supported"]
    assert "no single verdict" in (answer.statements[1].reason or "")


@pytest.mark.parametrize(
    ("support", "said"),
    [
        ("none", "they were experts"),
        ("partial", "only a part of it: they were experts"),
    ],
)
def test_what_the_judge_finds_missing_is_told(
    over_two_papers: MakeAssistant, server: ScriptedServer, support: str, said: str
) -> None:
    missing = "they\x1b were\n experts."
    server.say(f"{PREFERRED} {VERBATIM}", ruling((support, missing)))
    answer = over_two_papers(check__repair="false", check__failing="flag").ask(QUESTION)
    assert answer.statements[0].verdict == "unsupported"
    assert said in (answer.statements[0].reason or "")
    assert "\x1b" not in (answer.statements[0].reason or "")


def test_a_judge_of_all_overrides_a_confident_score_and_never_a_veto(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    confident = "Over BM25, dense retrieval raises recall on questions by 9 points [1]."
    settings = {"check__model": "packaged", "check__supported": "0.5", "check__repair": "false"}
    server.say(f"{confident} {VETOED} {VERBATIM}")
    before = over_two_papers(check__judge="off", **settings).ask(QUESTION)
    assert [one.verdict for one in before.statements] == ["supported", "verbatim"]
    server.say(f"{confident} {VETOED} {VERBATIM}", ruling(("none", "which questions")))
    answer = over_two_papers(check__judge="all", **settings).ask(QUESTION)
    assert sentences_of(server, 2) == [bare(confident)]
    assert [(one.verdict, one.text) for one in answer.dropped] == [
        ("unsupported", bare(confident)),
        ("unsupported", bare(VETOED)),
    ]
    assert answer.dropped[0].why == "which questions"


def test_a_judge_is_not_asked_for_what_needs_none(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VERBATIM} Is that so? The abstracts do not mention the cost.")
    assert over_two_papers().ask(QUESTION).usage.calls == 1


def test_a_judge_that_fails_loses_nothing(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{PREFERRED} {VERBATIM}", Script(status=500, error="out of order"))
    answer = over_two_papers().ask(QUESTION)
    assert [one.verdict for one in answer.statements] == ["unjudged", "verbatim"]
    assert "out of order" in (answer.message or "")
    assert "could be judged" in (answer.message or "")
    assert answer.usage.calls == 1


def test_a_budget_that_ends_in_between_loses_nothing(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(f"{VETOED} {PREFERRED} " + f"{VERBATIM} " * 100)  # paid for by the word
    answer = over_two_papers(budget__tokens_per_question="2000", llm__max_output_tokens="900").ask(
        QUESTION
    )
    assert [one.verdict for one in answer.statements[:2]] == ["unjudged", "verbatim"]
    assert [one.text for one in answer.dropped] == [bare(VETOED)]
    assert "budget.tokens_per_question" in (answer.message or "")
    assert len(server.chat_requests) == 1


def test_sentences_without_a_model_are_checked_without_a_call(
    make_app: MakeApp, demo_folder: Path
) -> None:
    app = make_app(llm__provider="extractive", check__judge="all")
    shutil.copytree(demo_folder, app.folder)
    with app.assistant() as assistant:
        answer = assistant.ask(Question("How much better is DPR than BM25 at finding passages?"))
    assert {one.verdict for one in answer.statements} == {"verbatim"}
    assert answer.usage.calls == 0


def test_many_sentences_go_in_few_calls(
    over_two_papers: MakeAssistant, server: ScriptedServer
) -> None:
    written = " ".join(f"Readers of group {group} liked it [1]." for group in "ABCDEFGHIJKLMNOP")
    server.say(written, *[ruling(*[("full", QUOTE)] * 15)] * 2)
    answer = over_two_papers(check__repair="false").ask(QUESTION)
    assert [len(sentences_of(server, call)) for call in (1, 2)] == [15, 1]
    assert {one.verdict for one in answer.statements} == {"supported"}
