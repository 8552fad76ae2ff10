"""Named fields under the many names of exports become one kind of paper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus.fields import MissingTitle, paper_from
from assistant.types import Paper

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["title", "TI", "abstract", "authors", "year", "date", "venue", "doi", "pmid", "eprint", "tags"]
)


def paper(**fields: object) -> Paper:
    return paper_from({"title": "A title", **fields})


@pytest.mark.parametrize(
    "name", ["title", "Title", " TITLE ", "\ufeffTitle", "Document Title", "display_name", "TI"]
)
def test_a_title_is_found_under_each_of_its_names(name: str) -> None:
    assert paper_from({name: "  Dense\n retrieval "}).title == "Dense retrieval"


@pytest.mark.parametrize(
    "fields",
    [{}, {"title": ""}, {"title": " \n"}, {"title": None}, {"title": ["a"]}, {"name": "Dense"}],
)
def test_a_record_without_title_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(MissingTitle, match="no title"):
        paper_from(fields)


def test_the_first_name_that_holds_something_counts() -> None:
    assert paper(abstract="", summary="Short.", description="Long.").abstract == "Short."


def test_text_is_kept_but_for_markup_and_what_latex_leaves() -> None:
    written = r"We use $\alpha$-decay.  See https://x.org/~y;\n it <i>works</i> for n<5 &amp; more."
    said = r"We use α-decay.  See https://x.org/~y;\n it works for n<5 & more."
    assert paper(abstract=f"\n {written} ").abstract == said


@pytest.mark.parametrize(
    "said", ["[No abstract available]", "n/a", "No abstract provided.", "null"]
)
def test_an_abstract_that_says_there_is_none_is_none(said: str) -> None:
    assert paper(abstract=said).abstract == ""


def test_half_a_character_pair_does_not_get_into_a_paper() -> None:
    found = paper_from({"title": "T \ud83d", "doi": "10.1000/x", "abstract": "a \udc00 b"})
    assert (found.title, found.abstract) == ("T ?", "a ? b")


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Jane Doe", ("Jane Doe",)),
        ("Plato", ("Plato",)),
        ("Doe, Jane", ("Jane Doe",)),
        ("Doe, Jane; Roe, John", ("Jane Doe", "John Roe")),
        ("García Márquez, Gabriel", ("García Márquez, Gabriel",)),
        ("Doe, Jane (57190001234); Roe, John (57190001235)", ("Jane Doe", "John Roe")),
        ("Jane Doe;John Roe;", ("Jane Doe", "John Roe")),
        ("Jane Doe|John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane and Roe, John", ("Jane Doe", "John Roe")),
        ("van Doe, Jane Ann and Roe, John", ("Jane Ann van Doe", "John Roe")),
        ("Jane Doe, John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe and Max Poe", ("Jane Doe", "John Roe", "Max Poe")),
        ("Jane Doe, John Roe, and Max Poe", ("Jane Doe", "John Roe", "Max Poe")),
        ("Andy Sandson, Anderson Band", ("Andy Sandson", "Anderson Band")),
        ("Doe J, Roe JM, van Poe K.", ("J Doe", "JM Roe", "K. van Poe")),
        ("Doe J.; Roe J.-M.", ("J. Doe", "J.-M. Roe")),
        ("Jane Doe; Greta LEE; John Roe", ("Jane Doe", "Greta LEE", "John Roe")),
        ("Doe, J., Roe, J.M.", ("J. Doe", "J.M. Roe")),
        ("Doe, J, Roe, JM, and Poe, K", ("J Doe", "JM Roe", "K Poe")),
        ("Jane Doe, John Roe, et al.", ("Jane Doe", "John Roe")),
        ("Jane Doe; [Anonymous]; John Roe…", ("Jane Doe", "John Roe")),
        (["Anonymous"], ()),
        ("Doe J.M., Roe F.R., III, Poe K.", ("J.M. Doe", "F.R. Roe III", "K. Poe")),
        ("Doe, Jane, Jr.", ("Jane Doe Jr.",)),
        (["Doe, Jane A., III", "Roe, John"], ("Jane A. Doe III", "John Roe")),
        ("Doe, Jane (jane@example.org) ; Roe, John", ("Jane Doe", "John Roe")),
        (["Jane Doe 0002", "John Roe"], ("Jane Doe", "John Roe")),
        (["Jane Doe", " ", None, "John Roe"], ("Jane Doe", "John Roe")),
        ([{"name": "Jane Doe", "id": 7}, {"id": 8}], ("Jane Doe",)),
        ("", ()),
        (None, ()),
    ],
)
def test_authors_are_told_apart(value: object, authors: tuple[str, ...]) -> None:
    assert paper(authors=value).authors == authors


@pytest.mark.parametrize(
    ("value", "year"),
    [
        (2021, 2021),
        ("2021", 2021),
        ("2021-05-03", 2021),
        ("May 3, 1999", 1999),
        ("c. 1512", 1512),
        ("20170812", 2017),
        ("20171312", None),
        ("20211", None),
        ("21", None),
        ("in press", None),
        (None, None),
        ([2021], None),
    ],
)
def test_a_year_is_read_out_of_a_date(value: object, year: int | None) -> None:
    assert paper(year=value).year == year


@pytest.mark.parametrize(
    ("value", "keywords"),
    [
        ("retrieval; dense vectors", ("retrieval", "dense vectors")),
        ("retrieval, dense vectors", ("retrieval", "dense vectors")),
        ("retrieval | dense vectors |", ("retrieval", "dense vectors")),
        ("1,3-butadiene; polymers", ("1,3-butadiene", "polymers")),
        ("Humans; Child, Preschool", ("Humans", "Child, Preschool")),
        ("light, eels, fins; and tails", ("light", "eels", "fins", "and tails")),
        ("cyst (diagnosis, surgery), human", ("cyst (diagnosis, surgery)", "human")),
        (["retrieval", "", 5], ("retrieval", "5")),
        (None, ()),
    ],
)
def test_keywords_are_told_apart(value: object, keywords: tuple[str, ...]) -> None:
    assert paper(keywords=value).keywords == keywords


def test_identifiers_are_cleaned_and_name_the_paper() -> None:
    found = paper(doi="https://doi.org/10.1000/X", eprint="arXiv:2005.11401v2", PMID=123)
    assert (found.doi, found.arxiv_id, found.pmid) == ("10.1000/x", "2005.11401", "123")
    assert found.id == "doi:10.1000/x"


@pytest.mark.parametrize(
    "fields",
    [
        {"doi": "10.48550/arXiv.2005.11401"},
        {"url": "https://arxiv.org/abs/2005.11401v4"},
        {"journal": "arXiv preprint arXiv:2005.11401"},
    ],
)
def test_an_arxiv_id_is_found_where_it_is_said_to_be_one(fields: dict[str, object]) -> None:
    assert paper(**fields).arxiv_id == "2005.11401"


def test_a_doi_is_found_in_an_address() -> None:
    found = paper(doi="10/fqd6hj", url="https://doi.org/10.1002/%28SICI%291097")
    assert found.doi == "10.1002/(sici)1097"


@pytest.mark.parametrize(
    "url",
    ["https://pubmed.ncbi.nlm.nih.gov/30000001/", "http://www.ncbi.nlm.nih.gov/pubmed/30000001"],
)
def test_a_pubmed_number_is_found_in_an_address(url: str) -> None:
    assert (paper(pmid=url).pmid, paper(url=url).pmid) == ("30000001", "30000001")
    assert paper(url=url.replace("pubmed", "pmc")).pmid is None
    assert paper(UT="MEDLINE:30000001").pmid == "30000001"
    assert paper(UT="WOS:000223334444221").pmid is None


def test_what_is_not_given_is_empty() -> None:
    assert paper(venue=" ", url="", doi="n/a") == Paper(id=paper().id, title="A title", abstract="")


@given(st.dictionaries(NAMES, JSON_VALUES, max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_the_fields_hold_a_paper_has_a_title_or_is_refused(
    fields: dict[str, object],
) -> None:
    try:
        found = paper_from(fields)
    except MissingTitle:
        return
    assert found.title == " ".join(found.title.split()) != ""
    assert all(name.strip() for name in (*found.authors, *found.keywords))
