"""Wires what answers, reviews and checks to the doors; the only module that does.

Heavy modules are imported where they are needed: `litassist --help` loads none of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.doors import Doors
from assistant.errors import InputError, LibraryError, SourceError
from assistant.models import configured

if TYPE_CHECKING:
    from assistant.answering.agreeing.panel import AgreementPanel
    from assistant.answering.assistant import Assistant
    from assistant.answering.checking.checker import DraftChecker
    from assistant.answering.comparing.comparer import Comparer
    from assistant.answering.conversation import Conversation
    from assistant.answering.reviewing.reviewer import Reviewer
    from assistant.corpus.records import Record, Skipped
    from assistant.library.ingest import Counts
    from assistant.library.library import Library
    from assistant.retrieval.search import PaperSearch, Searcher
    from assistant.retrieval.typed import Results
    from assistant.sources.online import Online
    from assistant.sources.paging import Batch
    from assistant.types import Filters

Progress = Callable[[int, int], None]
"""Told how many of how many papers are done."""


class App(Doors):
    """One run of the program over one library, with the settings in force."""

    @contextmanager
    def searcher(self) -> Iterator[Searcher]:
        """Open the library for searching.

        Raises:
            LibraryError: the library is empty.
        """
        with self.library() as library:
            if waiting := library.catalog.count_to_index():
                told = f"{waiting} papers are not indexed yet"
                self.report(f"{told}; `litassist reindex` goes on with it")
            if self._lacks_tokens(library):
                self.report("older papers are found less well; `litassist reindex` mends it")
            yield self.searcher_over(library)

    @contextmanager
    def assistant(self) -> Iterator[Assistant]:
        """Open the library and wire an assistant to it.

        Raises:
            LibraryError: the library is empty.
        """
        with self.searcher() as searcher:
            yield self.assistant_over(searcher)

    @contextmanager
    def reviewer(self) -> Iterator[Reviewer]:
        """Open the library and wire a reviewer to it.

        Raises:
            LibraryError: the library is empty.
        """
        with self.searcher() as searcher:
            yield self.reviewer_over(searcher)

    @contextmanager
    def conversation(self, id: str | None = None) -> Iterator[Conversation]:
        """Open the library and take up a conversation, or begin one.

        Raises:
            ConversationNotFound: no conversation is called that.
        """
        from assistant.answering.conversation import Conversation

        with self.searcher() as searcher:
            kept = searcher.conversations
            yield Conversation(
                self.assistant_over(searcher), kept, kept.find(id).id if id else None
            )

    # Over a library that is held open by someone else

    def searcher_over(self, library: Library) -> Searcher:
        """Return a searcher of an open library.

        Raises:
            LibraryError: the library is empty.
        """
        from assistant.answering import reranking
        from assistant.retrieval.search import Searcher

        if library.catalog.count_papers() == 0:
            raise LibraryError(
                f"the library in {self.folder} is empty; add papers with `litassist ingest FILE…`"
            )
        chosen = self.settings.retrieval
        reranker = reranking.reranker(chosen.rerank, library, self.embedder, self.chat_model)
        return Searcher(library, self.embedder, chosen.candidates, chosen.dense_weight, reranker)

    def assistant_over(self, searcher: PaperSearch) -> Assistant:
        """Wire an assistant to a searcher."""
        from assistant.answering.assistant import Assistant

        return Assistant(
            searcher,
            self.chat_model(),
            self.checker,
            self.settings.retrieval,
            self.settings.answer,
            self.settings.abstention,
            self.settings.check,
        )

    def reviewer_over(self, searcher: PaperSearch) -> Reviewer:
        """Wire a reviewer to a searcher."""
        from assistant.answering.reviewing.reviewer import Reviewer

        return Reviewer(
            searcher,
            self.local_embedder,
            self.chat_model(),
            self.checker,
            self.settings.review,
            self.settings.check,
            self.settings.abstention.threshold,
        )

    def comparer_over(self, searcher: PaperSearch) -> Comparer:
        """Wire a comparer to a searcher."""
        from assistant.answering.comparing.comparer import Comparer

        chosen = self.settings
        return Comparer(searcher, self.chat_model(), chosen.review, chosen.abstention.threshold)

    def panel_over(self, searcher: PaperSearch) -> AgreementPanel:
        """Wire what asks the papers of a searcher for their stance on claims."""
        from assistant.answering.agreeing.panel import AgreementPanel
        from assistant.grounding.stances import stance

        checker = self.checker
        return AgreementPanel(
            searcher, lambda claim, paper: stance(claim, paper, checker), checker.name
        )

    def draft_checker_over(self, searcher: Searcher) -> DraftChecker:
        """Wire a checker of drafts to a searcher."""
        from assistant.answering.checking.checker import DraftChecker
        from assistant.grounding.claims import needs_citation

        judge = self.judge()
        name = judge.name if judge else self.checker.name
        return DraftChecker(searcher, self.checker.check, name, needs_citation, judge)

    def add(
        self,
        library: Library,
        records: Iterable[Record | Skipped],
        progress: Progress | None = None,
    ) -> Counts:
        """Store records in an open library; who reads it meanwhile sees them when they are in."""
        from assistant.library import ingest

        with library.writing():
            counts = ingest.take_in(library, records)
            self.index(library, progress)
        return counts

    # Uses that need the library only

    def ingest(self, paths: Iterable[Path], progress: Progress | None = None) -> Counts:
        """Read files and folders into the library, creating it where there is none.

        Raises:
            InputError: a path does not exist.
        """
        from assistant.corpus import files

        found = files.find(paths)
        if not found:
            raise InputError("no files there; give a file of papers or a folder that holds some")
        records = itertools.chain.from_iterable(files.read(file) for file in found)
        return self.take_in(records, progress)

    def ingest_demo(self, progress: Progress | None = None) -> Counts:
        """Read the demo library of landmark papers into the library."""
        from assistant import resources
        from assistant.corpus import files

        return self.take_in(files.read(resources.DEMO_LIBRARY, "demo/landmarks.jsonl"), progress)

    def take_in(
        self, records: Iterable[Record | Skipped], progress: Progress | None = None
    ) -> Counts:
        """Store records in the library, creating it where there is none."""
        with self.library(create=True) as library:
            return self.add(library, records, progress)

    def online(self, fresh: bool = False) -> Online:
        """Return the online services of papers, to be asked anew with `fresh`.

        Raises:
            SettingsError: the settings allow none.
        """
        from assistant.sources.online import Online

        return Online(self.settings.sources, self.report, fresh)

    def fetch(self, batches: Iterable[Batch], progress: Progress | None = None) -> Counts:
        """Store papers of online services as they come: what is stored stays, whatever comes next.

        Raises:
            SourceError: a service does not answer.
        """
        from assistant.library.ingest import Intake

        intake, coming = Intake(), iter(batches)
        batch = next(coming, None)  # asked first, so that a failure leaves no empty library
        if batch is None:
            return intake.counts
        with self.library(create=True) as library:
            while batch:
                with library.writing():
                    intake.take_in(library, batch.records)
                    self.index(library)
                if progress:
                    progress(batch.done, batch.total)
                try:
                    batch = next(coming, None)
                except SourceError:
                    self.report(f"{intake.counts.read} papers came; the same command goes on")
                    raise
        return intake.counts

    def reindex(self, progress: Progress | None = None) -> bool:
        """Build the indexes anew; return whether the papers had to be embedded again.

        They are when the settings name another embedder or chunking than the library has, or an
        older version has read them, which kept no tokens.
        """
        from assistant.library.library import Library
        from assistant.library.vector_server import vector_server

        embedder = self.embedder
        facts = self._facts(embedder)
        library = Library.open_as_it_is(
            self.folder, self._wait, self.report, vector_server(self.settings.library)
        )
        try:
            with library.writing():
                known = library.catalog.facts()
                changed = any(known.get(key) != value for key, value in facts.items())
                changed |= self._lacks_tokens(library)
                if changed:
                    # Asked before anything is forgotten: a remote model may not answer.
                    dimension = str(embedder.dimension)
                    library.catalog.forget_chunks(**facts, dimension=dimension, tokens="")
                library.rebuild(None if changed else progress)
                self.index(library, progress)
            return changed
        finally:
            library.close()

    def search(self, query: str, papers: int, filters: Filters) -> Results:
        """Return the papers that match best; for operators alone, the newest that satisfy them.

        Raises:
            InputError: an operator is given what it cannot take.
        """
        from assistant.retrieval import typed

        with self.searcher() as searcher:
            return typed.search(searcher, searcher.library, query, papers, filters)

    def index(self, library: Library, progress: Progress | None = None) -> None:
        """Make chunks and vectors of the papers that lack them, in a library held for writing."""
        if library.catalog.count_to_index() == 0:
            return
        from assistant.library import ingest
        from assistant.models import tokens

        embedder = self.embedder
        library.catalog.remember(dimension=str(embedder.dimension))
        if not self._reads_tokens:
            library.catalog.remember(tokens="lacking")
        chosen = self.settings.library
        how = (tokens.encode, chosen.chunk_tokens, chosen.batch_papers, self._reads_tokens)
        if self._spreads(library):
            from assistant.library import indexing_on_ray

            one = self.settings.embedding.model_copy(update={"threads": 1})  # a worker each core
            make = partial(configured.local_embedder, one)
            indexing_on_ray.index(library, make, *how, one.ray, progress)
        else:
            ingest.index(library, embedder, *how, progress)

    def _spreads(self, library: Library) -> bool:
        """Tell whether there is enough for a cluster to embed; a server embeds without one."""
        chosen = self.settings.embedding
        several = library.catalog.count_to_index() > self.settings.library.batch_papers
        return several and chosen.ray != "" and chosen.provider == "local"

    def _lacks_tokens(self, library: Library) -> bool:
        return self._reads_tokens and library.catalog.facts().get("tokens") == "lacking"

    @property
    def _reads_tokens(self) -> bool:
        """Whether searches are put in order by tokens, which only the packaged model gives."""
        chosen = self.settings
        return chosen.retrieval.rerank == "tokens" and chosen.embedding.provider == "local"
