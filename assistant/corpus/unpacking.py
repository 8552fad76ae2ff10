"""Compressed files and archives -> the files within, with bounds on what may come out of them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from assistant.corpus.records import Skipped

_MAGIC = ((b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"PK\x03\x04", "zip"))
_FREELY = 200 << 20  # bytes that anything may unpack to
_TIMES = 100  # beyond them, how many times its size; bibliographies come to some 10 times
_MOST_FILES = 10_000
_OFFICE = "[Content_Types].xml"
DAMAGES = (
    EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What reading a damaged, encrypted or oversized archive raises, beside OSError."""


class TooLarge(RuntimeError):
    """Raised when an archive unpacks to more than it may."""


def kind(head: bytes) -> str | None:
    """Return what the first bytes of a file say that it is packed with, if it is."""
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def unpacked(
    file: BinaryIO, how: str, name: str, allowance: Allowance
) -> Iterator[tuple[str, io.BufferedReader] | Skipped]:
    """Yield the name and content of each file within; what is read of it is taken off."""
    if how != "zip":
        opened: BinaryIO
        if how == "gz":
            opened = cast(BinaryIO, gzip.GzipFile(fileobj=file))
        elif how == "bz2":
            opened = cast(BinaryIO, bz2.BZ2File(file))
        else:
            opened = cast(BinaryIO, lzma.LZMAFile(file))  # noqa: SIM115 - `file` is not ours
        yield name, _bounded(opened, allowance)
        return
    with zipfile.ZipFile(file) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and _visible(one.filename)]
        if any(one.filename == _OFFICE for one in members):
            yield Skipped(name, 1, "a document of an office program; export the table as CSV")
            return
        for member in members[:_MOST_FILES]:
            inside = f"{name}/{member.filename.encode(errors='replace').decode()}"
            try:
                with archive.open(member) as opened_member:
                    yield inside, _bounded(cast(BinaryIO, opened_member), allowance)
            except (OSError, *DAMAGES) as error:
                yield Skipped(inside, 1, damage(error))
        if len(members) > _MOST_FILES:
            yield Skipped(
                name, 1, f"holds more than {_MOST_FILES:,} files; the others are not read"
            )


def damage(error: BaseException) -> str:
    """Return in words what is wrong with an archive."""
    if isinstance(error, TooLarge):
        return str(error)
    if isinstance(error, RuntimeError) and "password" in str(error):
        return "encrypted; unpack it and give the files"
    return f"the archive is damaged, what stands before is read: {error or type(error).__name__}"


def _visible(name: str) -> bool:
    return not any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


class Allowance:
    """What may still come out of an archive of so many bytes, and of those within it."""

    def __init__(self, size: int) -> None:
        self._left = max(_FREELY, _TIMES * size)

    def take(self, count: int) -> None:
        """Take off what was read.

        Raises:
            TooLarge: nothing is left.
        """
        self._left -= count
        if self._left < 0:
            raise TooLarge(f"unpacks to more than {_TIMES} times its size; the rest is not read")


class _Counted(io.RawIOBase):
    def __init__(self, file: BinaryIO, allowance: Allowance) -> None:
        self._file, self._allowance = file, allowance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        read = self._file.read(len(buffer))
        self._allowance.take(len(read))
        buffer[: len(read)] = read
        return len(read)


def _bounded(file: BinaryIO, allowance: Allowance) -> io.BufferedReader:
    return io.BufferedReader(_Counted(file, allowance), 1 << 16)
