"""The library, opened once and shared by all requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.app import App
from assistant.errors import ConversationNotFound, LibraryMissing
from assistant.interfaces.api.problems import Problem
from assistant.interfaces.opened import OpenedLibrary

if TYPE_CHECKING:
    from assistant.corpus.records import Record, Skipped
    from assistant.kept import KeptConversation
    from assistant.library.catalog import Catalog
    from assistant.library.conversations import Conversations
    from assistant.library.ingest import Counts


class Service(OpenedLibrary):
    """What requests do with the library; safe to share between threads."""

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self._busy: set[str] = set()

    def catalog(self) -> Catalog | None:
        """Return the catalog of the library, None where there is no library yet."""
        try:
            return self.library().catalog
        except LibraryMissing:
            return None

    def warm_up(self) -> None:
        """Load the models and open the indexes, so that no request waits for it."""
        self.assistant().searcher.search("warm up", 1)

    def add(self, records: Iterable[Record | Skipped]) -> Counts:
        """Store records, creating the library where there is none."""
        return self.app.add(self.library(create=True), records)

    def remove(self, name: str) -> str:
        """Remove the paper of an id or a whole title; return its id."""
        library = self.library()
        id = library.paper(name, parts=False).id
        with library.writing():
            library.remove([id])
        return id

    @property
    def conversations(self) -> Conversations:
        """The conversations about the library."""
        return self.library().catalog.conversations

    def conversation(self, id: str) -> KeptConversation:
        """Return the conversation with this whole id.

        Raises:
            ConversationNotFound: there is none.
        """
        found = next((one for one in self.conversations.all() if one.id == id), None)
        if found is None:
            raise ConversationNotFound(
                f"no conversation is called {id!r}; GET /v1/conversations lists them"
            )
        return found

    @contextmanager
    def turn_of(self, id: str | None) -> Iterator[None]:
        """Keep a conversation to oneself; the next question must know the answer to this one.

        Raises:
            Problem: another request has it.
        """
        if id is None:
            yield
            return
        with self._opening:
            if id in self._busy:
                raise Problem(409, "being-answered", "this conversation is being answered; wait")
            self._busy.add(id)
        try:
            yield
        finally:
            self._busy.discard(id)
