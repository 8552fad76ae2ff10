"""The library for LlamaIndex programs: its search as a retriever, its answers as a query engine.

    with llamaindex.opened("papers") as library:
        nodes = library.retriever(papers=5).retrieve("How are dense retrievers trained?")
        response = library.query_engine().query("How are dense retrievers trained?")

Nodes are papers with their abstracts.  The mark [1] of a response is its first source node, and
`response.metadata["answer"]` is the whole answer with its verdicts, as `answer/1`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from assistant import settings
from assistant.answering.documents import answer_document, paper_document
from assistant.app import App
from assistant.types import EVERYTHING, Filters, Paper, Question

if TYPE_CHECKING:
    from llama_index.core.schema import QueryBundle

    from assistant.answering.assistant import Assistant
    from assistant.retrieval.search import PaperSearch


@contextmanager
def opened(folder: str | Path, **overrides: Any) -> Iterator[LlamaIndexLibrary]:
    """Open a library; settings are overridden by their names, as in `llm__model="…"`.

    Raises:
        LibraryError: there is no library, or it is empty.
        SettingsError: there is no such setting, or it cannot have that value.
    """
    values = {name.replace("__", "."): str(value) for name, value in overrides.items()}
    app = App(settings.load(None, {**values, "library.path": str(folder)}), lambda _: None)
    with app.searcher() as searcher:
        yield LlamaIndexLibrary(app.assistant_over(searcher))


@dataclass(frozen=True, slots=True)
class LlamaIndexLibrary:
    """An open library; what it gives can be used until it is closed."""

    assistant: Assistant

    def retriever(
        self, papers: int | None = None, filters: Filters = EVERYTHING
    ) -> LiteratureRetriever:
        """Return a retriever of at most so many papers, by default as many as the settings say."""
        most = papers or self.assistant.retrieval.papers
        return LiteratureRetriever(self.assistant.searcher, most, filters)

    def query_engine(self, filters: Filters = EVERYTHING) -> LiteratureQueryEngine:
        """Return an engine whose answers are checked against what they cite."""
        return LiteratureQueryEngine(self.assistant, filters)


class LiteratureRetriever(BaseRetriever):
    """Finds papers by meaning and by words; a node is a paper, its text the abstract."""

    def __init__(self, searcher: PaperSearch, papers: int, filters: Filters = EVERYTHING) -> None:
        super().__init__()
        self._searcher = searcher
        self._papers = papers
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._searcher.search(query_bundle.query_str, self._papers, self._filters)
        return [_node(hit.paper, hit.score) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


class LiteratureQueryEngine(BaseQueryEngine):
    """Answers questions; what the library does not hold is declined, and the response says so."""

    def __init__(self, assistant: Assistant, filters: Filters = EVERYTHING) -> None:
        super().__init__(callback_manager=None)
        self._assistant = assistant
        self._filters = filters

    def _query(self, query_bundle: QueryBundle) -> Response:
        answer = self._assistant.ask(Question(query_bundle.query_str, filters=self._filters))
        scores = {hit.paper.id: hit.score for hit in answer.retrieved}
        document = answer_document(answer)
        return Response(
            response=document["text"],
            source_nodes=[_node(one.paper, scores.get(one.paper.id)) for one in answer.references],
            metadata={"answer": document},
        )

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> dict[str, Any]:
        return {}


def _node(paper: Paper, score: float | None) -> NodeWithScore:
    known = paper_document(paper)
    named = ("title", "authors", "year", "venue", "doi", "url")
    node = TextNode(
        id_=paper.id,
        text=paper.abstract,
        metadata={name: known[name] for name in named if known[name]},
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=paper.id)},
    )
    return NodeWithScore(node=node, score=score)
