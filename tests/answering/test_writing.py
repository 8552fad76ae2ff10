"""Replies in another language than the question's: asked for once more, or shown with a message."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.answering.assembly import Assembly
from assistant.answering.assistant import Assistant
from assistant.answering.writing import write
from assistant.errors import BudgetExceeded
from assistant.grounding.check import Checker
from assistant.types import Message, Paper, Question, Reply
from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp

GERMAN = Question("Wie viel besser ist DPR als BM25, und wo gilt das nicht?")
QUOTE = "raises top-20 retrieval accuracy by 9 to 19 points over a strong Lucene BM25 system"
IN_ENGLISH = (
    f'DPR is better than BM25 by 9 to 19 points [1 "{QUOTE}"]. '
    "This is not the case for the questions of SQuAD [1]."
)
IN_GERMAN = (
    f'DPR ist um 9 bis 19 Punkte besser als BM25 [1 "{QUOTE}"]. '
    "Das gilt nicht für die Fragen von SQuAD [1]."
)
LINE = "Write the answer in German, the language of the question."


@pytest.fixture
def assistant(make_app: MakeApp, server: ScriptedServer, demo_folder: Path) -> Iterator[Assistant]:
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, llm__model="scripted-model",
        llm__retries="0", **AS_WRITTEN, abstention__threshold="0",
    )  # fmt: skip
    shutil.copytree(demo_folder, app.folder)
    with app.assistant() as made:
        yield made


def told(server: ScriptedServer) -> list[str]:
    return [str(request["messages"][-1]["content"]) for request in server.chat_requests]


def test_a_reply_in_another_language_is_asked_for_once_more(
    assistant: Assistant, server: ScriptedServer
) -> None:
    server.say(IN_ENGLISH, IN_GERMAN)
    shown: list[str] = []
    answer = assistant.ask(GERMAN, lambda one: shown.append(one.text))
    assert shown == [one.text for one in answer.statements]
    assert shown[0] == "DPR ist um 9 bis 19 Punkte besser als BM25."
    assert len(shown) == 2
    assert answer.message is None
    assert answer.usage.calls == 2
    assert answer.usage.tokens_out == len((IN_ENGLISH + " " + IN_GERMAN).split())
    first, second = told(server)
    assert LINE not in first
    assert second == f"{first}\n{LINE}"


def test_in_the_wrong_language_again_it_is_shown_with_a_message(
    assistant: Assistant, server: ScriptedServer
) -> None:
    server.say(IN_ENGLISH, Script(IN_ENGLISH, finish="length"))
    answer = assistant.ask(GERMAN)
    assert len(answer.statements) == 2
    assert answer.usage.calls == 2
    assert (answer.message or "").startswith("This answer is partial: ")
    assert "scripted-model wrote in English, though the question is in German" in (
        answer.message or ""
    )
    assert "choose another llm.model" in (answer.message or "")


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        (GERMAN, IN_GERMAN),
        (GERMAN, "DPR: 9–19 Punkte [1]."),  # too short to tell
        (GERMAN, "DPR wins [1]. It is so [1]."),
        (Question("In german: how much better is DPR than BM25, and where is it not?"), IN_GERMAN),
        (Question("DPR gegen BM25?"), IN_ENGLISH),
        (Question("How much better is DPR than BM25, and for which questions?"), IN_ENGLISH),
    ],
)
def test_where_nothing_is_clearly_wrong_the_model_is_asked_once(
    assistant: Assistant, server: ScriptedServer, question: Question, reply: str
) -> None:
    server.say(reply)
    answer = assistant.ask(question)
    assert answer.statements
    assert (answer.message, answer.usage.calls) == (None, 1)


@pytest.mark.parametrize(
    "failure", [Script(status=500, error="out of order"), Script("DPR", break_after=0)]
)
def test_what_was_written_is_shown_where_the_model_fails_at_the_second_time(
    assistant: Assistant, server: ScriptedServer, failure: Script
) -> None:
    server.say(IN_ENGLISH, failure, failure)
    shown: list[str] = []
    answer = assistant.ask(GERMAN, lambda one: shown.append(one.text))
    assert shown == [
        "DPR is better than BM25 by 9 to 19 points.",
        "This is not the case for the questions of SQuAD.",
    ]
    assert answer.usage.calls == 1
    assert "wrote in English" in (answer.message or "")
    server._queue.clear()


def test_a_second_reply_that_refuses_is_an_abstention(
    assistant: Assistant, server: ScriptedServer
) -> None:
    server.say(IN_ENGLISH, "NOT_IN_LIBRARY: die Kosten")
    answer = assistant.ask(GERMAN)
    assert answer.abstained
    assert (answer.message or "").endswith("die Kosten")


class Model:
    """Gives replies in pieces, or fails, and notes how many statements were told after each."""

    name = "model-1"

    def __init__(self, assembly: Assembly, *replies: list[str] | Exception) -> None:
        self.told: list[int] = []
        self._assembly = assembly
        self._replies = list(replies)

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        del messages
        reply = self._replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        for piece in reply:
            if on_text:
                on_text(piece)
            self.told.append(len(self._assembly.statements))
        return Reply("".join(reply), 1, 1)


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        # Told as soon as a word points to it, with what came before; then as the next one begins.
        (
            ["DPR gewinnt [1]. ", "Das gilt nicht [1]. ", "Es ist [1]. ", "So."],
            [0, 0, 2, 3],
        ),
        # It will not become clear.
        (["DPR gewinnt [1]. ", "Xyz " * 40 + "[1]. ", "Punkt [1]. ", "So."], [0, 0, 2, 3]),
        # In the end it need not be.
        (["DPR gewinnt [1]. ", "BM25 verliert [1]."], [0, 0]),
    ],
)
def test_sentences_wait_until_the_language_is_clear_and_no_longer(
    pieces: list[str], told: list[int]
) -> None:
    assembly = Assembly([Paper("p", "DPR", "DPR wins.")], Checker(None, 1.0, 0.0))
    model = Model(assembly, pieces)
    write(model, GERMAN.text, assembly)
    assert model.told == told
    assert len(assembly.statements) == len(pieces)


def test_a_limit_that_forbids_to_ask_again_keeps_what_was_written() -> None:
    assembly = Assembly([Paper("p", "DPR", "DPR wins.")], Checker(None, 1.0, 0.0))
    outcome = write(Model(assembly, [IN_ENGLISH], BudgetExceeded("no")), GERMAN.text, assembly)
    assert len(assembly.statements) == 2
    assert "wrote in English" in (outcome.message or "")
