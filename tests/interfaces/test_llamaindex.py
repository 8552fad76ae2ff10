"""The library as parts of LlamaIndex programs."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode, get_response_synthesizer
from llama_index.core.tools import QueryEngineTool

from assistant.errors import LibraryMissing, SettingsError
from assistant.interfaces import llamaindex
from assistant.interfaces.llamaindex import LlamaIndexLibrary
from assistant.types import Filters
from eval.scripted_server import ScriptedServer
from tests.conftest import AS_WRITTEN

QUESTION = "How does dense passage retrieval train its encoders from questions and passages?"
DPR = "doi:10.18653/v1/2020.emnlp-main.550"


@pytest.fixture
def library(demo_folder: Path, tmp_path: Path) -> Iterator[LlamaIndexLibrary]:
    folder = shutil.copytree(demo_folder, tmp_path / "library")
    with llamaindex.opened(folder) as opened:
        yield opened


def test_the_retriever_finds_what_search_finds(library: LlamaIndexLibrary) -> None:
    nodes = library.retriever(papers=5).retrieve(QUESTION)
    hits = library.assistant.searcher.search(QUESTION, 5)
    assert [node.node_id for node in nodes] == [hit.paper.id for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    assert nodes[0].node_id == DPR
    assert nodes[0].text == hits[0].paper.abstract
    assert nodes[0].metadata["title"] == hits[0].paper.title
    assert nodes[0].metadata["year"] == 2020
    assert nodes[0].node.ref_doc_id == DPR


def test_filters_and_defaults_of_the_retriever(library: LlamaIndexLibrary) -> None:
    assert len(library.retriever().retrieve(QUESTION)) == library.assistant.retrieval.papers
    recent = library.retriever(filters=Filters(year_from=2022)).retrieve(QUESTION)
    assert recent
    assert all(node.metadata["year"] >= 2022 for node in recent)


def test_a_program_of_llamaindex_reads_its_nodes(library: LlamaIndexLibrary) -> None:
    synthesizer = get_response_synthesizer(MockLLM(), response_mode=ResponseMode.COMPACT)
    engine = RetrieverQueryEngine(library.retriever(papers=3), synthesizer)
    response = engine.query(QUESTION)  # the model repeats its prompt
    assert len(response.source_nodes) == 3
    assert response.source_nodes[0].text[:200] in str(response)


def test_marks_of_the_response_are_its_source_nodes(library: LlamaIndexLibrary) -> None:
    response = library.query_engine().query(QUESTION)
    assert "[1]" in str(response)
    answer = (response.metadata or {})["answer"]
    cited = [one["paper_id"] for one in answer["references"]]
    assert [node.node_id for node in response.source_nodes] == cited
    assert answer["statements"][0]["verdict"] == "verbatim"


def test_what_the_library_does_not_hold_is_declined(library: LlamaIndexLibrary) -> None:
    response = library.query_engine().query("Who won the chess olympiad of 1927?")
    assert response.source_nodes == []
    assert (response.metadata or {})["answer"]["abstained"]
    assert str(response) == (response.metadata or {})["answer"]["message"]


def test_asked_from_a_coroutine_and_as_a_tool(library: LlamaIndexLibrary) -> None:
    async def run() -> None:
        nodes = await library.retriever(papers=2).aretrieve(QUESTION)
        assert nodes[0].node_id == DPR
        engine = library.query_engine()
        tool = QueryEngineTool.from_defaults(engine, name="papers", description="My papers.")
        said = await tool.acall(QUESTION)
        assert "[1]" in said.content

    asyncio.run(run())


def test_settings_name_a_model_that_writes(
    demo_folder: Path, tmp_path: Path, server: ScriptedServer
) -> None:
    folder = shutil.copytree(demo_folder, tmp_path / "library")
    quote = "the dual-encoder is learned from a small number of questions and passages"
    server.say(f'Dense retrieval learns two encoders [1 "{quote}"].')
    chosen = {"llm__base_url": server.base_url, "llm__model": "scripted-model", **AS_WRITTEN}
    with llamaindex.opened(folder, **chosen) as library:
        response = library.query_engine().query(QUESTION)
    assert (response.metadata or {})["answer"]["usage"]["model"] == "scripted-model"
    assert response.source_nodes


def test_the_example_of_the_readme_runs(
    demo_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(demo_folder, tmp_path / "papers")
    monkeypatch.chdir(tmp_path)
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?llamaindex.*?)```", readme, re.DOTALL)
    exec(example, {})
    assert "Dense Passage Retrieval" in capsys.readouterr().out


def test_mistakes_are_said(tmp_path: Path, demo_folder: Path) -> None:
    with pytest.raises(LibraryMissing), llamaindex.opened(tmp_path / "nowhere"):
        pass
    with pytest.raises(SettingsError), llamaindex.opened(demo_folder, answer__paper=3):
        pass
