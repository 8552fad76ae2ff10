"""What was read from the catalog, remembered for as long as nobody changes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from assistant.library.database import Database

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Remembered(Generic[K, T]):
    """Things by their keys, read once; any change of the file, by whomever, forgets them all.

    Safe to share between threads.
    """

    def __init__(
        self, database: Database, read: Callable[[Sequence[K]], Mapping[K, T]], most: int
    ) -> None:
        self._database = database
        self._read = read
        self._most = most
        self._turn = threading.Lock()
        self._state = -1
        self._known: dict[K, T] = {}

    def get(self, ids: Sequence[K]) -> dict[K, T]:
        """Return the things that exist among these ids, in the order of the ids."""
        # What a transaction has changed so far is nobody else's to see.
        if self._database.in_transaction or len(ids) > self._most:
            return _in_order(ids, self._read(ids))
        # The state is asked for before anything is read, so that what is kept is never older.
        state = self._database.state()
        with self._turn:
            if state != self._state or len(self._known) > self._most:
                self._state, self._known = state, {}
            known = self._known
        missing = [id for id in ids if id not in known]
        if missing:
            known.update(self._read(missing))
        return _in_order(ids, known)


def _in_order(ids: Sequence[K], known: Mapping[K, T]) -> dict[K, T]:
    return {id: known[id] for id in ids if id in known}
