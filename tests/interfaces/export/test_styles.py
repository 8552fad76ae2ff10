"""Citations and references in the three kinds of styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus.names import name
from assistant.errors import InputError
from assistant.interfaces.export import extras
from assistant.interfaces.export.style_names import style_of
from assistant.interfaces.export.styles import CitationStyle
from assistant.interfaces.export.writing import files
from assistant.types import Paper, Reference
from tests.interfaces.export.samples import hostile, sample

INFO = "<info><title>T</title><id>t</id><updated>2020-01-01T00:00:00+00:00</updated></info>"


def cited(*papers: Paper, style: str = "author-year") -> CitationStyle:
    return style_of(style, [Reference(number, one) for number, one in enumerate(papers, 1)])


def paper(title: str, *authors: str, year: int | None = 2020, venue: str | None = None) -> Paper:
    return Paper(f"title:{title}", title, "", authors, year, venue)


def said(style: CitationStyle, *numbers: int) -> str:
    return "".join(piece.text for piece in style.citation(numbers))


def csl(folder: Path, citation: str, bibliography: str = "", more: str = "") -> str:
    path = folder / "style.csl"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><style xmlns="http://purl.org/net/xbiblio/csl" '
        f'class="in-text" version="1.0" {more}>{INFO}<macro name="year"><date variable="issued">'
        '<date-part name="year"/></date><text variable="year-suffix"/></macro>'
        f"{citation}{bibliography}</style>",
        encoding="utf-8",
    )
    return str(path)


BY_AUTHOR = (
    '<citation disambiguate-add-year-suffix="true" et-al-min="3" et-al-use-first="1">'
    '<layout prefix="(" suffix=")" delimiter="; "><names variable="author"><name form="short" '
    'and="symbol"/></names><text macro="year" prefix=" "/></layout></citation>'
)
LISTED = (
    '<bibliography><sort><key variable="title"/></sort><layout suffix="."><names variable="author">'
    '<name name-as-sort-order="all" initialize-with="."/></names><text macro="year" prefix=" "/>'
    '<text variable="title" prefix=". " font-style="italic"/></layout></bibliography>'
)
RAISED = (
    '<citation><layout delimiter="," vertical-align="sup"><text variable="citation-number"/>'
    "</layout></citation>"
)


def test_numbers_stand_in_brackets_in_the_order_given() -> None:
    style = cited(paper("A", "Ann Ant"), paper("B"), paper("C"), style="numeric")
    assert said(style, 2) == "[2]"
    assert said(style, 3, 1) == "[3, 1]"
    assert [one.label for one in style.entries] == ["[1]", "[2]", "[3]"]
    assert style.entries[0].text == "Ann Ant. A. 2020."


def test_authors_and_years() -> None:
    style = cited(
        paper("One", "Vladimir Karpukhin", "Barlas Oğuz", "Sewon Min"),
        paper("Two", "Robertson, Stephen", "Hugo Zaragoza", year=2009),
        paper("Three", "Laurens van der Maaten", year=None),
        paper("A Title without any Author that goes on and on"),
    )
    assert said(style, 1, 2) == "(Karpukhin et al., 2020; Robertson and Zaragoza, 2009)"
    assert said(style, 3) == "(van der Maaten, n.d.)"
    assert said(style, 4) == "(“A Title without any Author …”, 2020)"
    assert [one.number for one in style.entries] == [4, 1, 2, 3]
    assert style.entries[1].text == "Karpukhin, V., Oğuz, B., Min, S. (2020). One."
    assert style.label(1) == "Karpukhin 2020"


def test_papers_alike_in_author_and_year_get_letters_in_the_order_of_the_list() -> None:
    style = cited(
        paper("Zebra", "Ann Ant"), paper("Apple", "Ann Ant"), paper("Other", "Ann Ant", year=2021),
        paper("No", "Bo Bee", year=None), paper("Date", "Bo Bee", year=None),
    )  # fmt: skip
    assert said(style, 1, 2, 3) == "(Ant, 2020b; Ant, 2020a; Ant, 2021)"
    assert said(style, 4, 5) == "(Bee, n.d.-b; Bee, n.d.-a)"
    assert "Ant, A. (2020a). Apple." in style.entries[0].text


def test_letters_go_on_after_z() -> None:
    style = cited(*(paper(f"Title {number:02}", "Ann Ant") for number in range(28)))
    assert said(style, 26, 27, 28) == "(Ant, 2020z; Ant, 2020aa; Ant, 2020ab)"


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("Vladimir Karpukhin", "Karpukhin", "Vladimir"),
        ("Karpukhin, Vladimir", "Karpukhin", "Vladimir"),
        ("Ludwig van Beethoven", "van Beethoven", "Ludwig"),
        ("Sammy Davis Jr.", "Davis", "Sammy Jr."),
        ("NLLB Team", "NLLB Team", ""),
        ("Wei Ai", "Ai", "Wei"),
        ("OpenAI", "OpenAI", ""),
        ("王小明", "王小明", ""),
        (", Ann", "Ann", ""),
        ("  ", "", ""),
    ],
)
def test_names_are_taken_apart(written: str, family: str, given: str) -> None:
    one = name(written)
    assert (one.family, one.given) == (family, given)


def test_initials_keep_hyphens() -> None:
    assert name("Ming-Wei Chang").initials == "Chang, M.-W."


def test_a_csl_file_says_how_to_cite_and_to_list(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    style = cited(
        paper("Zebra", "Ann Ant", venue="ACL 2020"), paper("Apple", "Ann Ant"),
        paper("Many", "Cy Cat", "Di Dog", "Ed Elk", year=2021),
        style=csl(tmp_path, BY_AUTHOR, LISTED),
    )  # fmt: skip
    assert said(style, 1, 3) == said(style, 3, 1) == "(Cat et al. 2021; Ant 2020a)"
    assert [piece.number for piece in style.citation([1, 3]) if piece.number] == [3, 1]
    assert [one.number for one in style.entries] == [2, 3, 1]
    assert style.entries[0].text == "Ant, A. 2020b. Apple."
    assert [run.text for run in style.entries[0].runs if run.italic] == ["Apple"]
    assert style.label(2) == "Ant 2020b"


def test_raised_numbers_stand_behind_the_full_stop(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    style = csl(tmp_path, RAISED)
    names = ("a.md", "a.txt", "a.html")
    told = {one: files(sample(), one, style)[one].decode() for one in names}
    assert "do the job.<sup>1</sup> BM25" in told["a.md"]
    assert "do the job. [1] BM25" in " ".join(told["a.txt"].split())
    assert '<sup class="cited"><a class="mark" href="#reference-1"' in told["a.html"]
    assert "[1] Vladimir Karpukhin" in told["a.txt"]  # it has no list of its own


def test_a_style_that_joins_marks_leaves_each_paper_its_link(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    alike = '<citation><layout><text value="see below"/></layout></citation>'
    page = files(sample(), "a.html", csl(tmp_path, alike))["a.html"].decode()
    overview = page.split('id="overview"')[1].split("</p>")[0]
    assert [f'href="#reference-{number}"' in overview for number in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "Document is empty"),
        ("no xml", "Start tag expected"),
        ("<style/>", "cannot be used"),
        ('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "only name another style"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><style/>', "document type"),
    ],
)
def test_a_broken_style_is_one_line(content: str, why: str, tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    path = tmp_path / "bad.csl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=why) as caught:
        cited(paper("A"), style=str(path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("citation", "why"),
    [
        ('<citation><layout><text macro="none"/></layout></citation>', "cannot be used"),
        (
            '<citation><layout><text variable="none"/></layout></citation>',
            r"nothing for paper \[1\]",
        ),
    ],
)
def test_a_style_that_cites_nothing_is_refused(citation: str, why: str, tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    with pytest.raises(InputError, match=why):
        cited(paper("A"), style=csl(tmp_path, citation))


def test_footnotes_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    path = tmp_path / "note.csl"
    path.write_text(Path(csl(tmp_path, BY_AUTHOR)).read_text().replace("in-text", "note"))
    with pytest.raises(InputError, match="footnotes"):
        cited(paper("A"), style=str(path))


def test_hostile_papers_go_through_a_style(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    style = csl(tmp_path, BY_AUTHOR, LISTED)
    for form in ("a.md", "a.html", "a.txt", "a.docx"):
        assert files(hostile(), form, style)[form]
    assert "<img" not in files(hostile(), "a.html", style)["a.html"].decode()


def test_a_style_that_is_not_known_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"numeric, author-year or a file that ends in \.csl"):
        cited(paper("A"), style="apa")


def test_a_style_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("citeproc", reason="the extra [export] is not installed")
    with pytest.raises(InputError, match=r"none\.csl cannot be read"):
        cited(paper("A"), style=str(tmp_path / "none.csl"))


@pytest.mark.parametrize(
    ("name", "style", "package"),
    [("a.docx", "numeric", "python-docx"), ("a.png", "numeric", "resvg-py"),
     ("a.md", "x.csl", "citeproc-py")],
)  # fmt: skip
def test_a_library_that_is_missing_is_named(
    name: str, style: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=package) as caught:
        files(sample(), name, style)
    assert 'pip install "literature-assistant[export]"' in str(caught.value)
