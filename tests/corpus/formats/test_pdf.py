"""The first page of a PDF: title by its letters, abstract by its heading."""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from assistant.corpus import files
from assistant.corpus.records import Record, Skipped

PAPER = [
    (9, "arXiv:2101.00004v1 [cs.GL] 3 Jan 2021"),
    (18, "Lanterns of the deep sea:"),
    (18, "a survey of glow"),
    (10, "Ada Ray and Greta Glow"),
    (12, "Abstract"),
    (10, "Lanterns are wide-"),
    (10, "spread in the deep sea. We list 40 of them."),
    (12, "1 Introduction"),
    (10, "The sea is deep."),
]


def written(lines: list[tuple[int, str]]) -> bytes:
    """Return a PDF of one page with these lines, each in letters of a size."""
    shown = [
        f"BT /F1 {size} Tf 72 {760 - 24 * place} Td ({text}) Tj ET"
        for place, (size, text) in enumerate(lines)
    ]
    stream = "\n".join(shown)
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    out += f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def only(tmp_path: Path, content: bytes) -> Record | Skipped:
    file = tmp_path / "paper"
    file.write_bytes(content)
    [found] = files.read(file, "s")
    return found


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_title_abstract_and_arxiv_id_are_found(pack: type[bytes], tmp_path: Path) -> None:
    found = only(tmp_path, pack(written(PAPER)))
    assert isinstance(found, Record)
    paper = found.paper
    assert paper.title == "Lanterns of the deep sea: a survey of glow"
    assert paper.abstract == "Lanterns are widespread in the deep sea. We list 40 of them."
    assert (paper.arxiv_id, paper.year) == ("2101.00004", 2021)


def test_a_paper_without_a_heading_of_its_abstract_gives_its_title(tmp_path: Path) -> None:
    found = only(tmp_path, written([(14, "A letter on the glow"), (10, "Dear reader, it glows.")]))
    assert isinstance(found, Record)
    assert (found.paper.title, found.paper.abstract) == ("A letter on the glow", "")


def test_a_scan_is_told(tmp_path: Path) -> None:
    found = only(tmp_path, written([]))
    assert isinstance(found, Skipped)
    assert "without text on its first page" in found.reason


def test_a_broken_pdf_is_told(tmp_path: Path) -> None:
    for end in range(9, len(written(PAPER)), 97):
        found = only(tmp_path, written(PAPER)[:end])
        assert isinstance(found, Record) or "PDF" in found.reason


def test_without_the_extra_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    found = only(tmp_path, written(PAPER))
    assert isinstance(found, Skipped)
    assert "pip install 'literature-assistant[pdf]'" in found.reason
