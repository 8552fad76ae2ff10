"""The comparer: papers and columns in, a table of exact quotes out."""

from __future__ import annotations

import contextvars
import time
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from assistant.answering import abstention
from assistant.answering.calls import usage_of
from assistant.answering.comparing import filling, generative
from assistant.answering.comparing.known_columns import Column
from assistant.errors import BudgetExceeded, ModelError
from assistant.models import spending
from assistant.retrieval.search import Searcher
from assistant.review import Cell, Comparison, Row
from assistant.settings import ReviewSettings
from assistant.types import EVERYTHING, ChatModel, Filters, Paper, Reply, Usage

EXTRACTIVE = "extractive"
OnProgress = Callable[[int, int], object]
"""Told how many of how many papers are done.

Raises to stop the work; the exception is passed on.
"""
Fill = Callable[[Paper], tuple[Cell, ...]]
"""Finds the cells of a paper without a model."""


@dataclass(frozen=True, slots=True)
class Found:
    """The papers for a topic, or why there are none."""

    papers: tuple[Paper, ...]
    refused: abstention.Abstention | None = None


@dataclass(frozen=True, slots=True)
class _Filled:
    cells: tuple[Cell, ...]
    chosen: generative.Chosen | None = None
    reply: Reply | None = None
    failure: ModelError | BudgetExceeded | None = None


@dataclass(frozen=True, slots=True)
class Comparer:
    """Sets papers side by side, with a chat model or without one; every cell is an exact quote.

    Safe to share between threads.
    """

    searcher: Searcher
    chat: ChatModel | None
    settings: ReviewSettings
    threshold: float
    """Evidence below which a paper, or the library, is said not to hold the topic."""

    def named(self, names: Sequence[str], parts: bool = True) -> Found:
        """Return the papers that ids, identifiers or titles name, each once, in order.

        Raises:
            PaperNotFound: a name fits no paper, or several.
        """
        papers = [self.searcher.library.paper(name, parts) for name in names]
        return Found(tuple({paper.id: paper for paper in papers}.values()))

    def about(self, topic: str, papers: int | None = None, filters: Filters = EVERYTHING) -> Found:
        """Return the best papers of a topic, of those that bear on it at all."""
        most = papers or self.settings.compared
        hits = self.searcher.search(topic, most, filters)
        words = self.searcher.words
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
        asked = self.searcher.embedder.embed([column.description for column in columns])

        def fill(paper: Paper) -> tuple[Cell, ...]:
            return filling.fill(paper.abstract, columns, asked, self.searcher.embedder)

        filled = self._fill_all(found.papers, columns, fill, on_progress)
        replies = [one.reply for one in filled if one.reply]
        took = usage_of(self.chat.name, replies) if self.chat and replies else self._unasked
        refused = found.refused
        return Comparison(
            topic,
            tuple(column.name for column in columns),
            tuple(
                Row(number, paper, one.cells)
                for number, (paper, one) in enumerate(zip(found.papers, filled, strict=True), 1)
            ),
            replace(took, seconds=round(time.monotonic() - started, 3)),
            uuid.uuid4().hex[:16],
            refused.reason if refused else None,
            refused.message if refused else _shortfall(filled),
        )

    @property
    def _unasked(self) -> Usage:
        return Usage(self.chat.name if self.chat else EXTRACTIVE)

    def _fill_all(
        self,
        papers: Sequence[Paper],
        columns: Sequence[Column],
        fill: Fill,
        on_progress: OnProgress | None,
    ) -> list[_Filled]:
        """Return what became of each paper; with a model several are in flight."""
        filled: list[_Filled] = []
        in_flight = self.settings.calls_in_flight if self.chat else 1
        if on_progress:
            on_progress(0, len(papers))
        with ThreadPoolExecutor(in_flight, "compare") as pool:
            try:
                futures: list[Future[_Filled]] = [
                    # The question that a call belongs to is known by the context.
                    pool.submit(contextvars.copy_context().run, self._filled, one, columns, fill)
                    for one in papers
                ]
                for done, future in enumerate(futures, 1):
                    filled.append(future.result())
                    _give_up_where_nothing_works(filled, min(in_flight, len(papers)))
                    if on_progress:
                        on_progress(done, len(papers))
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        _give_up_where_nothing_works(filled, 1)
        return filled

    def _filled(self, paper: Paper, columns: Sequence[Column], fill: Fill) -> _Filled:
        if not self.chat or not paper.abstract.strip():
            return _Filled(fill(paper))
        try:
            reply = self.chat.reply(generative.messages(paper, columns))
        except (ModelError, BudgetExceeded) as error:
            return _Filled(fill(paper), failure=error)
        chosen = generative.read(reply, paper.abstract, columns)
        if None not in chosen.cells:
            return _Filled(tuple(one for one in chosen.cells if one), chosen, reply)
        cells = zip(chosen.cells, fill(paper), strict=True)
        return _Filled(tuple(one or other for one, other in cells), chosen, reply)


def _give_up_where_nothing_works(filled: Sequence[_Filled], tries: int) -> None:
    """Raise what the first calls failed of: a wrong key fails each time, thirty tells no more."""
    failures = [one.failure for one in filled if one.failure]
    if failures and len(failures) >= tries and not any(one.reply for one in filled):
        raise failures[0]


def _shortfall(filled: Sequence[_Filled]) -> str | None:
    """Return what to say of calls that failed and of replies that could not be used."""
    failures = [one.failure for one in filled if one.failure]
    broken = [one.chosen.broken for one in filled if one.chosen and one.chosen.broken]
    invented = sum(one.chosen.invented for one in filled if one.chosen)
    said = []
    if failures:
        said.append(
            f"{_papers(len(failures))} without the model, since a call to it failed: {failures[0]}."
        )
    if broken:
        why = (
            "its reply was cut short (raise llm.max_output_tokens)"
            if "cut" in broken
            else "its reply was no JSON object"
        )
        said.append(f"{_papers(len(broken))} without the model: {why}.")
    if invented:
        said.append(
            f"{invented} of the model's quotes {'is' if invented == 1 else 'are'} not in the "
            "abstract; those cells were filled without it."
        )
    return " ".join(said) or None


def _papers(count: int) -> str:
    return (
        "The cells of 1 paper were filled"
        if count == 1
        else (f"The cells of {count} papers were filled")
    )
