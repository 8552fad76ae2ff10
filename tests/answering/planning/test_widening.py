"""Other phrasings and sub-questions of a model, searched for beside the question."""

from __future__ import annotations

import json

import pytest

from assistant.answering.documents import answer_document
from assistant.errors import BudgetExceeded
from assistant.types import Filters, Question, Step
from eval.scripted_server import Script, ScriptedServer
from tests.answering.planning.conftest import MakeAssistant, actions, ids, titles, told

QUESTION = Question("What does HyDE do?")
ANSWER = "HyDE embeds an invented passage [1]."
COMPARISON = Question("How do reward models and word indexes differ?")
PARTS = '["How are reward models trained?", "How does BM25 rank passages by words?"]'


def test_with_all_steps_off_nothing_but_the_answer_is_asked_for(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(ANSWER)
    answer = make_assistant().ask(COMPARISON)
    assert len(server.chat_requests) == 1
    assert "steps" not in answer_document(answer)


def test_each_phrasing_is_searched_and_what_it_finds_comes_up(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    plain = make_assistant().find(QUESTION).covered.hits
    other = "How are agents tested on tasks in a web browser?"
    server.say(f'["{other}"]', ANSWER)
    steps: list[Step] = []
    answer = make_assistant(phrasings="1").ask(QUESTION, on_step=steps.append)
    assert told(server, 0) == f"Question: {QUESTION.text}"
    assert "Write 1 other phrasings" in server.chat_requests[0]["messages"][0]["content"]
    assert ids(answer)[0] == plain[0].paper.id
    (browsing,) = [one for one in answer.retrieved if one.paper.title.startswith("WebGPT")]
    assert browsing.paper not in [one.paper for one in plain]
    assert len(answer.retrieved) == len(plain)
    assert answer.usage.calls == 2
    assert tuple(steps) == answer.steps
    assert answer_document(answer)["steps"] == [
        {"action": "phrasings", "text": f"searched in other words, too: “{other}”", "papers": []}
    ]


@pytest.mark.parametrize(
    ("script", "says", "calls"),
    [
        (Script("Sure! What about bread?"), "no list of them", 2),
        (Script(status=500, error="out of order"), "the search was not planned further", 1),
        (Script(status=400, error="long", code="context_length_exceeded"), "not planned", 1),
        (Script('["How do I', break_after=1), "not planned", 1),
    ],
)
@pytest.mark.parametrize("step", ["phrasings", "sub_questions"])
def test_where_the_model_fails_the_question_is_searched_as_it_is_and_that_is_told(
    make_assistant: MakeAssistant, server: ScriptedServer,
    step: str, script: Script, says: str, calls: int,
) -> None:  # fmt: skip
    says = says.replace("of them", "of") if step == "sub_questions" else says
    plain = make_assistant().find(COMPARISON).covered.hits
    server.say(script, ANSWER)
    answer = make_assistant(**{step: "2"}).ask(COMPARISON)
    assert list(answer.retrieved) == list(plain)
    assert answer.statements
    assert actions(answer) == ["trouble"]
    assert says in answer.steps[0].text
    assert answer.usage.calls == calls


def test_the_best_paper_of_each_part_is_read_whatever_its_score(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    assistant = make_assistant(sub_questions="4")
    alone = [assistant.searcher.search(one, 1)[0].paper for one in json.loads(PARTS)]
    server.say(PARTS, ANSWER)
    answer = assistant.ask(COMPARISON)
    assert actions(answer) == ["parts", "search", "search"]
    assert [step.papers[0] for step in answer.steps[1:]] == [paper.id for paper in alone]
    assert {paper.title for paper in alone} <= set(titles(told(server, 1))[:5])
    assert {paper.id for paper in alone} <= set(ids(answer)[:5])


def test_a_part_that_waits_is_put_into_words_by_the_papers_it_waited_for(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    plan = (
        '[{"question": "Which benchmark checks if models repeat human falsehoods?"},'
        ' {"question": "How good are people at that benchmark?", "after": [1]}]'
    )
    server.say(plan, '["How good are people at TruthfulQA?"]', ANSWER)
    answer = make_assistant(sub_questions="4").ask(COMPARISON)
    completing = told(server, 1)
    assert titles(completing)[0].startswith("TruthfulQA")
    assert len(titles(completing)) == 2
    assert completing.endswith("1. How good are people at that benchmark?")
    assert answer.steps[2].text == "searched for “How good are people at TruthfulQA?”"
    assert answer.usage.calls == 3


@pytest.mark.parametrize(
    ("calls", "scripts", "asked", "troubles"),
    [
        ("1", [], 2, 0),
        ("2", ['["A?", "B?"]'], 3, 1),
        ("2", [Script(status=500, error="out of order")], 3, 1),
    ],
)
def test_a_part_that_cannot_be_completed_is_searched_for_as_it_is(
    make_assistant: MakeAssistant, server: ScriptedServer,
    calls: str, scripts: list[Script | str], asked: int, troubles: int,
) -> None:  # fmt: skip
    plan = '["Which benchmark is a shop?", {"question": "How good are people?", "after": [1]}]'
    server.say(plan, *scripts, ANSWER)
    answer = make_assistant(sub_questions="4", sub_question_calls=calls).ask(COMPARISON)
    assert len(server.chat_requests) == asked
    assert actions(answer).count("trouble") == troubles
    assert answer.steps[-1].text == "searched for “How good are people?”"


def test_questions_of_one_part_are_not_taken_apart(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say(ANSWER, "[]", ANSWER)
    assistant = make_assistant(sub_questions="4")
    assistant.ask(QUESTION)
    assert len(server.chat_requests) == 1
    answer = assistant.ask(COMPARISON)  # the model says that it has one part
    assert (len(server.chat_requests), answer.steps) == (3, ())


@pytest.mark.parametrize(
    "question", ["What is FooBarNet and how does BM25 differ?", "Who wrote HyDE and RAG?"]
)
def test_for_what_no_search_can_find_no_model_is_asked(
    make_assistant: MakeAssistant, server: ScriptedServer, question: str
) -> None:
    on = {"phrasings": "2", "sub_questions": "4", "search_steps": "4"}
    assert make_assistant(**on).ask(Question(question)).abstained
    assert server.chat_requests == []


def test_added_searches_stay_within_the_filters(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    server.say('["What is BM25?"]', PARTS, ANSWER)
    assistant = make_assistant(phrasings="1", sub_questions="4")
    answer = assistant.ask(Question(COMPARISON.text, filters=Filters(2022)))
    assert len(server.chat_requests) == 3
    assert answer.retrieved
    assert all((one.paper.year or 0) >= 2022 for one in answer.retrieved)
    found = assistant.searcher.papers([id for step in answer.steps for id in step.papers])
    assert all((paper.year or 0) >= 2022 for paper in found.values())


def test_a_limit_holds_for_planning_too(
    make_assistant: MakeAssistant, server: ScriptedServer
) -> None:
    steps: list[Step] = []
    assistant = make_assistant(phrasings="1", budget__tokens_per_question="1000")
    with pytest.raises(BudgetExceeded):
        assistant.ask(QUESTION, on_step=steps.append)
    assert server.chat_requests == []
    assert "budget.tokens_per_question does not allow this call" in steps[0].text
