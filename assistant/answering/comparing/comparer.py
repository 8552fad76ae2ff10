"""The comparer: papers and columns in, a table of exact quotes out."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answering import abstention
from assistant.answering.calls import OnProgress, usage_of
from assistant.answering.comparing import filling, generative
from assistant.answering.comparing.generative import Asked
from assistant.answering.comparing.known_columns import Column
from assistant.models import spending
from assistant.retrieval import typed
from assistant.retrieval.search import PaperSearch
from assistant.review import Comparison, Row
from assistant.settings import ReviewSettings
from assistant.types import EVERYTHING, EXTRACTIVE, ChatModel, Filters, Paper, Usage


@dataclass(frozen=True, slots=True)
class Found:
    """The papers for a topic, or why there are none."""

    papers: tuple[Paper, ...]
    refused: abstention.Abstention | None = None


@dataclass(frozen=True, slots=True)
class Comparer:
    """Sets papers side by side, with a chat model or without one; every cell is an exact quote.

    Safe to share between threads.
    """

    searcher: PaperSearch
    chat: ChatModel | None
    settings: ReviewSettings
    threshold: float
    """Evidence below which a paper, or the library, is said not to hold the topic."""

    def named(self, names: Sequence[str], parts: bool = True) -> Found:
        """Return the papers that ids, identifiers or titles name, each once, in order.

        Raises:
            PaperNotFound: a name fits no paper, or several.
        """
        papers = [self.searcher.paper(name, parts) for name in names]
        return Found(tuple({paper.id: paper for paper in papers}.values()))

    def about(self, topic: str, papers: int | None = None, filters: Filters = EVERYTHING) -> Found:
        """Return the best papers of a topic, of those that bear on it at all."""
        most = papers or self.settings.compared
        words = self.searcher.words
        asked = typed.question(topic, filters, words.knows)
        topic = asked.text
        hits = self.searcher.search(topic, most, asked.filters)
        refused = abstention.assess(topic, hits, self.threshold, words.knows, words.terms)
        near = [hit.paper for hit in hits if abstention.evidence([hit]) >= self.threshold]
        return Found((), refused) if refused else Found(tuple(near))

    @spending.one_question()
    def compare(
        self,
        found: Found,
        columns: Sequence[Column],
        topic: str | None = None,
        on_progress: OnProgress | None = None,
    ) -> Comparison:
        """Return the table; what a model did not do is done without it, and said.

        Raises:
            BudgetExceeded: a limit did not allow the chat model to be asked once.
            ModelError: the chat model did not answer once.
        """
        started = time.monotonic()
        asked, usage = Asked(), Usage(EXTRACTIVE)
        if self.chat:
            in_flight = self.settings.calls_in_flight
            asked = generative.ask(self.chat, found.papers, columns, in_flight, on_progress)
            usage = usage_of(self.chat.name, asked.replies)
            on_progress = None  # beside the calls, filling what they left takes no time
        rows = tuple(self._rows(found.papers, columns, asked, on_progress))
        refused = found.refused
        return Comparison(
            topic,
            tuple(column.name for column in columns),
            rows,
            replace(usage, seconds=round(time.monotonic() - started, 3)),
            uuid.uuid4().hex[:16],
            refused.reason if refused else None,
            refused.message if refused else generative.shortfall(asked),
        )

    def _rows(
        self,
        papers: Sequence[Paper],
        columns: Sequence[Column],
        asked: Asked,
        on_progress: OnProgress | None,
    ) -> Iterator[Row]:
        """Yield the row of each paper; cells that no model chose are found without one."""
        embedder = self.searcher.embedder
        wanted = embedder.embed([column.description for column in columns])
        for number, paper in enumerate(papers, 1):
            if on_progress:
                on_progress(generative.COMPARING, number - 1, len(papers))
            chosen = asked.chosen.get(paper.id)
            cells = chosen.cells if chosen else tuple(None for _ in columns)
            if None in cells:
                found = filling.fill(paper.abstract, columns, wanted, embedder)
                cells = tuple(one or other for one, other in zip(cells, found, strict=True))
            yield Row(number, paper, tuple(one for one in cells if one))
        if on_progress:
            on_progress(generative.COMPARING, len(papers), len(papers))
