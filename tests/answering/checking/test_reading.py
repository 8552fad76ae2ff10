"""Drafts read: what is running text, where it stands, and what it cites."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.checking import latex, markdown, reading
from assistant.answering.checking.drafts import Draft
from assistant.errors import InputError

DATA = Path(__file__).parent / "data"


def said(text: str, plain: bool = False) -> list[tuple[int, str, list[str]]]:
    return told(markdown.read(text, lambda _: "the authors", plain))


def of_latex(text: str) -> list[tuple[int, str, list[str]]]:
    return told(latex.read(text, lambda key: f"{key.title()} et al."))


def told(draft: Draft) -> list[tuple[int, str, list[str]]]:
    return [(one.line, one.text, [mark.label for mark in one.marks]) for one in draft.sentences]


def test_a_draft_in_markdown_is_its_running_text() -> None:
    draft = reading.read(DATA / "draft.md")
    sentences = told(draft)
    assert [line for line, _, _ in sentences] == [
        10, 10, 12, 14, 15, 16, 17, 18, 21, 21, 36, 36, 37, 38, 40, 41,
    ]  # fmt: skip
    text = " ".join(one for _, one, _ in sentences)
    for aside in ("quoted at length", "top-20", "sorted", "footnote", "Jo Writer", "Merging"):
        assert aside not in text
    assert sentences[4][1:] == (
        "Karpukhin et al. showed that learned dense vectors alone can do the job.",
        ["Karpukhin et al., 2020"],
    )
    assert sentences[12][2] == ["[3]", "[4]"]
    assert list(draft.works) == ["1", "2", "3", "4"]
    assert draft.works["1"].text.endswith("Answering. In Proceedings of EMNLP, 2020.")


def test_a_draft_in_latex_is_its_running_text_and_its_bib_file() -> None:
    draft = reading.read(DATA / "paper.tex")
    sentences = told(draft)
    assert [line for line, _, _ in sentences] == [9, 14, 15, 16, 18, 19, 29, 30, 32]
    text = " ".join(one for _, one, _ in sentences)
    for aside in ("comment", "caption", "Not read", "not read", "sum", "TODO", "\\", "{", "$"):
        assert aside not in text
    assert sentences[1][1] == "We present TermFirst, which is described in Section."
    assert sentences[2][1].startswith("Karpukhin et al. showed that learned dense vectors alone")
    assert sentences[3][2] == ["dpr", "nobody"]
    assert sentences[5][1] == "The accuracy goes from 59.1% to 78.4% on Natural Questions."
    assert sentences[7][1] == "Gödel & others wrote about naïve methods."
    assert sentences[8][1].startswith("The authors disagree")
    dpr = draft.works["dpr"].paper
    assert dpr is not None
    assert dpr.title == "Dense Passage Retrieval for Open-Domain Question Answering"
    assert dpr.authors == ("Vladimir Karpukhin", "Barlas Oğuz", "Sewon Min")
    beir = draft.works["beir"].paper
    assert beir is not None
    assert beir.arxiv_id == "2104.08663"


@pytest.mark.parametrize(
    ("written", "labels", "text"),
    [
        ("It works [@lee; @chang, p. 3].", ["@lee", "@chang"], "It works."),
        ("It works [see @lee].", ["@lee"], "It works."),
        ("@lee_2020 say it works.", ["@lee_2020"], "The authors say it works."),
        ("It works [1, 3-5].", ["[1]", "[3]", "[4]", "[5]"], "It works."),
        ("It works.[1]", ["[1]"], "It works."),
        ("It works (Lee et al., 2019; Chang & Wu, 2020a).",
         ["Lee et al., 2019", "Chang & Wu, 2020a"], "It works."),
        ("It works (see van der Berg and O'Neill, 2020, p. 4).",
         ["van der Berg and O'Neill, 2020"], "It works."),
        ("Lee et al. (2019, 2020) say so.", ["Lee et al., 2019", "Lee et al., 2020"],
         "Lee et al. say so."),
        ("It works (https://doi.org/10.1145/3397271.3401075).", ["doi:10.1145/3397271.3401075"],
         "It works."),
        ("Lee (2019) says so.", ["Lee, 2019"], "Lee says so."),
        ("It cites Augmented Generation (2024).", [], "It cites Augmented Generation (2024)."),
        ("It works, see arXiv:2004.04906v3.", ["arXiv:2004.04906"], "It works, see."),
        ("It [works](https://arxiv.org/abs/2004.04906).", ["arXiv:2004.04906"], "It works."),
        ("It costs $5 [0, 1] (in 2020).", [], "It costs $5 [0, 1] (in 2020)."),
        ("Write to jo@example.org about `code`.", [], "Write to jo@example.org about code."),
        (r"A \*star\* & an &amp; in **bold** and _slanted_ snake_case.", [],
         "A *star* & an & in bold and slanted snake_case."),
    ],
)  # fmt: skip
def test_citations_in_markdown(written: str, labels: list[str], text: str) -> None:
    assert said(written) == [(1, text, labels)]


@pytest.mark.parametrize(
    ("written", "labels", "text"),
    [
        (r"It works \cite{lee, chang}.", ["lee", "chang"], "It works."),
        (r"It works~\citep[see][p.~3]{lee}.", ["lee"], "It works."),
        (r"\citet{lee} say so.", ["lee"], "Lee et al. say so."),
        (r"It was \textcite[4]{lee} who said so.", ["lee"], "It was Lee et al. who said so."),
        (r"It works \autocites[1]{lee}[2]{chang}.", ["lee", "chang"], "It works."),
        (r"It works\nocite{*}.", [], "It works."),
        (r"It works \href{https://doi.org/10.1145/1}{well}.", ["doi:10.1145/1"], "It works well."),
        (r"It \emph{works \textbf{very} well} --- so ``they'' say.", [],
         "It works very well — so “they” say."),
        (r"It costs \$5 \& 3\,\% at \(x = 1\).", [], "It costs 5 & 3 % at x = 1."),
        (r"Fig.~\ref{fig} shows Erd\H{o}s, \O{}rsted and \v{C}apek.", [],
         "Fig. shows Erdős, Ørsted and Čapek."),
    ],
)  # fmt: skip
def test_citations_in_latex(written: str, labels: list[str], text: str) -> None:
    assert of_latex(written) == [(1, text, labels)]


def test_a_citation_belongs_to_the_sentence_before_it() -> None:
    assert said("One thing holds. [1] Another does.[2]\n\n[3] says a third.") == [
        (1, "One thing holds.", ["[1]"]),
        (1, "Another does.", ["[2]"]),
        (3, "says a third.", ["[3]"]),
    ]


def test_plain_text_has_paragraphs_headings_and_references() -> None:
    text = (
        "A note on ranking\n\n"
        "    BM25 is old [1]. It has\nnot * aged * (Lee, 2019).\n\n"
        "REFERENCES\n\n[1] Robertson. BM25 and Beyond.\nLee, K. Latent retrieval. 2019.\n"
    )
    draft = markdown.read(text, str, plain=True)
    assert told(draft) == [
        (3, "BM25 is old.", ["[1]"]),
        (3, "It has not * aged *.", ["Lee, 2019"]),
    ]
    assert draft.works["1"].text == "Robertson. BM25 and Beyond."
    assert [work.text for work in draft.listed] == ["Lee, K. Latent retrieval. 2019."]


def test_what_follows_the_list_of_references_is_read() -> None:
    text = "# Works Cited\n\n1. One.\n2. Two.\n\n# Appendix\n\nThe text goes on.\n"
    draft = markdown.read(text, str)
    assert told(draft) == [(8, "The text goes on.", [])]
    assert list(draft.works) == ["1", "2"]


def test_a_link_definition_says_what_a_number_is() -> None:
    draft = markdown.read("It works [1].\n\n[1]: https://arxiv.org/abs/2004.04906\n", str)
    assert draft.works["1"].text == "https://arxiv.org/abs/2004.04906"


def test_bibitems_are_works() -> None:
    text = (
        "It works \\cite{a}.\n\\begin{thebibliography}{9}\n"
        "\\bibitem[Lee(2019)]{a} Kenton Lee. \\newblock \\emph{Latent} retrieval.\n"
        "\\bibitem{b} Someone.\n\\end{thebibliography}\n"
    )
    draft = latex.read(text, str)
    assert told(draft) == [(1, "It works.", ["a"])]
    assert {key: work.text for key, work in draft.works.items()} == {
        "a": "Kenton Lee. Latent retrieval.", "b": "Someone.",
    }  # fmt: skip


def test_files_that_belong_to_a_draft_and_were_not_read_are_named(tmp_path: Path) -> None:
    file = tmp_path / "main.tex"
    file.write_text("\\input{intro}\nSome text stands here.\n\\bibliography{gone}\n")
    assert reading.read(file).elsewhere == ("intro", "gone.bib")


words = st.sampled_from("ranking model term vector corpus query answer index token recall".split())
sentence = st.lists(words, min_size=3, max_size=9).map(lambda one: " ".join(one).capitalize() + ".")
marks = st.sampled_from(["", " [1]", " [@key]", " (Lee et al., 2019)", " \\cite{key}"])
paragraph = st.lists(st.tuples(sentence, marks), min_size=1, max_size=5)
asides = st.sampled_from(["", "# A heading\n", "> A quote.\n", "```\ncode here\n```\n", "---\n"])


@given(st.lists(st.tuples(asides, paragraph, st.integers(10, 60)), min_size=1, max_size=5))
def test_no_sentence_is_lost_and_each_begins_on_its_line(
    parts: list[tuple[str, list[tuple[str, str]], int]],
) -> None:
    text, wanted = "Before all of it stands this.\n\n", []
    for aside, lines, width in parts:
        text += aside + "\n"
        prose = " ".join(one[:-1] + mark + "." for one, mark in lines)
        text += re.sub(rf"(.{{{width},}}?) ", r"\1\n", prose) + "\n\n"
        wanted += [one for one, _ in lines]
    found = said(text)[1:] if "\\cite" not in text else of_latex_body(text)
    if "\\cite" not in text:
        assert [one for _, one, _ in found] == wanted
    for line, one, _ in found:
        assert one.split()[0].rstrip(".") in text.splitlines()[line - 1]


def of_latex_body(text: str) -> list[tuple[int, str, list[str]]]:
    return [one for one in of_latex(text) if one[1][0].isalpha()]


@given(st.text(alphabet="ab. \n\\{}[]()@$%&*_`#|<>~-^!1;:\"'\ue000é", max_size=300))
def test_any_text_is_read(text: str) -> None:
    for found in (said(text), said(text, plain=True), of_latex(text)):
        assert all(one.strip() and 1 <= line <= text.count("\n") + 1 for line, one, _ in found)
        assert all("\ue000" not in one for _, one, _ in found)


def test_a_very_long_line_is_read(tmp_path: Path) -> None:
    file = tmp_path / "long.md"
    file.write_text("all of it on one line. " * 20_000)
    assert len(reading.read(file).sentences) > 50
    file.write_text("x" * 5_000_000)
    with pytest.raises(InputError, match="chapter by chapter"):
        reading.read(file)
