"""Compressed files, archives, folders and standard input; bombs and damage."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.corpus import files, unpacking
from assistant.corpus.records import Record, Skipped

PAPER = b'{"title": "One", "abstract": "Text."}\n'
RIS = b"TY  - JOUR\nTI  - Two\nER  - \n"


def zipped(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return written.getvalue()


def told(tmp_path: Path, content: bytes) -> list[str]:
    file = tmp_path / "file"
    file.write_bytes(content)
    return [
        one.paper.title if isinstance(one, Record) else one.reason for one in files.read(file, "s")
    ]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_file_is_read(pack: Callable[[bytes], bytes], tmp_path: Path) -> None:
    assert told(tmp_path, pack(PAPER * 2)) == ["One", "One"]


def test_an_archive_gives_its_files_each_under_its_name(tmp_path: Path) -> None:
    inside = {
        "b.jsonl": PAPER,
        "a/c.ris.gz": gzip.compress(RIS),
        ".hidden": b"x",
        "__MACOSX/b": b"",
    }
    file = tmp_path / "all.zip"
    file.write_bytes(zipped(inside))
    found = [one for one in files.read(file, "all.zip") if isinstance(one, Record)]
    assert [(one.source, one.paper.title) for one in found] == [
        ("all.zip/b.jsonl", "One"), ("all.zip/a/c.ris.gz", "Two"),
    ]  # fmt: skip


def test_an_archive_within_an_archive_is_read(tmp_path: Path) -> None:
    assert told(tmp_path, gzip.compress(zipped({"a": zipped({"b": PAPER})}))) == ["One"]


def test_archives_within_archives_have_an_end(tmp_path: Path) -> None:
    content = PAPER
    for _ in range(6):
        content = gzip.compress(content)
    [reason] = told(tmp_path, content)
    assert "archive within archives" in reason


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_that_is_cut_off_gives_what_stands_before(
    pack: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    chance = random.Random(1)
    # Lines that do not compress, so that half of the file holds some of them whole.
    lines = b"".join(b'{"title": "%x"}\n' % chance.getrandbits(400) for _ in range(400))
    packed = pack(lines)
    *titles, reason = told(tmp_path, packed[: len(packed) // 2])
    assert "damaged" in reason or "not valid JSON" in reason
    assert len(titles) < 400


@pytest.mark.parametrize("content", [b"\x1f\x8bxx", b"BZh9xx", b"PK\x03\x04xx", b"\xfd7zXZ\x00xx"])
def test_what_only_begins_as_an_archive_is_told(content: bytes, tmp_path: Path) -> None:
    [reason] = told(tmp_path, content)
    assert "archive is damaged" in reason


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, lambda raw: zipped({"a": raw})])
def test_a_bomb_is_stopped(
    pack: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "_FREELY", 1 << 20)
    *read, reason = told(tmp_path, pack(PAPER + b" " * (40 << 20)))
    assert "unpacks to more than 100 times its size" in reason
    assert read in ([], ["One"])


def test_a_file_of_an_office_program_is_told(tmp_path: Path) -> None:
    [reason] = told(tmp_path, zipped({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<y/>"}))
    assert "export the table as CSV" in reason


def test_an_encrypted_member_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    content = bytearray(zipped({"a": PAPER, "b": RIS}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    reason, title = told(tmp_path, bytes(content))
    assert "encrypted" in reason
    assert title == "Two"


@pytest.mark.parametrize(
    "content", [PAPER, gzip.compress(PAPER), zipped({"a": PAPER})], ids=["plain", "gz", "zip"]
)
def test_standard_input_is_read(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with file.open("rb") as opened:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(opened))
        assert files.find([Path("-")]) == [Path("-")]
        [found] = files.read(Path("-"))
    assert isinstance(found, Record)
    assert found.source.startswith("-")


def test_the_command_takes_papers_from_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assistant", "--library", str(tmp_path / "l"), "ingest", "-"]
    done = subprocess.run(command, input=RIS, capture_output=True, check=True, timeout=100)
    assert b"read 1: new 1" in done.stdout


def test_lines_without_end_come_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.corpus.decoding.LONGEST_LINE", 7)
    papers = ", ".join(f'{{"title": "Ä{n}", "abstract": "Ünïcödé ✓ text"}}' for n in range(50))
    expected = [f"Ä{n}" for n in range(50)]
    assert told(tmp_path, f"[{papers}]".encode()) == expected
    assert told(tmp_path, f"[{papers}]".encode("utf-16")) == expected


def test_a_reason_is_given_for_a_file_that_no_reader_knows_in_an_archive(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(zipped({"a.png": b"\x89PNG", "b.ris": RIS}))
    skipped, record = files.read(file, "z")
    assert isinstance(skipped, Skipped)
    assert skipped.source == "z/a.png"
    assert isinstance(record, Record)


def test_damage_of_one_member_leaves_the_others(tmp_path: Path) -> None:
    content = bytearray(zipped({"a": PAPER * 50, "b": RIS}))
    place = content.index(b"PK\x01\x02")  # the sum that the first member is checked against
    content[place + 16] ^= 0xFF
    *_, reason, title = told(tmp_path, bytes(content))
    assert "damaged" in reason
    assert title == "Two"


def test_bombs_within_bombs_are_stopped_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "_FREELY", 1 << 20)
    monkeypatch.setattr(unpacking, "_TIMES", 10)
    bomb = gzip.compress(b'{"a": 1}' + b" " * (1 << 19))
    *_, reason = told(tmp_path, zipped({f"{number}.gz": bomb for number in range(50)}))
    assert "unpacks to more than 10 times its size" in reason
