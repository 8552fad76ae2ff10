"""The library and the assistant over it, opened once for all who ask one process."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering.agreeing.panel import AgreementPanel
    from assistant.answering.assistant import Assistant
    from assistant.answering.comparing.comparer import Comparer
    from assistant.answering.reviewing.reviewer import Reviewer
    from assistant.app import App
    from assistant.library.library import Library


class OpenedLibrary:
    """Opens what a request needs when the first one needs it; safe to share between threads.

    A library that is not there yet is looked for again with each request.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._open = ExitStack()
        self._opening = threading.Lock()
        self._library: Library | None = None
        self._assistant: Assistant | None = None

    def library(self, create: bool = False) -> Library:
        """Return the open library.

        Raises:
            LibraryMissing: there is none, and none is to be made.
        """
        with self._opening:
            if self._library is None:
                self._library = self._open.enter_context(self.app.library(create))
            return self._library

    def assistant(self) -> Assistant:
        """Return the assistant.

        Raises:
            LibraryError: the library is empty.
        """
        library = self.library()
        with self._opening:
            if self._assistant is None:
                self._assistant = self.app.assistant_over(self.app.searcher_over(library))
            return self._assistant

    def reviewer(self) -> Reviewer:
        """Return the reviewer.

        Raises:
            LibraryError: the library is empty.
        """
        return self.app.reviewer_over(self.assistant().searcher)

    def comparer(self) -> Comparer:
        """Return the comparer.

        Raises:
            LibraryError: the library is empty.
        """
        return self.app.comparer_over(self.assistant().searcher)

    def panel(self) -> AgreementPanel:
        """Return what asks the papers for their stance.

        Raises:
            LibraryError: the library is empty.
        """
        return self.app.panel_over(self.assistant().searcher)

    def close(self) -> None:
        """Let go of all files."""
        self._open.close()
