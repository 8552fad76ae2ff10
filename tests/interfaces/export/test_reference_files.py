"""References as data: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re

import pytest

from assistant.interfaces import bibliography
from assistant.interfaces.export.csl_json import csl_item, csl_items
from assistant.interfaces.export.ris import published_as, ris
from assistant.interfaces.export.writing import files
from assistant.types import Paper
from tests.interfaces.export.samples import demo_papers, sample, sample_table

DPR = demo_papers()[0]


def test_ris_is_as_its_specification_says() -> None:
    lines = ris([DPR]).split("\r\n")
    assert lines[:9] == [
        "TY  - CPAPER",
        "TI  - Dense Passage Retrieval for Open-Domain Question Answering",
        "AU  - Karpukhin, Vladimir",
        "AU  - Oğuz, Barlas",
        "AU  - Min, Sewon",
        "AU  - Lewis, Patrick",
        "AU  - Wu, Ledell",
        "AU  - Edunov, Sergey",
        "PY  - 2020",
    ]
    assert "DO  - 10.18653/v1/2020.emnlp-main.550" in lines
    assert "KW  - BM25" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_ris_is_read_back() -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")
    records = rispy.loads(ris(demo_papers()))
    assert [one["title"] for one in records] == [one.title for one in demo_papers()]
    assert [one["year"] for one in records] == [str(one.year) for one in demo_papers()]
    assert records[0]["authors"][1] == "Oğuz, Barlas"
    assert records[0]["abstract"] == DPR.abstract


def test_bibtex_has_the_keys_that_are_cited() -> None:
    papers = [one.paper for one in sample().references]
    entries = files(sample(), "a.bib")["a.bib"].decode()
    assert re.findall(r"^@\w+\{(.+),$", entries, re.MULTILINE) == bibliography.keys(papers)


def test_csl_json_has_the_keys_of_bibtex_and_the_names_of_the_schema() -> None:
    (item,) = csl_items([DPR])
    assert item["id"] == "karpukhin2020dense"
    assert item["type"] == "paper-conference"
    assert item["author"][1] == {"family": "Oğuz", "given": "Barlas"}
    assert item["issued"] == {"date-parts": [[2020]]}
    assert item["container-title"] == "EMNLP 2020"
    assert item["DOI"] == DPR.doi
    assert item["number"] == "arXiv:2004.04906"


def test_what_is_not_known_has_no_field() -> None:
    assert csl_item("k", Paper("p", "T", "")) == {"id": "k", "type": "document", "title": "T"}
    assert ris([Paper("p", "T", "")]) == "TY  - GEN\r\nTI  - T\r\nER  - \r\n"


@pytest.mark.parametrize(
    ("venue", "arxiv_id", "kind"),
    [
        ("EMNLP 2020", None, "conference"),
        ("Proceedings of Something", None, "conference"),
        ("arXiv preprint", None, "preprint"),
        (None, "2001.00001", "preprint"),
        ("Foundations and Trends in Information Retrieval", None, "article"),
        (None, None, "unknown"),
    ],
)
def test_kinds_of_publication(venue: str | None, arxiv_id: str | None, kind: str) -> None:
    assert published_as(Paper("p", "T", "", venue=venue, arxiv_id=arxiv_id)) == kind


def test_a_group_is_one_name() -> None:
    item = csl_item("k", Paper("p", "T", "", ("NLLB Team", "Ann Ant")))
    assert item["author"] == [{"literal": "NLLB Team"}, {"family": "Ant", "given": "Ann"}]


def test_a_table_gives_the_references_of_its_rows() -> None:
    titles = [row.paper.title for row in sample_table().rows]
    made = json.loads(files(sample_table(), "a.csl.json")["a.csl.json"])
    assert [one["title"] for one in made] == titles
