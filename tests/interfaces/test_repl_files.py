"""What a chat writes into files: the conversation as Markdown, its papers as BibTeX."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.documents import answer_document
from assistant.interfaces.bibliography import bibtex
from assistant.interfaces.repl.transcript import markdown
from assistant.kept import KeptTurn
from assistant.stances import Disagreement, Quoted
from assistant.types import Answer, Paper, Reference, Statement, Usage

FIRST = Paper(
    "doi:10.1/a", "A First Look", "", ("Ann Ant", "Bo Bee", "Cy Cat", "Di Dog"), 2020,
    venue="ACL 2020", doi="10.1/a",
)  # fmt: skip
SECOND = Paper("arxiv:2001.00001", "Second <b>best</b>", "", url="https://arxiv.org/abs/2001.00001")


def turn(question: str, papers: tuple[Paper, ...], standalone: str | None = None) -> KeptTurn:
    return kept(answer(question, papers, standalone))


def kept(given: Answer) -> KeptTurn:
    return KeptTurn(1, given.question, answer_document(given), "2020-01-01T00:00:00+00:00")


def answer(question: str, papers: tuple[Paper, ...], standalone: str | None = None) -> Answer:
    return Answer(
        question,
        standalone or question,
        tuple(
            Statement(f"It is_so {number}.", (number,), "supported", 1.0, "shown", ())
            for number, _ in enumerate(papers, 1)
        ),
        tuple(Reference(number, paper) for number, paper in enumerate(papers, 1)),
        (),
        Usage("extractive"),
        "t",
        message=None if papers else "Nothing *found*.",
    )


def test_papers_are_numbered_through_the_whole_conversation() -> None:
    text = markdown(
        [
            turn("What is first?", (FIRST,)),
            turn("And then?", (SECOND, FIRST), "What is first? And then?"),
            turn("And bread?", ()),
        ]
    )
    assert text.splitlines() == [
        "# What is first?",
        "",
        "## What is first?",
        "",
        r"- ✓ It is\_so 1. \[1\]",
        "",
        "## And then?",
        "",
        "*Asked as: What is first? And then?*",
        "",
        r"- ✓ It is\_so 1. \[2\]",
        r"- ✓ It is\_so 2. \[1\]",
        "",
        "## And bread?",
        "",
        r"> Nothing \*found\*.",
        "",
        "✓ the cited abstract supports it · ? unsure or not checked · ✗ it does not",
        "",
        "## References",
        "",
        "1. Ann Ant, Bo Bee, Cy Cat, et al. A First Look. ACL 2020. https://doi.org/10.1/a.",
        r"2. Second \<b\>best\</b\>. https://arxiv.org/abs/2001.00001.",
    ]


def test_what_papers_disagree_on_is_told_with_the_number_of_the_paper_where_it_has_one() -> None:
    against = Quoted("It is_not.", 0, 10, "contradicts")
    second = replace(
        answer("And then?", (SECOND, FIRST)),
        disagreements=(
            Disagreement(1, FIRST, against, "it denies [it]"),
            Disagreement(2, replace(SECOND, id="arxiv:2", year=1999), against, "other way"),
        ),
    )
    text = markdown([turn("What is first?", (FIRST,)), kept(second)])
    assert text.split("\n\n")[4:7] == [
        "- ✓ It is\\_so 1. \\[2\\]\n- ✓ It is\\_so 2. \\[1\\]",
        "**Papers disagree**",
        "- ± Sentence 1 is contradicted by A First Look, 2020 (doi:10.1/a) \\[1\\]: "
        "“It is\\_not.” (it denies \\[it\\])\n"
        "- ± Sentence 2 is contradicted by Second \\<b\\>best\\</b\\>, 1999 (arxiv:2): "
        "“It is\\_not.” (other way)",
    ]


def test_answers_kept_before_disagreements_were_told_are_written() -> None:
    before = turn("What is first?", (FIRST,))
    del before.answer["disagreements"]
    assert "Papers disagree" not in markdown([before])


@given(st.text())
def test_text_is_no_markup(text: str) -> None:
    shown = markdown([turn(text, ())])
    assert not re.search(r"(?<!\\)(?:\\\\)*[<`\[]", shown)


def test_an_entry_has_what_is_known() -> None:
    assert bibtex([FIRST, SECOND]) == (
        "@article{ant2020first,\n"
        "  title = {{A First Look}},\n"
        "  author = {Ann Ant and Bo Bee and Cy Cat and Di Dog},\n"
        "  year = {2020},\n"
        "  journal = {ACL 2020},\n"
        "  doi = {10.1/a},\n"
        "}\n"
        "\n"
        "@misc{second,\n"
        "  title = {{Second <b>best</b>}},\n"
        "  url = {https://arxiv.org/abs/2001.00001},\n"
        "}\n"
    )


def test_keys_differ_and_are_ascii() -> None:
    twin = Paper("x", "A Lóok at Ödd Things", "", ("Müller, Jörg",), 2020)
    keys = re.findall(r"@\w+\{(.*),", bibtex([twin, twin, Paper("y", "数学", "")]))
    assert keys == ["muller2020look", "muller2020look-2", "paper"]


def test_signs_of_latex_are_escaped() -> None:
    paper = Paper(
        "x", "50% of $x_1$ & {y} \\ ~", "", ("Salt and Pepper Group",), url="http://a/}{b"
    )
    entry = bibtex([paper])
    assert r"50\% of \$x\_1\$ \& \textbraceleft{}y\textbraceright{} \textbackslash{}" in entry
    assert "author = {{Salt and Pepper Group}}" in entry
    assert "url = {http://a/b}" in entry


PAPERS = st.builds(
    Paper,
    id=st.text(),
    title=st.text(),
    abstract=st.text(),
    authors=st.tuples(st.text()),
    venue=st.none() | st.text(),
    url=st.text(),
)


@given(PAPERS)
def test_no_paper_can_break_out_of_its_entry(paper: Paper) -> None:
    entry = bibtex([paper]).rstrip()
    depths = list(accumulate({"{": 1, "}": -1}.get(letter, 0) for letter in entry))
    assert depths[-1] == 0
    assert all(depth > 0 for depth in depths[entry.index("{") : -1])


def test_a_name_of_many_commas_is_one_in_bibtex() -> None:
    entry = bibtex([Paper("p", "T", "", ("A, B, C, D", "Ant, Jr., Ann"))])
    assert "author = {{A, B, C, D} and Ant, Jr., Ann}" in entry
