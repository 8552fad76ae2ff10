"""Replies kept on disk for some hours: a fetch that was stopped goes on without asking again."""

from __future__ import annotations

import gzip
import hashlib
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path


class KeptReplies:
    """A file a reply, named after what was asked; one that cannot be used is passed over.

    A reply appears whole or not at all, whatever ends the process meanwhile.
    """

    def __init__(self, folder: Path, hours: float, fresh: bool) -> None:
        self._folder = folder
        self._seconds = hours * 3600
        self._fresh = fresh
        self._cleared = False

    def find(self, asked: str) -> bytes | None:
        """Return the reply to what was asked, None where none is kept, or only fresh ones count."""
        path = self._path(asked)
        with suppress(OSError, EOFError, zlib.error):
            if not self._fresh and not self._stale(path):
                return gzip.decompress(path.read_bytes())
        return None

    def keep(self, asked: str, reply: bytes) -> None:
        """Keep a reply; the stale ones go when the first one comes."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not self._cleared:
                self._clear()
            path = self._path(asked)
            begun = path.with_suffix(f".{os.getpid()}")
            begun.write_bytes(gzip.compress(reply, compresslevel=3))
            begun.replace(path)

    def _path(self, asked: str) -> Path:
        return self._folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:40]}.gz"

    def _stale(self, path: Path) -> bool:
        return time.time() - path.stat().st_mtime > self._seconds

    def _clear(self) -> None:
        self._cleared = True
        for path in self._folder.iterdir():
            with suppress(OSError):
                if self._stale(path):
                    path.unlink()
