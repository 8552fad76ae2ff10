"""Conversations: what is carried, what is kept, what can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.types import Question
from eval.scripted_server import Script, ScriptedServer
from tests.conftest import AS_WRITTEN, MakeApp


@pytest.fixture
def library(demo_folder: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(demo_folder, tmp_path / "library"))


def test_a_follow_up_finds_what_the_question_before_it_names(
    library: str, make_app: MakeApp
) -> None:
    app = make_app(llm__provider="extractive")
    with app.conversation() as talk:
        talk.ask("What does HyDE do?")
        answer = talk.ask("And what does that cost?")
        id = talk.id
    assert "HyDE" in answer.standalone_question
    assert answer.references[0].paper.title.startswith("Precise Zero-Shot Dense Retrieval")
    with app.conversation(id) as again:  # as after a restart
        assert [turn.question for turn in again.turns] == [
            "What does HyDE do?",
            "And what does that cost?",
        ]
        third = again.ask("Is it better than Contriever?")
        assert "HyDE" in third.standalone_question


def test_a_corrected_question_is_asked_as_corrected(library: str, make_app: MakeApp) -> None:
    with make_app(llm__provider="extractive").conversation() as talk:
        talk.ask("What does HyDE do?")
        answer = talk.ask("And that one?", standalone="What does ColBERT do?")
    assert answer.standalone_question == "What does ColBERT do?"
    assert answer.question == "And that one?"


def test_a_question_that_fails_is_not_kept(
    library: str, make_app: MakeApp, server: ScriptedServer
) -> None:
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, **AS_WRITTEN, llm__retries="0"
    )
    server.say(Script(status=401, error="no such key"))
    with app.conversation() as talk:
        with pytest.raises(ModelError):
            talk.ask("What does HyDE do?")
        assert talk.id is None
        assert talk.turns == []


def test_the_last_answer_can_be_taken_back_retried_and_judged(
    library: str, make_app: MakeApp
) -> None:
    with make_app(llm__provider="extractive").conversation() as talk:
        assert (talk.undo(), talk.judge("good"), talk.retry()) == (False, False, None)
        talk.ask("What does HyDE do?")
        talk.ask("How many questions does TruthfulQA have?")
        assert talk.retry() is not None
        assert len(talk.turns) == 2
        assert talk.judge("missing", "no figure")
        assert talk.turns[-1].feedback[0].label == "missing"
        assert talk.undo()
        assert [turn.question for turn in talk.turns] == ["What does HyDE do?"]


def test_a_retry_asks_the_model_afresh_for_the_question_as_it_was_understood(
    library: str, make_app: MakeApp, server: ScriptedServer
) -> None:
    app = make_app(
        llm__provider="openai", llm__base_url=server.base_url, **AS_WRITTEN, llm__retries="0"
    )
    corrected = "What does HyDE do without labels?"
    with app.conversation() as talk:
        server.say("HyDE writes [1].", "HyDE invents [1].")
        talk.ask("What does it do?", corrected)
        answer = talk.retry()
        assert answer is not None
        assert (answer.statements[0].text, answer.usage.calls) == ("HyDE invents.", 1)
        assert answer.standalone_question == corrected
        assert [turn.answer["text"] for turn in talk.turns] == ["HyDE invents. [1]"]
        server.say(Script(status=401, error="no such key"))
        with pytest.raises(ModelError):
            talk.retry()
        assert [turn.answer["text"] for turn in talk.turns] == ["HyDE invents. [1]"]
    with app.conversation() as other:
        kept = other.ask("What does it do?", corrected)
    assert (kept.statements[0].text, kept.usage.calls) == ("HyDE invents.", 0)


def test_a_question_of_its_own_is_not_mixed_with_the_one_before(
    library: str, make_app: MakeApp
) -> None:
    with make_app(llm__provider="extractive").conversation() as talk:
        talk.ask("What does HyDE do?")
        answer = talk.ask("How do I bake sourdough bread at home?")
    assert answer.standalone_question == "How do I bake sourdough bread at home?"
    assert answer.abstained


def test_a_short_form_with_several_meanings_is_asked_back(
    tmp_path: Path, make_app: MakeApp
) -> None:
    papers = tmp_path / "papers.jsonl"
    papers.write_text(
        '{"title": "Ranking", "abstract": "We report mean average precision (MAP) of search."}\n'
        '{"title": "Inference", "abstract": "A maximum a posteriori (MAP) estimate is used."}\n'
    )
    app = make_app(llm__provider="extractive")
    app.ingest([papers])
    with app.assistant() as assistant:
        unclear = assistant.ask(Question("How is MAP used?"))
        clear = assistant.ask(Question("How is mean average precision (MAP) used?"))
    assert (unclear.abstained, unclear.reason) == (True, "ambiguous")
    assert "“maximum a posteriori”" in (unclear.message or "")
    assert not clear.abstained
