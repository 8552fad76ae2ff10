"""Plain LlamaIndex over the same chunks, vectors and model: what one gets without this project.

`VectorStoreIndex` and `CitationQueryEngine` with their defaults, but for the number of chunks,
which is the assistant's number of papers.  They check nothing, so nothing is flagged.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from llama_index.core import VectorStoreIndex
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.core.schema import NodeRelationship, NodeWithScore, RelatedNodeInfo, TextNode

from assistant.answering.documents import answer_document, search_document
from assistant.grounding import marks
from assistant.library.library import Library
from assistant.settings import AnswerSettings, RetrievalSettings
from assistant.types import (
    EXTRACTIVE,
    Answer,
    ChatModel,
    Chunk,
    Embedder,
    Hit,
    Paper,
    Passage,
    Question,
    Reference,
    Statement,
    Usage,
)
from eval.systems.llamaindex_models import LibraryEmbedding, RunModel
from eval.types import Produced

if TYPE_CHECKING:
    from assistant.types import Vector

_BATCH = 1000


class PlainLlamaIndex:
    """LlamaIndex's own index and query engine over the chunks of a library."""

    name = "llamaindex"

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        chat: ChatModel | None,
        retrieval: RetrievalSettings,
        answer: AnswerSettings,
    ) -> None:
        self.writer = chat.name if chat else EXTRACTIVE
        self._chat = chat
        self._papers = {paper.id: paper for paper in library.catalog.papers()}
        self._most = retrieval.papers
        self._read = answer.papers
        nodes = [
            _node(chunk, self._papers[chunk.paper_id], vector)
            for chunks, vectors in library.catalog.embedded.batches(_BATCH)
            for chunk, vector in zip(chunks, vectors, strict=True)
        ]
        self.index = VectorStoreIndex(nodes, embed_model=LibraryEmbedding(embedder))

    def rank(self, question: Question) -> Produced:
        """Return the papers of the nearest chunks; a paper's best chunk places it.

        More chunks are asked for than papers are wanted, so that papers of several chunks do not
        shorten the list.
        """
        hits = self._hits(question.text)
        return Produced(search_document(question.text, hits), hits[0].score if hits else None)

    def answer(self, question: Question) -> Produced:
        """Return what the citation engine makes of the question; a ranking without a model.

        A reply that cites no source is taken as the refusal that its prompt asks for.
        """
        if self._chat is None:
            return self.rank(question)
        started = time.monotonic()
        model = RunModel(self._chat)
        engine = CitationQueryEngine.from_args(self.index, llm=model, similarity_top_k=self._read)
        response = engine.query(question.text)
        sources = [self._paper(node) for node in response.source_nodes]
        hits = self._hits(question.text)
        usage = model.usage(time.monotonic() - started)
        answer = _answer(question, str(response), sources, hits, usage)
        return Produced(answer_document(answer), hits[0].score if hits else None)

    def _hits(self, text: str) -> list[Hit]:
        found = self.index.as_retriever(similarity_top_k=3 * self._most).retrieve(text)
        best: dict[str, NodeWithScore] = {}
        for node in found:
            best.setdefault(self._paper(node).id, node)
        return [
            _hit(rank, self._papers[id], node)
            for rank, (id, node) in enumerate(list(best.items())[: self._most], 1)
        ]

    def _paper(self, node: NodeWithScore) -> Paper:
        return self._papers[str(node.node.ref_doc_id)]


def _node(chunk: Chunk, paper: Paper, vector: Vector) -> TextNode:
    return TextNode(
        id_=chunk.id,
        text=paper.abstract[chunk.start : chunk.end] or paper.title,
        metadata={"title": paper.title},
        embedding=[float(value) for value in vector],
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=paper.id)},
    )


def _hit(rank: int, paper: Paper, node: NodeWithScore) -> Hit:
    cosine = node.score or 0.0
    start = max(0, paper.abstract.find(node.text))
    passage = Passage(start, start + len(node.text), node.text, cosine)
    return Hit(rank, paper, score=cosine, dense=cosine, lexical=0.0, passages=(passage,))


def _answer(
    question: Question, reply: str, sources: Sequence[Paper], hits: Sequence[Hit], usage: Usage
) -> Answer:
    statements = [
        Statement(
            text=sentence.text,
            citations=tuple(dict.fromkeys(one.number for one in sentence.citations)),
            verdict="unjudged",
            score=None,
            action="shown",
            evidence=(),
        )
        for sentence in marks.parse(reply)
    ]
    cited = {number for one in statements for number in one.citations}
    answered = any(number <= len(sources) for number in cited)
    return Answer(
        question=question.text,
        standalone_question=question.text,
        statements=tuple(statements) if answered else (),
        references=tuple(
            Reference(number, paper) for number, paper in enumerate(sources, 1) if number in cited
        ),
        retrieved=tuple(hits),
        usage=usage,
        trace_id=uuid.uuid4().hex[:16],
        message=None if answered else reply,
    )
