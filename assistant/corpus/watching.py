"""Which files of a folder are to be read again: those that changed, and change no more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.corpus import files
from assistant.errors import InputError

State = tuple[int, int]
"""When a file was changed last, and its size."""


class FolderWatch:
    """Looks at a folder time and again.

    A file counts as whole when two looks in a row find it the same: what is still being written is
    waited for.
    """

    def __init__(
        self, folder: Path, states: Callable[[Path], dict[Path, State]] | None = None
    ) -> None:
        self._folder = folder
        self._states = states or states_below
        self.settled = False
        """Whether the last look found all files as the one before did."""
        self._last: dict[Path, State] = {}
        self._read: dict[Path, State] = {}

    def look(self) -> list[Path]:
        """Return the files that are whole and not read as they are now."""
        now = self._states(self._folder)
        whole = [path for path, state in now.items() if self._last.get(path) == state]
        self.settled = now == self._last
        self._last = now
        return [path for path in whole if self._read.get(path) != now[path]]

    def gone(self) -> list[Path]:
        """Return the files that were read and were not there at the last look."""
        return [path for path in self._read if path not in self._last]

    def done(self, paths: list[Path]) -> None:
        """Take note that files were read, and that those gone are known to be."""
        self._read = {path: self._read[path] for path in self._read if path in self._last}
        self._read |= {path: self._last[path] for path in paths}


def states_below(folder: Path) -> dict[Path, State]:
    """Return the state of each file below a folder.

    Raises:
        InputError: it is no folder.
    """
    if not folder.is_dir():
        raise InputError(f"no folder {folder} to watch; check the spelling of the path")
    found: dict[Path, State] = {}
    for path in files.find([folder]):
        try:
            told = path.stat()
        except OSError:  # gone since it was found
            continue
        found[path] = (told.st_mtime_ns, told.st_size)
    return found
