"""Answers while the model behaves badly: fewer passages, kept parts, limits, kept replies."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from assistant.answering.assistant import Assistant
from assistant.errors import BudgetExceeded, ContextTooLong, ModelUnavailable
from assistant.types import Question
from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

QUESTION = Question("How much better is DPR than BM25 at finding passages?")
TOO_LONG = Script(status=400, error="too long", code="context_length_exceeded")
MakeAssistant = Callable[..., Assistant]


@pytest.fixture
def make_assistant(
    make_app: MakeApp, server: ScriptedServer, demo_folder: Path
) -> Iterator[MakeAssistant]:
    """Open an assistant over the demo library that asks the scripted server."""
    with ExitStack() as stack:

        def make(**overrides: str) -> Assistant:
            app = make_app(
                llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
                llm__retries="0", **AS_WRITTEN, **overrides,
            )  # fmt: skip
            if not app.folder.exists():
                shutil.copytree(demo_folder, app.folder)
            return stack.enter_context(app.assistant())

        yield make


def passages(server: ScriptedServer) -> list[int]:
    asked = [request["messages"][-1]["content"] for request in server.chat_requests]
    return [text.count("</passage>") for text in asked]


EIGHT_PAPERS = {"answer__papers": "8", "answer__paper_share": "0"}


def test_too_many_passages_are_halved(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(TOO_LONG, TOO_LONG, "DPR wins [1]. It is dense [3].")
    answer = make_assistant(**EIGHT_PAPERS).ask(QUESTION)
    assert passages(server) == [8, 4, 2]
    # Passage 3 was never read by the model that cites it.
    assert [statement.citations for statement in answer.statements] == [(1,), ()]
    assert answer.checks.numbers_dropped == 1


def test_one_passage_too_long_is_one_line(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(*[TOO_LONG] * 4)
    with pytest.raises(ContextTooLong, match=r"choose an llm\.model with a longer context"):
        make_assistant(**EIGHT_PAPERS).ask(QUESTION)
    assert passages(server) == [8, 4, 2, 1]


@pytest.mark.parametrize(
    ("script", "says"),
    [
        (Script("One [1]. Two is [2]. Then no", finish="length"), "raise llm.max_output_tokens"),
        (Script("One [1]. Two is [2]. Then no", finish="content_filter"), "content filter"),
        (Script("One [1]. Two is [2]. Then not", piece=14, break_after=2), "ask again"),
    ],
)
def test_a_reply_that_was_cut_is_kept_to_its_last_whole_sentence(
    make_assistant: MakeAssistant, server: ScriptedServer, script: Script, says: str
) -> None:
    server.say(script)
    answer = make_assistant().ask(QUESTION)
    assert [statement.text for statement in answer.statements] == ["One.", "Two is."]
    assert (answer.message or "").startswith("This answer is partial: ")
    assert says in (answer.message or "")


def test_what_was_lost_before_anything_was_shown_is_asked_for_again(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(Script("DPR is a ret", break_after=1), "DPR wins [1].")
    told: list[str] = []
    answer = make_assistant().ask(QUESTION, lambda one: told.append(one.text))
    assert told == ["DPR wins."]
    assert answer.message is None
    assert (answer.usage.calls, answer.usage.tokens_out > 3) == (2, True)


def test_a_reply_cut_before_its_first_citation_is_no_abstention(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(Script("DPR is a retriever that", finish="length"))
    with pytest.raises(ModelUnavailable, match=r"raise llm\.max_output_tokens"):
        make_assistant().ask(QUESTION)


def test_a_limit_is_kept_before_the_server_is_asked(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    with pytest.raises(BudgetExceeded, match=r"raise budget\.tokens_per_question"):
        make_assistant(budget__tokens_per_question="1500").ask(QUESTION)
    assert server.chat_requests == []


def test_an_answer_says_what_it_cost(make_assistant: MakeAssistant, server: ScriptedServer) -> None:
    server.say("DPR wins [1].")
    usage = make_assistant(llm__price_in="10", llm__price_out="100").ask(QUESTION).usage
    assert usage.cost_usd == pytest.approx((100 * 10 + 3 * 100) / 1e6)


@pytest.mark.parametrize(
    ("overrides", "calls"),
    [({}, 0), ({"llm__cache": "false"}, 1), ({"llm__temperature": "0.5"}, 1)],
)
def test_the_same_question_again_takes_no_call(
    make_assistant: MakeAssistant, server: ScriptedServer, overrides: dict[str, str], calls: int
) -> None:
    server.say(*["DPR wins [1]."] * (1 + calls))
    first = make_assistant(**overrides).ask(QUESTION)
    again = make_assistant(**overrides).ask(QUESTION)
    assert first.statements == again.statements
    assert (first.usage.calls, again.usage.calls) == (1, calls)
    assert len(server.chat_requests) == 1 + calls
    assert again.usage.cost_usd == (None if calls else 0.0)
