"""The systems that are compared: same library, same model, replies in the product's schemas."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import settings
from assistant.app import App
from assistant.settings import Settings
from assistant.types import Question
from eval.experiment.outcomes import outcome
from eval.systems.catalog import NAMES, system
from eval.systems.copying_model import NAME, copying_model, respond
from tests.conftest import AS_WRITTEN

QUESTION = Question("How much better is dense retrieval than BM25, and where does BM25 stay ahead?")


def app_over(folder: Path, **overrides: str) -> App:
    values = {
        "library.path": str(folder),
        "llm.provider": "extractive",
        "llm.cache": "false",
    }
    values |= {key.replace("__", "."): value for key, value in overrides.items()}
    return App(settings.load(None, values, {}), lambda _: None)


@pytest.mark.parametrize("name", NAMES)
def test_every_system_ranks_papers(demo_folder: Path, name: str) -> None:
    with system(name, app_over(demo_folder)) as opened:
        assert (opened.name, opened.writer) == (name, "extractive")
        produced = opened.rank(QUESTION)
    found = outcome("1", produced.document, produced.confidence)
    assert len(found.ranked) == len(set(found.ranked)) == 10
    assert "doi:10.18653/v1/2020.emnlp-main.550" in found.ranked
    assert found.answered is None
    assert found.confidence is not None


def test_the_parts_rank_otherwise_than_the_whole(demo_folder: Path) -> None:
    rankings = set()
    for name in ("ours", "lexical", "dense"):
        with system(name, app_over(demo_folder)) as opened:
            document = opened.rank(QUESTION).document
        rankings.add(tuple(hit["paper_id"] for hit in document["hits"]))
    assert len(rankings) == 3


@pytest.mark.parametrize("name", NAMES)
def test_every_system_answers_with_the_same_model(demo_folder: Path, name: str) -> None:
    with copying_model() as server:
        app = app_over(
            demo_folder,
            llm__provider="openai",
            llm__base_url=server.base_url,
            llm__model=NAME,
            **AS_WRITTEN,
        )
        with system(name, app) as opened:
            assert opened.writer == NAME
            produced = opened.answer(QUESTION)
    found = outcome("1", produced.document, produced.confidence)
    assert found.answered is True
    assert found.cost.calls == 1
    assert {id for one in found.sentences for id in one.cites} <= set(found.references)


def test_plain_llamaindex_without_a_model_ranks_only(demo_folder: Path) -> None:
    with system("llamaindex", app_over(demo_folder)) as opened:
        assert opened.answer(QUESTION).document["schema"] == "search/1"


def test_plain_llamaindex_declines_what_its_model_declines(demo_folder: Path) -> None:
    with copying_model() as server:
        app = app_over(
            demo_folder, llm__provider="openai", llm__base_url=server.base_url, llm__model=NAME
        )
        with system("llamaindex", app) as opened:
            document = opened.answer(Question("Zebras?")).document
    assert document["abstained"] is True
    assert document["message"] == "No source is helpful."


def test_the_settings_of_a_part_are_not_those_of_the_whole(demo_folder: Path) -> None:
    from eval.systems.catalog import settings_of

    chosen: Settings = app_over(demo_folder).settings
    assert settings_of("ours", chosen) == chosen
    assert settings_of("dense", chosen).retrieval.dense_weight == 1.0
    assert settings_of("lexical", chosen).retrieval.dense_weight == 0.0


def prompt(question: str, *passages: str) -> dict[str, object]:
    text = "".join(
        f'<passage number="{number}">\nTitle: T\n{passage}\n</passage>\n\n'
        for number, passage in enumerate(passages, 1)
    )
    return {"messages": [{"role": "user", "content": f"{text}Question: {question}"}]}


def test_the_scripted_model_copies_the_sentence_that_shares_most_words() -> None:
    said = respond(
        prompt("How tall are mountain gorillas?", "Lions roar. Mountain gorillas are tall.", "No.")
    )
    assert said.startswith("Mountain gorillas are tall [")


def test_the_scripted_model_errs_alike_for_all() -> None:
    passages = [f"Mountain gorillas number {number} live here." for number in range(40)]
    replies = {respond(prompt("Where do mountain gorillas live?", one)) for one in passages}
    assert any("[99]" in reply for reply in replies)
    assert any(reply.startswith("Mountain gorillas number") for reply in replies)
    assert replies == {respond(prompt("Where do mountain gorillas live?", one)) for one in passages}
