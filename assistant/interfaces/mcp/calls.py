"""What all tools share: their arguments, their results, and a call that can be ended."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.interfaces.opened import OpenedLibrary
from assistant.types import Document, Filters, Hit, Statement, Step

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]
Year = Annotated[int, Field(ge=0, le=9999)]
_STAGES = {
    "reading": "read abstracts",
    "notes": "wrote notes",
    "sections": "wrote sections",
    "judging": "judged sentences",
    "rewriting": "rewrote sentences",
    "comparing": "compared papers",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What a tool found, as a document and as text that says the same."""

    document: Document
    text: str


class Stopped(Exception):
    """Raised within a call that nobody waits for any more, to end it."""


class Call:
    """A call under way; its methods are used in the thread that does the work."""

    def __init__(self, library: OpenedLibrary, tell: Callable[[int, str], object]) -> None:
        self.library = library
        self._tell = tell
        self._steps = 0
        self._stage = ("", 0)
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Have the work end with its next step."""
        self._stopped.set()

    def step(self, said: str) -> None:
        """Tell of a step that is done.

        Raises:
            Stopped: nobody waits for the call any more.
        """
        if self._stopped.is_set():
            raise Stopped
        self._steps += 1
        self._tell(self._steps, said)

    def on_step(self, step: Step) -> None:
        """Tell of a search that a model has planned."""
        self.step(step.text)

    def on_hits(self, _: str, hits: Sequence[Hit]) -> None:
        """Tell that papers were found."""
        self.step(f"found {len(hits)} papers")

    def on_statement(self, _: Statement) -> None:
        """Tell that a sentence was checked."""
        self.step("checked a sentence")

    def on_progress(self, stage: str, done: int, total: int) -> None:
        """Tell how far a review or table is, once however often it is told.

        Raises:
            Stopped: nobody waits for the call any more.
        """
        if self._stopped.is_set():
            raise Stopped
        if (stage, done) != self._stage:
            self._stage = (stage, done)
            self.step(f"{_STAGES.get(stage, stage)} {done} of {total}")


class Tool(BaseModel):
    """A tool: its fields are the arguments, its docstring is what a model is told of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def run(self, call: Call) -> Result:
        """Do the work.

        Raises:
            AssistantError: it cannot be done; the message says what to do.
        """


class FilteringTool(Tool):
    """A tool whose papers can be narrowed down."""

    year_from: Year | None = Field(None, description="First year of publication.", examples=[2019])
    year_to: Year | None = Field(None, description="Last year of publication.", examples=[2024])
    author: Name | None = Field(
        None, description="Part of an author's name, in any case.", examples=["Karpukhin"]
    )
    venue: Name | None = Field(
        None, description="Part of the venue's name, in any case.", examples=["EMNLP"]
    )

    @property
    def filters(self) -> Filters:
        """What a paper must satisfy."""
        return Filters(
            self.year_from,
            self.year_to,
            (self.author,) if self.author else (),
            (self.venue,) if self.venue else (),
        )
