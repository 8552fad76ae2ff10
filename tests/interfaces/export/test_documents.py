"""What a reader finds in a review as Markdown, text, LaTeX and DOCX."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest

from assistant.interfaces.export.layout import Marks, sections
from assistant.interfaces.export.style_names import style_of
from assistant.interfaces.export.writing import files
from assistant.review import Near, Review, Sentence
from assistant.types import Filters, Paper, Reference, Statement, Usage
from tests.interfaces.export.samples import abstaining, demo_papers, quoted, sample


def text(review: Review, name: str = "a.md", style: str = "numeric") -> str:
    return files(review, name, style)[name].decode()


def one_sentence(said: str, *numbers: int, verdict: str = "verbatim", lead: str = "") -> Review:
    statement = Statement(said, numbers, verdict, None, "shown", ())  # type: ignore[arg-type]
    return replace(sample(), overview=(Sentence(statement, lead),))


def test_markdown_has_all_parts_in_reading_order() -> None:
    told = text(sample())
    assert told.startswith(
        "# Dense and sparse retrieval for open-domain questions\n\n"
        "The library holds 317 papers; 23 bear on this topic, 12 are used.\n\n## Overview\n"
    )
    assert re.findall(r"^## (.+)$", told, re.MULTILINE) == [
        "Overview", "Learned dense retrievers", "Sparse and term-based retrieval",
        "Readers and generation over retrieved passages", "Where papers agree",
        "Where they disagree", "Gaps", "Notes by paper", "Left out", "References",
        "How this was made",
    ]  # fmt: skip


def test_sentences_are_running_text_with_marks_and_signs_on_what_is_in_doubt() -> None:
    assert (
        "Two families of retrievers compete, and neither wins everywhere [1, 2, 3] [?]. This paper "
        "shows that learned dense vectors alone can do the job [1]. BM25: BM25 is one of the most "
        "widely used ranking functions in text search, yet it is often quoted as a bare formula "
        "[3].\n"
    ) in text(sample())


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It works.", "It works [1]."),
        ("Does it work?", "Does it work [1]?"),
        ("It works", "It works [1]"),
        ("It works in the U.S.", "It works in the U.S. [1]"),
        ("And so on...", "And so on... [1]"),
        ("It costs 5.", "It costs 5 [1]."),
    ],
)
def test_a_mark_stands_before_the_end_of_its_sentence(said: str, shown: str) -> None:
    assert f"\n{shown}\n" in text(one_sentence(said, 1), "a.txt")


def test_a_sentence_that_is_not_supported_is_told_from_one_that_is_in_doubt() -> None:
    told = text(one_sentence("It cures all.", 1, verdict="unsupported"), "a.txt")
    assert "It cures all [1] [✗]." in told
    assert "[✗] marks a sentence of the kind “not supported by the cited abstract”: 1." in told


def test_the_end_says_how_the_review_was_made() -> None:
    told = text(sample(), "a.txt").split("How this was made")[1]
    assert "gpt-test in 12 calls: 34,567 tokens read, 2,345 written, $0.1234, 41.2 s." in told
    assert "checked: 17 word for word in the cited abstract." in told
    assert "2 quotes removed" in told
    assert "1 sentence withheld" in told
    assert "1 citation removed" in told


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        (Usage("extractive", seconds=1.5), "without a language model, in 1.5 s."),
        (Usage("m", 1, 2, 3, None, 4.0), "Written by m in 1 call: 2 tokens read, 3 written, cost"),
        (Usage("m"), "Written by m when it was asked the same before; nothing was spent."),
    ],
)
def test_usage_is_told_in_words(usage: Usage, said: str) -> None:
    assert said in " ".join(text(replace(sample(), usage=usage), "a.txt").split())


def test_what_was_left_out_is_named_with_the_reason() -> None:
    told = text(sample())
    told = " ".join(told.split())
    assert "- beyond the number of papers of this review: " in told
    assert "- no abstract in the record: " in told
    assert "Use Long Contexts" in told


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_what_a_review_falls_short_of_is_said_at_its_beginning(name: str) -> None:
    told = text(replace(sample(), message="One theme was cut short."), name)
    assert "One theme was cut short." in told.split("Two families")[0]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
@pytest.mark.parametrize(
    ("looked_at", "at_least", "said"),
    [
        (None, False, "holds 317 papers; 23 bear on this topic, 12 are used."),
        (317, False, "holds 317 papers; 23 bear on this topic, 12 are used."),
        (100, False, "317 papers, of which the 100 nearest were looked at; 23 bear on this topic,"),
        (
            30,
            True,
            "of which the 30 nearest were looked at; at least 23 bear on this topic, 12",
        ),
    ],
)
def test_how_far_was_looked_is_said(
    name: str, looked_at: int | None, at_least: bool, said: str
) -> None:
    coverage = replace(sample().coverage, looked_at=looked_at, at_least=at_least)
    told = text(replace(sample(), coverage=coverage), name)
    assert said in " ".join(told.split())


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_what_narrowly_does_not_bear_on_the_topic_is_named(name: str) -> None:
    near = (Near(demo_papers()[30], 0.5), Near(Paper("arxiv:1", "Sea Otters", ""), 0.4))
    coverage = replace(sample().coverage, left_out=(), near=near)
    told = " ".join(text(replace(sample(), coverage=coverage), name).split())
    said = told.split("narrowly below the line, not counted as bearing on the topic: ")[1]
    assert said.split("; ")[1].startswith("Sea Otters")
    assert "23 bear on this topic, 12 are used." in told


LIMITS = [
    (Filters(2022), "from 2022 on"),
    (Filters(None, 2022), "up to 2022"),
    (Filters(2021, 2021), "of 2021"),
    (Filters(2019, 2021, ("Gao", "Lee")), "of 2019–2021, by Gao or Lee"),
    (Filters(2022, tags=("nlp",)), "from 2022 on, tagged nlp"),
    (Filters(venues=("ACL",), sources=("my.csv",)), "in ACL, read from my.csv"),
]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_what_was_searched_alone_is_said_at_its_beginning(name: str) -> None:
    assert "limited" not in text(sample(), name)
    for filters, said in LIMITS:
        told = text(replace(sample(), filters=filters), name).split("Two families")[0]
        assert f"The search was limited to papers {said}." in " ".join(told.split())
    assert "The search was limited" in text(replace(abstaining(), filters=Filters(2022)), name)


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a.tex"])
def test_an_abstention_is_told_and_has_no_references(name: str) -> None:
    told = text(abstaining(), name)
    assert "No paper of this library is about bread." in told
    assert "The library holds 317 papers; 0 bear on this topic, 0 are used." in told
    assert "References" not in told
    assert "\\bibliography{" not in told


def test_text_is_wrapped_and_underlined() -> None:
    lines = text(sample(), "a.txt").splitlines()
    assert lines[1] == "=" * len(lines[0])
    assert max(map(len, lines)) <= 88


def test_latex_cites_the_keys_of_the_bibtex_file_beside_it() -> None:
    made = files(sample(), "My review (1).tex")
    tex, bib = (made[name].decode() for name in ("My review (1).tex", "My-review-1.bib"))
    cited = {key for keys in re.findall(r"\\cite\{([^}]+)\}", tex) for key in keys.split(",")}
    assert cited
    assert cited <= set(re.findall(r"^@\w+\{(.+),$", bib, re.MULTILINE))
    assert r"everywhere \cite{karpukhin2020dense,lee2019latent,robertson2009probabilistic}" in tex
    assert "\\bibliographystyle{plain}\n\\bibliography{My-review-1}" in tex


def test_latex_by_author_and_year_is_natbibs() -> None:
    tex = text(sample(), "a.tex", "author-year")
    assert r"\usepackage[round]{natbib}" in tex
    assert r"\citep{karpukhin2020dense}" in tex
    assert r"\bibliographystyle{plainnat}" in tex


def test_word_has_headings_links_references_and_pictures() -> None:
    docx = pytest.importorskip("docx", reason="the extra [export] is not installed")
    document = docx.Document(io.BytesIO(files(sample(), "a.docx")["a.docx"]))
    headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
    assert headings[:2] == ["Overview", "Learned dense retrievers"]
    assert headings[-3:] == ["Left out", "References", "How this was made"]
    xml = document.element.xml
    anchors = set(re.findall(r'w:anchor="([^"]+)"', xml))
    assert "reference_1" in anchors
    assert anchors <= set(re.findall(r'w:bookmarkStart [^>]*w:name="([^"]+)"', xml))
    assert len(document.inline_shapes) == 2
    assert "Papers by year and theme" in xml
    overview = next(one for one in document.paragraphs if one.text.startswith("Two families"))
    assert "everywhere [1, 2, 3] [?]. This paper" in overview.text


def test_a_paper_cited_twice_by_one_sentence_is_marked_once() -> None:
    assert "It works [1]." in text(one_sentence("It works.", 1, 1))


def test_a_reference_without_anything_but_a_title_is_still_told() -> None:
    bare = Reference(1, Paper("title:a-1", "A Title?", ""))
    review = replace(
        sample(), references=(bare,), overview=(quoted(1, 1),), agreements=(), disagreements=(),
        notes=(), points=(), themes=(replace(sample().themes[0], sentences=(quoted(1, 1),)),),
    )  # fmt: skip
    assert "\n[1] A Title?\n" in text(review)


def test_findings_that_are_alike_stand_in_one_paragraph() -> None:
    exact = replace(sample(), usage=Usage("extractive"), agreements=tuple(
        quoted(number, 1) for number in (1, 2, 5, 6)
    ))  # fmt: skip
    (told,) = [one for one in sections(exact, style_of("numeric", exact.references))
               if one.id == "agreements"]  # fmt: skip
    cited = [
        [one.numbers for one in paragraph if isinstance(one, Marks)]
        for paragraph in told.paragraphs
    ]
    assert cited == [[(1,), (2,)], [(5,), (6,)]]
