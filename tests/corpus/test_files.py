"""Files and folders: what is looked at, how it is decoded, and which reader gets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import files
from assistant.corpus.records import Record, Skipped
from assistant.errors import InputError

PAGE = "new\n\nDaily papers\nSubscribe\nby a site\nToday\n\nA title\n\n" + "Long text. " * 50
HEADS = st.sampled_from(
    [b"", b'{"title": "T"}\n', b"Title,Abstract\n", b"\xef\xbb\xbfTitle;Year\n", b"\xff\xfeT\0",
     PAGE.encode(), b"Title,Abstract\rT,A\r"]
)  # fmt: skip


def write(path: Path, content: str | bytes = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def only(path: Path) -> Record | Skipped:
    [found] = files.read(path)
    return found


def reason(path: Path) -> str:
    found = only(path)
    return found.reason if isinstance(found, Skipped) else f"read: {found.paper.title}"


def test_a_folder_gives_its_files_in_order_without_hidden_ones(tmp_path: Path) -> None:
    names = ["b.txt", "a/z.csv", "a/.hidden", ".git/config", "a.jsonl"]
    paths = {name: write(tmp_path / name) for name in names}
    assert files.find([tmp_path]) == [paths["a/z.csv"], paths["a.jsonl"], paths["b.txt"]]


def test_a_hidden_file_or_folder_is_read_when_it_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / ".papers" / "a.jsonl")
    assert files.find([file.parent]) == [file]
    assert files.find([write(tmp_path / ".b.jsonl")]) == [tmp_path / ".b.jsonl"]


def test_a_file_named_twice_is_found_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl")
    again = tmp_path / "sub" / ".." / "a.jsonl"
    (tmp_path / "sub").mkdir()
    assert files.find([file, tmp_path, again]) == [file]


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file or folder .*papres"):
        files.find([tmp_path, tmp_path / "papres"])


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (PAGE, "A title"),
        ('{"title": "A title", "abstract": "Text."}\n', "A title"),
        ("Abstract;Title\nText.;A title\n", "A title"),
    ],
    ids=["saved page", "JSON Lines", "CSV"],
)
@pytest.mark.parametrize("suffix", ["txt", "csv", "jsonl", "dat"])
def test_the_content_tells_the_format_whatever_the_suffix(
    tmp_path: Path, content: str, title: str, suffix: str
) -> None:
    found = only(write(tmp_path / f"papers.{suffix}", content))
    assert isinstance(found, Record)
    assert found.paper.title == title


def test_a_record_names_its_file_or_the_source_it_is_given(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", '{"title": "T"}\n')
    assert [one.source for one in files.read(file)] == [str(file)]
    assert [one.source for one in files.read(file, "my papers")] == ["my papers"]


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Title,Year\nCafé,2020\n".encode(), "Café"),
        ("Title,Year\nCafé,2020\n".encode("cp1252"), "Café"),
        ("Title,Year\nCafé,2020\n".encode("utf-8-sig"), "Café"),
        ('"Title",Year\nCafé,2020\n'.encode("utf-8-sig"), "Café"),
        ('{"title": "Café"}\n'.encode("utf-8-sig"), "Café"),
        (b"Title,Year\nCaf\x81,2020\n", "Caf\ufffd"),
        ("Title,Year\nCafé,2020\n".encode("utf-16"), "Café"),
        ("Title,Year\nCafé,2020\n".encode("utf-16-le"), "Café"),
        ("Title,Year\r\nCafé,2020\r\n".encode("utf-16-be"), "Café"),
        ("Title,Year\rCafé,2020\r".encode(), "Café"),
        ("Title,Year\r\nCafé,2020\r\n".encode("cp1252"), "Café"),
    ],
)
def test_text_is_decoded_in_any_encoding_and_with_any_line_ends(
    tmp_path: Path, content: bytes, title: str
) -> None:
    found = only(write(tmp_path / "a", content))
    assert isinstance(found, Record)
    assert found.paper.title == title


def test_a_file_may_mix_encodings_line_by_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a", b"Title,Year\nCaf\xc3\xa9,2020\nCaf\xe9,2021\n")
    assert [one.paper.title for one in files.read(file) if isinstance(one, Record)] == [
        "Café",
        "Café",
    ]


def test_lines_are_counted_from_the_first_of_the_file(tmp_path: Path) -> None:
    content = "\n" + '{"title": "T"}\n' * 20
    assert [one.line for one in files.read(write(tmp_path / "a", content))] == list(range(2, 22))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "format not recognised"),
        (b"Dear reader, this is a letter.\n", "format not recognised"),
        (b"\x89PNG\r\n\x1a\n\0\0", "format not recognised"),
    ],
    ids=["empty", "blank", "letter", "picture"],
)
def test_a_file_that_is_not_understood_is_told(
    tmp_path: Path, content: bytes, expected: str
) -> None:
    assert expected in reason(write(tmp_path / "a", content))


def test_a_reason_names_the_formats_that_are_known(tmp_path: Path) -> None:
    told = reason(write(tmp_path / "a", "letter\n"))
    assert all(name in told for name in ("saved paper pages", "BibTeX", "RIS", "CSV", "PDF"))


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in reason(tmp_path / "gone")
    assert "cannot be read: Is a directory" in reason(tmp_path)


@given(HEADS, st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_whatever_a_file_holds_it_is_read_to_its_end(
    tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes
) -> None:
    file = write(tmp_path_factory.getbasetemp() / "any" / "file", head + rest)
    for one in files.read(file):
        assert one.line >= 1
        assert (one.paper.title if isinstance(one, Record) else one.reason).strip()
