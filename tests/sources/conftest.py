"""Online services replayed on loopback, and the sources that ask them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import settings
from assistant.corpus.records import Record, Skipped
from assistant.sources.online import Online
from assistant.sources.service import Query
from tests.sources.made_up import SERVICES
from tests.sources.replay import Replay, replaying


@pytest.fixture
def replay() -> Iterator[Replay]:
    """A server that plays all services; one that is asked for what it lacks fails the test."""
    with replaying() as running:
        yield running
        assert running.complaints == []


class Asking:
    """Asks the services of a server; what they remark is kept."""

    def __init__(self, folder: Path, server: Replay) -> None:
        self.remarks: list[str] = []
        self.chosen = {f"sources.{name}_url": server.url for name in SERVICES} | {
            "sources.pace": "0", "sources.first_wait_seconds": "0",
            "sources.cache_path": str(folder / "kept"),
        }  # fmt: skip

    def online(self, fresh: bool = False, **overrides: str) -> Online:
        """Return the services under settings of the section `sources`."""
        given = {f"sources.{name}": value for name, value in overrides.items()}
        found = settings.load(None, {**self.chosen, **given}, {})
        return Online(found.sources, self.remarks.append, fresh)

    def search(
        self, name: str, limit: int = 1000, fresh: bool = False, **overrides: str
    ) -> list[Record | Skipped]:
        """Return what a search finds."""
        with self.online(fresh, **overrides) as online:
            batches = online.search(name, Query("lantern fish", limit))
            return [one for batch in batches for one in batch.records]


@pytest.fixture
def asking(tmp_path: Path, replay: Replay) -> Asking:
    """What asks the services that the server plays."""
    return Asking(tmp_path, replay)


def titles(found: list[Record | Skipped]) -> list[str]:
    """Return the titles of records; what was skipped is told as such."""
    return [
        one.paper.title if isinstance(one, Record) else f"skipped: {one.reason}" for one in found
    ]
