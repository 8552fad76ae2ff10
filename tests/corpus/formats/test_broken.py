"""Broken exports: what is broken is told with its line, all else is read; nothing raises."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.corpus import bibtex, decoding, json_lines
from assistant.corpus.formats import (
    arxiv_atom,
    bibliography,
    endnote_tagged,
    endnote_xml,
    json_documents,
    json_objects,
    medline,
    ovid,
    pubmed_xml,
    ris,
    web_of_science,
)
from assistant.corpus.records import Reader, Record, Skipped

READERS = [arxiv_atom.read, bibliography.read, endnote_tagged.read, endnote_xml.read,
           json_documents.read, json_lines.read, medline.read, ovid.read, pubmed_xml.read, ris.read,
           web_of_science.read]  # fmt: skip
SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parent / "samples").iterdir())]


def told(reader: Reader, text: str) -> list[str]:
    """Return the titles, and lines with reasons for what was skipped."""
    return [
        one.paper.title if isinstance(one, Record) else f"{one.line}: {one.reason}"
        for one in reader(io.StringIO(text, newline="\n"), "s")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@article{a, title = {One\n@article{b, title = {Two}}", ["One", "Two"]),
        ("@article{a, author = {A}}\n@book{b, title={Two}}", ["1: a: it has no title", "Two"]),
        ("@article{, title = {No key}}\n@book{title = {None at all}}", ["No key", "None at all"]),
        ("@article{Doe (2020), title = {Odd key}}", ["Odd key"]),
        ("@article{a, year = 2020, ?? oops\n title = {One}}\n\n@x{", ["One", "4: an entry without"
         " fields; is a brace missing?"]),
        ("@misc{a, title = nokey # { and } # \"more\"}", ["nokey and more"]),
        ("@misc{a, title = {A {B {C}} \\} D}, note = {x@y{z}}}\n", ["A B C } D"]),
        ("@misc{a, title={One}} @misc{b, title={Two}}", ["One", "Two"]),
        ("@article{\n author = {A},\n title = {One}\n}", ["One"]),
        ("@article{key\n, author = {A}\n, title = {One}\n}", ["One"]),
        ("@misc{a, title = {On \\enquote{light} and \\mkbibemph{glow}}}", ["On “light” and glow"]),
    ],
)  # fmt: skip
def test_bibtex(text: str, expected: list[str]) -> None:
    assert told(bibliography.read, text) == expected


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("@article{ray2020,\n", True), ("@string{j = {Light}}\n", True), ("@article{\n", True),
        ("@inproceedings{ray2020\n", True), ("@media {\n", False), ("@Override {\n", False),
    ],
)  # fmt: skip
def test_bibtex_is_told_from_style_sheets_and_code(line: str, is_one: bool) -> None:
    assert bibliography.recognises(["% a comment\n", line]) is is_one


def test_what_an_entry_lacks_comes_from_the_one_it_names_wherever_that_stands() -> None:
    parent = "@proceedings{P, title = {Talks}, year = 2001}\n"
    child = "@inproceedings{c, title = {One}, crossref = {p}}\n"
    orphan = "@inproceedings{o, title = {Two}, crossref = {gone}}\n"
    for text in (parent + child + orphan, orphan + child + parent):
        papers = [
            one.paper
            for one in bibliography.read(io.StringIO(text), "s")
            if isinstance(one, Record)
        ]
        facts = {paper.title: (paper.venue, paper.year) for paper in papers}
        assert facts == {"Talks": (None, 2001), "One": ("Talks", 2001), "Two": (None, None)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n", ["One", "Two"]),
        ("AU  - A\nAU  - B\nTY  - JOUR\nTI  - One\nER  -\n",
         ["1: stands outside of a record: no line TY before it", "One"]),
        ("TY  - JOUR\nAU  - A\nER  - \n", ["1: it has no title"]),
        ("TY - JOUR\nT1 - One - and more\nER -\n", ["One - and more"]),
        ("TY  - JOUR\nTI  - One\nER  -\nNL  - J One\n\nTY  - JOUR\nTI  - Two\nER  -\nTI  - Three\n",
         ["One", "Two", "9: stands outside of a record: no line TY before it"]),
        ("Provider: X\nTY  - JOUR\nTI  - One\n goes on\nER  -\n", ["One goes on"]),
    ],
)  # fmt: skip
def test_ris(text: str, expected: list[str]) -> None:
    assert told(ris.read, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID- 1\nTI  - One\nPMID- 2\nTI  - Two\n", ["One", "Two"]),
        ("loose text\nmore\n\nPMID- 1\nTI  - One\n",
         ["1: stands outside of a record: no tag such as PMID before", "One"]),
        ("PMID- 1\n\n\nPMID- 2\nTI  - Two\n", ["1: it has no title", "Two"]),
    ],
)  # fmt: skip
def test_medline(text: str, expected: list[str]) -> None:
    assert told(medline.read, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("%T One\n%0 Journal Article\n%A A\n\n\n%T Two\n%D 2001\n\n\n%T Three\n%0 Book\n",
         ["One", "Two", "Three"]),  # the title stands before the type, which some lack
        ("%0 Serial\n%0 Audio\n%T One\n%0 Book\n%T Two\n", ["One", "Two"]),
        ("%0 Book\n%X Text.\n\n%U http://x.org\n%T One\n\n%0 Book\n%A A\n",
         ["One", "7: it has no title"]),
        ("%A A\n%T One\n\n%T Two\n%A B\n", ["One", "Two"]),
        ("%0 Book\n%T One\n%? Translator, A.\n%= 2015\n", ["One"]),
    ],
)  # fmt: skip
def test_endnote_tagged(text: str, expected: list[str]) -> None:
    assert told(endnote_tagged.read, text) == expected


def test_an_article_that_is_no_xml_is_lost_alone() -> None:
    good = (
        "<PubmedArticle><MedlineCitation><Article><ArticleTitle>{}</ArticleTitle></Article>"
        "</MedlineCitation></PubmedArticle>\n"
    )
    text = (
        "<PubmedArticleSet>\n" + good.format("One &eacute; &amp;") + good.format("<b>broken</i>")
        + "<PubmedArticle><MedlineCitation>\n" + good.format("Three") + good.format("&nope;")
        + good.format("")
    )  # fmt: skip
    found = told(pubmed_xml.read, text)
    assert found[0] == "One é &"
    assert found[1].startswith("3: not valid XML: mismatched tag")
    assert found[2].startswith("5: not valid XML: no element found")
    assert found[3] == "Three"
    assert found[4].startswith("6: not valid XML: undefined entity")
    assert found[5:] == ["7: it has no title"]


def test_entities_that_explode_are_never_defined() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    text = f"{bomb}<feed><entry><title>&b;</title></entry><entry>{bomb}</entry></feed>"
    assert all("not valid XML" in reason for reason in told(arxiv_atom.read, text))
    assert len(told(arxiv_atom.read, text)) == 2


def test_elements_nested_without_end_are_told() -> None:
    text = "<entry>" + "<b>" * 50_000 + "</entry>"
    assert told(arxiv_atom.read, text) == ["1: not valid XML: nested too deeply"]


ONE, TWO = '{"title": "One", "n": 1}', '{"title": "Two", "n": 2}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"[{ONE},{TWO}]", ["One", "Two"]),
        (f"[\n{ONE},\n{{\"title\": \"Broken\" \"n\": 3}},\n{TWO}\n]", ["One",
         "3: not valid JSON: Expecting ',' delimiter", "Two"]),
        (f'[\n  {ONE},\n  {{"title": "Open, "n": [{{"x": 1}}]}},\n  {TWO}\n]', ["One",
         "3: not valid JSON: Expecting ',' delimiter", "Two"]),
        (f'[{ONE},{{"title": "Broken" 3, "authors": [{{"name": "A"}}]}},{TWO}]', ["One",
         "1: not valid JSON: Expecting ',' delimiter", "Two"]),
        (f"[{ONE},\n{TWO}", ["One", "Two"]),
        (f"[{ONE},\n{{\"title\": \"Cut",
         ["One", "2: not valid JSON: Unterminated string starting at"]),
        (f'{{"total": 2, "data": [{ONE}, {TWO}], "next": "x"}}', ["One", "Two"]),
        (f'{{"n": {{"a": []}},\n"results": [\n{ONE}]}}', ["One"]),
        (f'{{"status": "ok", "message": {ONE}}}', ["One"]),
        (ONE, ["One"]),
        (f"{ONE}\n\n{TWO}", ["One", "Two"]),
        (f"[[{ONE}], {TWO}]", ["One", "Two"]),
        ('[null, 3, "text", {}]', ["1: null is not an object with named fields",
         "1: it is not an object with named fields", "1: it is not an object with named fields",
         "1: it has no title"]),
        ("[" + '{"a":' * 30_000, ["1: not readable: nested too deeply"]),
    ],
)  # fmt: skip
def test_json(text: str, expected: list[str]) -> None:
    assert told(json_documents.read, text) == expected


def test_an_answer_that_is_longer_than_what_is_read_at_once_is_read_in_parts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_documents, "_LONGEST", 5_000)
    monkeypatch.setattr("assistant.corpus.formats.text_stream._ENOUGH", 100)
    papers = [{"title": f"Paper {n}", "abstract": "Text. " * 20} for n in range(300)]
    text = json.dumps({"anything": {"x": 1}, "entries": papers, "last": [1, 2]}, indent=1)
    assert told(json_documents.read, text) == [str(paper["title"]) for paper in papers]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    "title abstract abstract_inverted_index authorships author authors issued type itemType"
    " creators data tags extra note externalIds paperId DOI ids primary_location keywords versions"
    " id date authors_parsed update_date categories container-title subtitle display_name"
    " journal".split()
)


@given(st.dictionaries(FIELDS, VALUES, max_size=8))
def test_whatever_an_object_holds_it_is_a_paper_or_told(fields: dict[str, object]) -> None:
    try:
        title = json_objects.record(fields, "a.json", 1).paper.title
    except ValueError:
        return
    assert title == " ".join(title.split()) != ""


@given(
    st.sampled_from(READERS),
    st.lists(
        st.sampled_from(["TY  - ", "ER  - ", "TI  - ", "PMID- ", "AB  - ", "PT J", "@a{b,",
                         "<1. >\n", "Title\n  ", "%0 ", "%T ", "%A ", "<record>", "</record>",
                         "<style face=",
                         "title=", "{", "}", '"', "<entry>", "</entry>", "<title>", "&amp;",
                         "[", "]", ",", '{"title": "T"}', '"results":', "\\", "\n",
                         "\n\n", "  ", "x", "$", "~"])
        | st.text(max_size=5),
        max_size=40,
    ),
)  # fmt: skip
@settings(max_examples=300)
def test_any_text_is_read_to_its_end_by_every_reader(reader: Reader, parts: list[str]) -> None:
    for one in reader(io.StringIO("".join(parts), newline="\n"), "s"):
        assert one.line >= 1
        assert (one.paper.title if isinstance(one, Record) else one.reason).strip()


@given(
    st.text(
        st.characters(
            codec="utf-8", exclude_characters='{}"\\@#$%~`&<>', exclude_categories=["C"]
        ),
        min_size=1, max_size=60,
    ),
)  # fmt: skip
def test_what_is_written_as_bibtex_ris_and_json_is_read_back(title: str) -> None:
    wanted = " ".join(title.split()).replace("---", "—")
    if not wanted or "--" in wanted:
        return
    assert told(bibliography.read, f"@misc{{k,\n title = {{{title}}}\n}}") == [wanted]
    assert told(ris.read, f"TY  - GEN\nTI  - {title}\nER  - \n") == [wanted]
    assert told(json_documents.read, json.dumps([{"title": title}], indent=2)) == [wanted]


@pytest.mark.parametrize("seed", range(60))
def test_damaged_samples_are_read_to_their_end(seed: int) -> None:
    chance = random.Random(seed)
    for sample in SAMPLES:
        content = bytearray(sample)
        for _ in range(chance.choice((1, 3, 10))):
            at = chance.randrange(len(content) + 1)
            content[at : at + chance.choice((0, 1, 40))] = chance.randbytes(
                chance.choice((0, 1, 3))
            )
        for reader in READERS:
            file: io.BufferedReader = io.BufferedReader(io.BytesIO(bytes(content)))
            lines = decoding.lines(file)
            assert all(isinstance(one, Record | Skipped) for one in reader(lines, "s"))


@pytest.mark.parametrize("piece", ["@a{b,\n", "{", "<entry>", "TY  - X\n", '{"a": "', "[",
                                   "PT J\n", "PMID- 1\n", "@a{b, title = {{",
                                   "title = ", '"', "\n{"])  # fmt: skip
@pytest.mark.parametrize("reader", READERS)
def test_time_grows_with_the_length_of_what_is_broken_alone(reader: Reader, piece: str) -> None:
    # What looked at all that follows from each beginning would take minutes for this.
    assert sum(1 for _ in reader(iter([piece] * 10_000), "s")) <= 10_001


def test_a_long_entry_is_read_in_time_that_grows_with_its_length() -> None:
    fields = "".join(f"field{n} = {{value}},\n" for n in range(20_000))
    [(key, found)] = bibtex.entries(f"@misc{{k,\n{fields}}}")
    assert (key, len(found)) == ("k", 20_000)
