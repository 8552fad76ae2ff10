"""Bytes of a file -> lines of text, whatever program wrote them.

UTF-16 is told by its mark or by its zero bytes; all else is UTF-8, and a line that is not is read
as Windows-1252: exports of older programs mix the two, and whole-file guessing would lose either.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator
from itertools import chain, islice

# A file without line ends must not come into memory whole: its lines are cut, in bytes.
LONGEST_LINE = 16_000_000
_SAMPLE = 16_384
_CHUNK = 1 << 20


def lines(file: io.BufferedReader) -> Iterator[str]:
    r"""Yield the lines of a file, each with "\n" at its end; a longer one in pieces."""
    sample = file.peek(_SAMPLE)[:_SAMPLE]
    if encoding := _wide(sample):
        return _wide_lines(file, encoding)
    raw = _old_mac_lines(file) if b"\r" in sample and b"\n" not in sample else _lines(file)
    return _decoded(raw)


def head(
    texts: Iterator[str], most_lines: int, most_characters: int
) -> tuple[list[str], Iterator[str]]:
    """Return the first lines, as many as are needed to tell a format, and all lines again."""
    first: list[str] = []
    for line in islice(texts, most_lines):
        first.append(line)
        most_characters -= len(line)
        if most_characters <= 0:
            break
    return first, chain(first, texts)


def _wide(sample: bytes) -> str | None:
    """Return the name of the encoding with two bytes a letter, if it is one."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for encoding, zeros in (("utf-16-le", sample[1:400:2]), ("utf-16-be", sample[0:400:2])):
        if len(zeros) >= 4 and zeros.count(0) > 0.7 * len(zeros) and any(sample):
            return encoding
    return None


def _wide_lines(file: io.BufferedReader, encoding: str) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding, errors="replace", newline=None)
    try:
        while line := text.readline(LONGEST_LINE // 2):
            # Half of a character pair is no text that could be kept.
            yield line.encode("utf-8", "replace").decode("utf-8")
    finally:
        text.detach()


def _lines(file: io.BufferedReader) -> Iterator[bytes]:
    kept = b""  # the beginning of a letter that the cut of a long line has split
    while piece := file.readline(LONGEST_LINE):
        piece, kept = kept + piece, b""
        if not piece.endswith(b"\n") and len(piece) >= LONGEST_LINE:
            piece, kept = _before_split_letter(piece)
        yield piece
    if kept:
        yield kept


def _before_split_letter(piece: bytes) -> tuple[bytes, bytes]:
    for back in range(1, 4):
        if piece[-back] >= 0xC0:
            return piece[:-back], piece[-back:]
        if piece[-back] < 0x80:
            break
    return piece, b""


def _old_mac_lines(file: io.BufferedReader) -> Iterator[bytes]:
    rest = b""
    while chunk := file.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\r")
        for line in whole:
            yield line + b"\n"
        if len(rest) > LONGEST_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _decoded(raw_lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(raw_lines):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 0 else line
        if raw.endswith(b"\r\n"):
            raw = raw[:-2] + b"\n"
        try:
            yield raw.decode("utf-8")
        except UnicodeDecodeError:
            yield raw.decode("cp1252", errors="replace")
