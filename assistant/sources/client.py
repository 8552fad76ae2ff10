"""Asks a service: in turn, patiently, and not again what was answered before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode

from assistant.errors import Passing, SourceError
from assistant.retrying import Patience, persist
from assistant.sources import refusals
from assistant.sources.access import Access
from assistant.sources.connection import Connection
from assistant.sources.kept_replies import KeptReplies
from assistant.sources.service import Malformed, Page, Step
from assistant.sources.turns import Turns

_TOLD_SECONDS = 1.0  # waits from which on they are worth a word


class Client:
    """A service as all processes of a user ask it."""

    def __init__(
        self,
        access: Access,
        connection: Connection,
        patience: Patience,
        kept: KeptReplies,
        turns: Turns,
        report: Callable[[str], None],
    ) -> None:
        self._access = access
        self._connection = connection
        self._patience = patience
        self._kept = kept
        self._turns = turns
        self._report = report
        self._advice = access.advice

    @property
    def title(self) -> str:
        """What the service is called."""
        return self._access.title

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def ask(self, step: Step, source: str) -> Page:
        """Return what the reply to a step holds, of a source so named; it is kept for next time.

        Raises:
            SourceError: the service cannot be reached, or does not do what was asked.
        """
        asked = f"{self._access.address}{step.request.path}?{urlencode(step.request.parameters)}"
        kept = self._kept.find(asked)
        if kept is not None:
            # One that another version has kept may not be readable.
            with suppress(Malformed, SourceError):
                return step.read(_text(kept), source)
        self._advise()

        def attempt() -> Page:
            with self._turns.turn(self._connection.host, self._access.pause):
                reply = self._connection.get(step.request)
            try:
                page = step.read(_text(reply), source)
            except Malformed as error:
                raise refusals.unreadable(self.title, error) from None
            self._kept.keep(asked, reply)
            return page

        return persist(attempt, self._patience, self._waiting)

    def _advise(self) -> None:
        """Say once, before the first request, what would make the service answer better."""
        if self._advice:
            self._report(self._advice)
        self._advice = ""

    def _waiting(self, error: Passing, seconds: float) -> None:
        if seconds >= _TOLD_SECONDS:
            self._report(f"{str(error).split('; ')[0]}: asked again in {seconds:.0f} s")


def _text(reply: bytes) -> str:
    return reply.decode("utf-8", "replace")
