"""Comparison tables in their formats."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from markdown_it import MarkdownIt

from assistant.interfaces.export.writing import files
from tests.interfaces.export.samples import demo_papers, sample_table

QUOTE = "This paper shows that learned dense vectors alone can do the job."


def text(name: str, style: str = "numeric") -> str:
    return files(sample_table(), name, style)[name].decode()


def test_markdown_is_a_table_of_quotes() -> None:
    told = text("a.md")
    lines = told.splitlines()
    assert lines[0] == "# Retrievers compared"
    assert lines[2] == "| Paper | Method | Cost |"
    assert lines[4] == (
        "| Dense Passage Retrieval for Open-Domain Question Answering [1] | "
        f"{QUOTE} | *not in the abstract* |"
    )
    page = MarkdownIt("commonmark").enable("table").render(told)
    assert page.count("<td>") == 9
    assert "\n[1] Vladimir Karpukhin" in told


def test_markdown_by_author_and_year() -> None:
    told = text("a.md", "author-year")
    assert "Answering (Karpukhin et al., 2020) |" in told
    assert "\nKarpukhin, V., Oğuz, B.," in told


def test_csv_is_read_by_spreadsheets() -> None:
    assert text("a.csv").startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text("a.csv").lstrip("\ufeff"))))
    assert rows[0] == ["Paper", "Authors", "Year", "Venue", "Address", "Method", "Cost"]
    assert rows[1][2:] == [
        "2020", "EMNLP 2020", "https://doi.org/10.18653/v1/2020.emnlp-main.550", QUOTE,
        "not in the abstract",
    ]  # fmt: skip


def test_html_says_what_is_empty_and_leads_to_the_references() -> None:
    page = text("a.html")
    assert page.count('<td class="empty">not in the abstract</td>') == 3
    assert '<a href="#reference-2">2</a>' in page
    assert '<li id="reference-2" dir="auto">[2] Kenton Lee' in page


def test_latex_has_a_column_for_each() -> None:
    made = files(sample_table(), "a.tex")
    tex = made["a.tex"].decode()
    assert r"\textbf{Paper} & \textbf{Method} & \textbf{Cost} \\ \hline" in tex
    assert tex.count(r"\emph{not in the abstract}") == 3
    assert r"\cite{karpukhin2020dense}" in tex
    assert "@article{karpukhin2020dense," in made["a.bib"].decode()


def test_a_table_without_a_topic_or_rows_is_still_one() -> None:
    bare = replace(sample_table(), topic=None, rows=())
    assert files(bare, "a.md")["a.md"].decode().startswith("# Comparison of papers\n\n| Paper |")
    for name in ("a.html", "a.tex", "a.csv"):
        assert files(bare, name)[name]


def test_samples_quote_their_papers() -> None:
    for row in sample_table().rows:
        for cell in row.cells:
            if cell.quote:
                assert demo_papers()[row.number - 1].abstract[cell.start : cell.end] == cell.quote
