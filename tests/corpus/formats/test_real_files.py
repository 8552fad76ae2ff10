"""Real exports, where they are: each gives the records that independent parsers count in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import files
from assistant.corpus.records import Record, Skipped

# File: records, records with an abstract, places told as skipped.
COUNTS = {
    "bibtex/jabref_export_library.bib": (
        901,
        475,
        10,
    ),  # ten have no title, one says "No Abstract."
    "bibtex/jabref_testbib.bib": (156, 36, 0),
    "ris/baseline_zotero.ris": (100, 98, 0),
    "ris/embase.ris": (6, 6, 0),
    "ris/proquest.ris": (6, 6, 0),
    "ris/pubmed_endnote.ris": (6, 6, 0),
    "ris/rispy_example_wos.ris": (2, 2, 0),
    "medline_nbib/pmc_medlars_5.nbib": (5, 4, 0),
    "medline_nbib/biopython_pubmed_result3.txt": (1, 1, 0),
    "medline_nbib/manubot_bibliography.nbib": (2, 2, 0),
    "pubmed_xml/biopython_pubmed2.xml": (2, 2, 0),
    "pubmed_xml/findpapers_pubmed_article.xml": (1, 1, 0),
    "pubmed_xml/biopython_pubmed5.xml": (1, 1, 0),
    "arxiv_atom/query_testing_10.xml": (10, 10, 0),
    "arxiv_atom/id_2_entries.xml": (1, 1, 0),
    "arxiv_kaggle_jsonl/arxiv-metadata-oai-snapshot_100.json": (100, 100, 0),
    "openalex/works_search_paperqa.json": (1, 1, 0),
    "openalex/work_addr.json": (1, 1, 0),
    "openalex/work_no_abstract.json": (1, 0, 0),
    "crossref/work_biorxiv_jats.json": (1, 1, 0),
    "crossref/work_list_search.json": (1, 1, 0),
    "crossref/colrev_10.2196_22081.json": (1, 1, 0),
    "semantic_scholar/paper_batch.json": (3, 3, 1),  # the first answer is null
    "semantic_scholar/paper_match_paperqa.json": (1, 0, 0),
    "csl_json/manubot_input_bibliography.json": (3, 2, 0),
    "csl_json/bbt_deterministic_26.csl.json": (26, 0, 0),
    "zotero_bbt_json/bbt_1179_26.json": (26, 14, 0),
    "csv/litstudy_ieee_5.csv": (41, 41, 0),
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_real_export_gives_all_its_records(name: str, shared_data: Path) -> None:
    file = shared_data / "formats" / name
    if not file.exists():
        pytest.skip(f"{name} is not among the data")
    found = list(files.read(file))
    papers = [one.paper for one in found if isinstance(one, Record)]
    skipped = [one for one in found if isinstance(one, Skipped)]
    with_abstract = sum(bool(paper.abstract) for paper in papers)
    assert (len(papers), with_abstract, len(skipped)) == COUNTS[name]
    assert all(paper.year for paper in papers)


def test_labelled_sections_of_a_real_abstract_keep_their_labels(shared_data: Path) -> None:
    file = shared_data / "formats/pubmed_xml/biopython_pubmed5.xml"
    if not file.exists():
        pytest.skip("the file is not among the data")
    [record] = files.read(file)
    assert isinstance(record, Record)
    labels = ("OBJECTIVES: ", "METHODS: ", "RESULTS: ", "CONCLUSIONS: ")
    places = [record.paper.abstract.find(label) for label in labels]
    assert places[0] == 0
    assert places == sorted(places)
