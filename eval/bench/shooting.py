"""Commands that are killed at a chosen moment: SIGKILL, which no program can prepare for."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_LONGEST_SECONDS = 300.0
_BETWEEN_LOOKS_SECONDS = 0.0002
_State = frozenset[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class Aim:
    """When to kill: at the so-manieth change of Chroma's graph files, or that long after any write.

    `changes` is 0 for the latter.
    """

    changes: int
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """What is aimed at."""
        return "vector files" if self.changes else "any moment"


@dataclass(frozen=True, slots=True)
class Shot:
    """What became of a command: whether it was killed, and how long it wrote until it ended."""

    killed: bool
    seconds: float


def shoot(arguments: Iterable[str], variables: Mapping[str, str], folder: Path, aim: Aim) -> Shot:
    """Run a command on the library of a folder and kill it at the moment aimed at."""
    command = [sys.executable, "-m", "assistant", "--library", str(folder), *arguments]
    quiet = subprocess.DEVNULL
    looks: Callable[[], _State] = lambda: _graph_files(folder) if aim.changes else _files(folder)  # noqa: E731
    before = looks()
    with subprocess.Popen(
        command, env={**os.environ, **variables}, stdout=quiet, stderr=quiet
    ) as run:
        left = max(aim.changes, 1)
        begun = time.monotonic()
        while left and run.poll() is None and time.monotonic() - begun < _LONGEST_SECONDS:
            now = looks()
            if now != before:
                before = now
                left -= 1
            else:
                time.sleep(_BETWEEN_LOOKS_SECONDS)
        begun = time.monotonic()
        if not left and aim.seconds:
            with contextlib.suppress(subprocess.TimeoutExpired):
                run.wait(aim.seconds)
        alive = run.poll() is None
        run.kill()
    return Shot(alive, time.monotonic() - begun)


def _graph_files(folder: Path) -> _State:
    """Return path, time and size of the files that Chroma keeps its graph in."""
    found = set()
    for index in _entries(str(folder)):
        if index.name.startswith("index-"):
            for one in _entries(f"{index.path}/vectors"):
                if one.is_dir():
                    found |= _seen(_entries(one.path))
    return frozenset(found)


def _files(folder: Path) -> _State:
    """Return path, time and size of the catalog's files and of the index folders."""
    return frozenset(_seen(_entries(str(folder))))


def _seen(entries: Iterable[os.DirEntry[str]]) -> set[tuple[str, int, int]]:
    found = set()
    for entry in entries:
        try:
            looked = entry.stat()
        except FileNotFoundError:
            continue
        found.add((entry.path, looked.st_mtime_ns, looked.st_size))
    return found


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except (FileNotFoundError, NotADirectoryError):
        return []
