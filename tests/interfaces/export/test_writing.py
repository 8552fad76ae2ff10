"""The dispatcher, the reader of saved documents, and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.answering.review_documents import review_document, table_document
from assistant.errors import InputError, StorageError
from assistant.interfaces.cli import cli
from assistant.interfaces.export.reading import read
from assistant.interfaces.export.writing import REVIEW_FORMATS, TABLE_FORMATS, files, write
from tests.interfaces.export.samples import hostile, sample, sample_table


def saved(folder: Path, document: Any) -> Path:
    path = folder / "saved.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", REVIEW_FORMATS)
def test_every_format_of_a_review_is_written(ending: str, tmp_path: Path) -> None:
    written = write(sample(), tmp_path / f"Review{ending.upper()}")
    assert written
    assert sorted(written) == sorted(tmp_path.iterdir())
    assert all(path.stat().st_size > 100 for path in written)


@pytest.mark.parametrize("ending", TABLE_FORMATS)
def test_every_format_of_a_table_is_written(ending: str, tmp_path: Path) -> None:
    written = write(sample_table(), tmp_path / f"table{ending}")
    assert sorted(written) == sorted(tmp_path.iterdir())


def test_latex_has_its_bibliography_beside_it(tmp_path: Path) -> None:
    assert write(sample(), tmp_path / "a.tex") == [tmp_path / "a.tex", tmp_path / "a.bib"]


@pytest.mark.parametrize("name", ["review.pdf", "review", ".gitignore"])
def test_an_ending_that_is_not_known_lists_those_that_are(name: str) -> None:
    with pytest.raises(InputError, match=r"known are \.md, \.html, \.txt, \.tex, \.docx"):
        files(sample(), name)


def test_a_table_is_no_document_of_word() -> None:
    with pytest.raises(InputError, match=r"table\.docx .* \.csv"):
        files(sample_table(), "table.docx")


def test_what_is_there_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(InputError):
        write(sample(), path, "no-style")
    assert path.read_text(encoding="utf-8") == "before"
    write(sample(), path)
    assert path.read_text(encoding="utf-8").startswith("# Dense")
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="No such file or directory"):
        write(sample(), tmp_path / "none" / "a.md")
    (tmp_path / "a.md").mkdir()
    with pytest.raises(StorageError, match="Is a directory"):
        write(sample(), tmp_path / "a.md")
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]


def test_a_saved_review_and_a_saved_table_are_read_back(tmp_path: Path) -> None:
    again = read(saved(tmp_path, review_document(sample())))
    assert review_document(again) == review_document(sample())  # type: ignore[arg-type]
    table = read(saved(tmp_path, table_document(sample_table())))
    assert table_document(table) == table_document(sample_table())  # type: ignore[arg-type]


def test_a_saved_hostile_review_becomes_every_format(tmp_path: Path) -> None:
    review = read(saved(tmp_path, review_document(hostile())))
    for ending in REVIEW_FORMATS:
        assert files(review, f"a{ending}")


def changed(place: str, value: Any) -> dict[str, Any]:
    """Return the sample's document with another value at a place such as references.0.year."""
    document = json.loads(json.dumps(review_document(sample())))
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    inner: Any = document
    for step in way:
        inner = inner[step]
    inner[last] = value
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        ("overview.0.citations", [99], r"cites \[99\], which is not among its references"),
        ("notes.0.number", 77, r"cites \[77\]"),
        ("references.1.number", 1, "stands for two papers"),
        ("references.0.number", "1", "wrong kind"),
        ("references.0.year", "<b>", "'<b>' is no year"),
        ("references.0.title", ["x"], "no text"),
        ("references.0.venue", 5, "no text"),
        ("overview.0.verdict", "fine", "'fine' is no verdict"),
        ("map.0.x", float("nan"), "no place on the map"),
        ("map.0.theme", -1, "no place on the map"),
        ("coverage.left_out.0.why", "mood", "not known"),
        ("usage", {"model": "m", "price": 3}, "broken"),
        ("themes", None, "broken"),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(
    place: str, value: Any, why: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=why):
        read(saved(tmp_path, changed(place, value)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "is no JSON"),
        (b"[]", "neither a review"),
        (b'{"schema": "answer/1"}', "neither a review"),
        (b"\xff\xfe\x00", "not in UTF-8"),
        (b'{"schema": "table/1"}', "broken"),
        (b"[" * 100_000, "is no JSON"),
    ],
)
def test_a_file_that_is_none_is_one_line(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=why):
        read(path)
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "none.json")


def test_the_command_writes_several_files_at_once(tmp_path: Path) -> None:
    source = saved(tmp_path, review_document(sample()))
    outs = [str(tmp_path / name) for name in ("a.html", "a.tex", "a.ris")]
    done = CliRunner().invoke(cli, ["export", str(source), *outs, "--style", "author-year"])
    assert done.exit_code == 0, done.output
    assert [line.rsplit("/", 1)[1] for line in done.stderr.splitlines()] == [
        "a.html", "a.tex", "a.bib", "a.ris"
    ]  # fmt: skip
    assert "(<a class=" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_the_command_shows_an_example() -> None:
    done = CliRunner().invoke(cli, ["export", "--help"])
    assert "litassist export review.json review.html" in " ".join(done.output.split())
