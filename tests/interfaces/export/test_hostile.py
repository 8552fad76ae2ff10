"""Text from others in every field: no format lets it be more than text."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.interfaces.export import escaping
from assistant.interfaces.export.abstracts import highlighted, spans
from assistant.interfaces.export.writing import Exported, files
from assistant.types import Evidence, Reference
from tests.interfaces.export.samples import HOSTILE, hostile, hostile_table, sample

STYLES = ("numeric", "author-year")


def content(exported: Exported, name: str, style: str = "numeric") -> str:
    return files(exported, name, style)[name].decode()


class Elements(HTMLParser):
    """Collects the elements of a page and what their attributes hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("exported", [hostile(), hostile_table()], ids=["review", "table"])
def test_a_page_holds_no_element_of_others(exported: Exported, style: str) -> None:
    page = content(exported, "a.html", style)
    found = Elements(page)
    assert found.names.count("script") == 1
    assert not {"img", "b", "iframe"} & set(found.names)
    assert [name for name, _ in found.attributes if name.startswith("on")] == []
    addresses = [value for name, value in found.attributes if name in ("href", "src")]
    assert addresses
    assert all(re.match(r"#|https://doi\.org/", one) for one in addresses)
    assert "\x00" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("exported", [hostile(), hostile_table()], ids=["review", "table"])
def test_markdown_holds_no_markup_of_others(exported: Exported, style: str) -> None:
    page = MarkdownIt("commonmark").enable("table").render(content(exported, "a.md", style))
    found = Elements(page)
    assert not {"img", "script", "a", "code"} & set(found.names)
    assert found.names.count("h1") == 1
    assert "forged" in page
    assert "<h1>heading" not in page


@pytest.mark.parametrize("name", ["a-years.svg", "a-map.svg"])
def test_pictures_are_well_formed_and_without_scripts(name: str) -> None:
    svg = content(hostile(), name)
    elements = {one.tag.rsplit("}", 1)[1] for one in ElementTree.fromstring(svg).iter()}
    assert elements <= {"svg", "style", "title", "desc", "rect", "path", "text", "g", "circle"}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("exported", [hostile(), hostile_table()], ids=["review", "table"])
def test_latex_is_balanced_and_calls_no_command_of_others(exported: Exported, style: str) -> None:
    tex = content(exported, "a.tex", style)
    bare = re.sub(r"\\[{}%&$#_]", "", tex)
    depth = 0
    for sign in bare:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"\\(input|write18)", tex)
    assert len(re.findall(r"(?<!\\)\$", tex)) % 2 == 0
    body = tex.split(r"\begin{document}")[1]
    assert not re.search(r"(?<!\\)[#%]", body)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("exported", [sample(), hostile(), hostile_table()])
def test_latex_compiles(exported: Exported, style: str, tmp_path: Path) -> None:
    for name, made in files(exported, "a.tex", style).items():
        (tmp_path / name).write_bytes(made)
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "a"]
    for command in (latex, ["bibtex", "a"], latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout[-2000:]


def test_a_name_that_looks_like_a_mark_is_no_link() -> None:
    paper = replace(sample().references[0].paper, authors=("[1](http://evil.example)",))
    references = (Reference(1, paper), *sample().references[1:])
    told = content(replace(sample(), references=references), "a.md", "author-year")
    assert "evil.example" in told
    assert "href" not in MarkdownIt("commonmark").render(told)


def test_word_takes_what_xml_does_not_allow() -> None:
    docx = pytest.importorskip("docx", reason="the extra [export] is not installed")
    for style in STYLES:
        document = docx.Document(io.BytesIO(files(hostile(), "a.docx", style)["a.docx"]))
        text = "\n".join(one.text for one in document.paragraphs)
        assert "<script>alert('2')</script>" in text
        assert "\x07" not in text


def test_ris_has_a_record_for_each_paper_and_none_that_was_forged() -> None:
    rispy = pytest.importorskip("rispy", reason="rispy is not installed")
    ris = content(hostile(), "a.ris")
    assert ris.count("\r\nER  - \r\n") == 2
    assert [
        one for one in ris.split("\r\n") if one and not re.match(r"[A-Z][A-Z0-9]  - ", one)
    ] == []
    records = rispy.loads(ris)
    assert len(records) == 2
    assert all("forged" in record["title"] for record in records)


def test_a_spreadsheet_computes_nothing() -> None:
    rows = list(csv.reader(io.StringIO(content(hostile_table(), "a.csv").lstrip("\ufeff"))))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {7}
    assert rows[0][-1] == "'-2"
    assert rows[1][-1] == "'=1+1"
    assert [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r]", cell)] == []


@pytest.mark.parametrize(
    "said", ["=1", "+1", "-1", "@x", "\t=1", "\r\n=1", " =1", "\uff1d1", "\x00=1"]
)
def test_no_way_into_a_formula_is_left(said: str) -> None:
    assert escaping.cell(said).startswith("'")


def test_json_keeps_everything_but_halves_of_characters() -> None:
    document = json.loads(content(hostile(), "a.json"))
    assert document["topic"] == HOSTILE.replace("\ud800", "?")


@given(st.text(st.characters(codec=None), max_size=60), st.data())
@settings(max_examples=300)
def test_a_quote_is_highlighted_where_it_stands(abstract: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(abstract)))
    end = data.draw(st.integers(start, len(abstract)))
    quote = Evidence(1, abstract[start:end], start, end)
    shown = escaping.tidy(abstract)
    for begin, stop in spans(abstract, [quote]):
        assert shown[begin:stop] == escaping.tidy(quote.quote)


def test_quotes_that_overlap_are_marked_once_and_a_changed_abstract_is_said() -> None:
    abstract = "One two three four."
    quotes = [Evidence(1, "One two", 0, 7), Evidence(1, "two three", 4, 13)]
    page = str(highlighted(abstract, [*quotes, Evidence(1, "five", 0, 4)]))
    assert "<mark>One two</mark><mark> three</mark> four." in page
    assert "Quoted from another state of the abstract: “five”" in page


@given(st.text(max_size=60))
def test_markdown_shows_any_text_as_it_is(said: str) -> None:
    page = MarkdownIt("commonmark").render(escaping.begun(escaping.markdown(said)))
    assert re.findall(r"<[a-z/]+[^>]*>", page) in ([], ["<p>", "</p>"])


@given(st.text(max_size=60))
def test_latex_of_any_text_is_balanced(said: str) -> None:
    bare = re.sub(r"\\[{}]", "", escaping.latex(said))
    assert bare.count("{") == bare.count("}")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
        ("HTTP://x.org", "HTTP://x.org"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//x.org", None),
        ("https:///", None),
        (None, None),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str | None, shown: str | None) -> None:
    assert escaping.address(url) == shown
