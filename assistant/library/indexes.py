"""The two indexes that are derived from the catalog, side by side in one folder."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.library.words import WordIndex

if TYPE_CHECKING:
    from assistant.library.vectors import VectorIndex


class Indexes:
    """The word index and the vector index of one folder, each opened when first used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._words: WordIndex | None = None
        self._vectors: VectorIndex | None = None

    @classmethod
    def create(cls, folder: Path) -> Indexes:
        """Make both indexes, empty, in a new folder."""
        from assistant.library.vectors import VectorIndex

        made = cls(folder)
        made._words = WordIndex(folder / "words", create=True)
        made._vectors = VectorIndex(folder / "vectors", create=True)
        return made

    @property
    def words(self) -> WordIndex:
        """The word index; raises IndexBroken where it cannot be opened."""
        with self._lock:
            if self._words is None:
                self._words = WordIndex(self.folder / "words")
            return self._words

    @property
    def vectors(self) -> VectorIndex:
        """The vector index; raises IndexBroken where it cannot be opened."""
        with self._lock:
            if self._vectors is None:
                from assistant.library.vectors import VectorIndex  # loads Chroma, a second's work

                self._vectors = VectorIndex(self.folder / "vectors")
            return self._vectors

    def close(self) -> None:
        """Let go of the files."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.close()
            self._words = self._vectors = None
