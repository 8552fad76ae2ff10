"""Builds the doors from the settings and wires them; the only module that does.

Heavy modules are imported where they are needed: `litassist --help` loads none of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import InputError, LibraryError
from assistant.models import configured

if TYPE_CHECKING:
    from assistant.answering.agreeing.panel import AgreementPanel
    from assistant.answering.assistant import Assistant
    from assistant.answering.checking.checker import DraftChecker
    from assistant.answering.comparing.comparer import Comparer
    from assistant.answering.conversation import Conversation
    from assistant.answering.judge import Judge
    from assistant.answering.reviewing.reviewer import Reviewer
    from assistant.corpus.records import Record, Skipped
    from assistant.grounding.check import Checker
    from assistant.library.ingest import Counts
    from assistant.library.library import Library
    from assistant.models.local_embedding import LocalEmbedder
    from assistant.models.prices import Price
    from assistant.models.served_model import ServedModel
    from assistant.retrieval.search import PaperSearch, Searcher
    from assistant.retrieval.typed import Results
    from assistant.settings import Settings
    from assistant.types import Embedder, Filters

Report = Callable[[str], None]
"""Told of what goes on beside the result, in a sentence."""
Progress = Callable[[int, int], None]
"""Told how many of how many papers are done."""


class App:
    """One run of the program over one library, with the settings in force."""

    def __init__(self, settings: Settings, report: Report) -> None:
        self.settings = settings
        self.report = report

    @property
    def folder(self) -> Path:
        """The folder of the library."""
        return self.settings.library.path.expanduser()

    # Doors

    @cached_property
    def embedder(self) -> Embedder:
        """The embedding model that the settings name."""
        if self.settings.embedding.provider == "openai":
            return configured.served_embedder(self.settings)
        return self.local_embedder

    @cached_property
    def local_embedder(self) -> LocalEmbedder:
        """The packaged embedding model, which matches texts token by token, too."""
        return configured.local_embedder(self.settings.embedding)

    @cached_property
    def checker(self) -> Checker:
        """What holds sentences against the abstracts they cite."""
        from assistant.answering import configured as checks

        return checks.checker(self.settings)

    def judge(self) -> Judge | None:
        """Return what judges the sentences of others by a chat model, None where none does."""
        from assistant.answering import configured as checks

        return checks.judge(self.settings, self.chat_model(), self.checker)

    def chat_model(self) -> ServedModel | None:
        """Return the chat model that the settings name, or None where answers are extractive."""
        return configured.chat_model(self.settings)

    def price(self) -> Price | None:
        """Return what tokens of the chat model cost, None where no price is known."""
        return configured.price(self.settings.llm)

    @contextmanager
    def library(self, create: bool = False) -> Iterator[Library]:
        """Open the library, or with `create` make an empty one where there is none."""
        from assistant.library.library import Library

        opening = Library.open_or_create if create else Library.open
        library = opening(self.folder, self._facts(self.embedder), self._wait, self.report)
        try:
            yield library
        finally:
            library.close()

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
            self._index(library, self.embedder, progress)
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

    def reindex(self, progress: Progress | None = None) -> bool:
        """Build the indexes anew; return whether the papers had to be embedded again.

        They are when the settings name another embedder or chunking than the library has, or an
        older version has read them, which kept no tokens.
        """
        from assistant.library.library import Library

        embedder = self.embedder
        facts = self._facts(embedder)
        library = Library.open_as_it_is(self.folder, self._wait, self.report)
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
                self._index(library, embedder, progress)
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

    def _index(self, library: Library, embedder: Embedder, progress: Progress | None) -> None:
        if library.catalog.count_to_index() == 0:
            return
        from assistant.library import ingest
        from assistant.models import tokens

        library.catalog.remember(dimension=str(embedder.dimension))
        chosen = self.settings.library
        ingest.index(
            library,
            embedder,
            tokens.encode,
            chosen.chunk_tokens,
            chosen.batch_papers,
            progress,
        )

    def _lacks_tokens(self, library: Library) -> bool:
        lacking = library.catalog.facts().get("tokens") == "lacking"
        return lacking and self.embedder is self.local_embedder

    @property
    def _wait(self) -> float:
        return self.settings.library.wait_seconds

    def _facts(self, embedder: Embedder) -> dict[str, str]:
        chosen = self.settings.library
        return {
            "embedder": embedder.name,
            "chunking": f"{chosen.chunk_tokens} tokens",
        }
