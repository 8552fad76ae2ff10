"""A review of demo papers as the program would write one, and the same full of hostile text."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

from assistant import resources
from assistant.review import (
    Cell,
    Comparison,
    Coverage,
    LeftOut,
    Near,
    Note,
    Point,
    Review,
    Row,
    Sentence,
    Theme,
)
from assistant.types import Checks, Dropped, Evidence, Filters, Paper, Reference, Statement, Usage

HOSTILE = (
    "<img src=x onerror=alert(1)><script>alert('2')</script>\"' onload=\"alert(3)\" "
    "=cmd|'/C calc'!A0 \\input{/etc/passwd} \\write18{x} {unbalanced %&$#_^~ `rm` [x](javascript:"
    "alert(4)) ![y](http://evil.example/p.png) \x00\x07\x1b[31m\u202e\ufffe\ud800 ]]> --> &lt;"
    "\r\nER  - \r\nTY  - JOUR\r\nTI  - forged\n\n| a | b |\n# heading\n- item\n@misc{x, title={"
)
"""What attacks each of the formats: markup, scripts, formulas, TeX, controls, forged records."""
USAGE = Usage("gpt-test", 12, 34567, 2345, 0.1234, 41.25)


@cache
def demo_papers() -> tuple[Paper, ...]:
    lines = resources.DEMO_LIBRARY.read_text(encoding="utf-8").splitlines()
    return tuple(paper_of(json.loads(one)) for one in lines)


def paper_of(record: dict[str, Any]) -> Paper:
    doi, arxiv_id = record.get("doi"), record.get("arxiv_id")
    return Paper(
        id=f"doi:{doi}" if doi else f"arxiv:{arxiv_id}",
        title=record["title"],
        abstract=record["abstract"],
        authors=tuple(record["authors"]),
        year=record["year"],
        venue=record.get("venue"),
        doi=doi,
        arxiv_id=arxiv_id,
        url=record.get("url"),
        keywords=tuple(record.get("keywords", ())),
    )


def sentences_of(paper: Paper) -> list[str]:
    return [one.rstrip(".") + "." for one in paper.abstract.split(". ") if one]


def quoted(number: int, place: int, lead: str = "") -> Sentence:
    """Return a sentence of the abstract of the paper with this number, word for word."""
    abstract = demo_papers()[number - 1].abstract
    text = sentences_of(demo_papers()[number - 1])[place]
    start = abstract.index(text)
    evidence = Evidence(number, text, start, start + len(text))
    return Sentence(Statement(text, (number,), "verbatim", 1.0, "shown", (evidence,)), lead)


def written(text: str, *numbers: int, verdict: Any = "unjudged") -> Sentence:
    """Return a sentence in other words than the abstracts', with a quote from each."""
    quotes = []
    for number in numbers:
        abstract = demo_papers()[number - 1].abstract
        end = abstract.index(" ", 60)
        quotes.append(Evidence(number, abstract[20:end], 20, end))
    return Sentence(Statement(text, numbers, verdict, None, "flagged", tuple(quotes)))


def sample() -> Review:
    """Return a review of twelve demo papers in three themes."""
    papers = demo_papers()
    references = tuple(Reference(number, papers[number - 1]) for number in range(1, 13))
    return Review(
        topic="Dense and sparse retrieval for open-domain questions",
        depth="standard",
        overview=(
            written("Two families of retrievers compete, and neither wins everywhere.", 1, 2, 3),
            quoted(1, 1),
            quoted(3, 0, "BM25:"),
        ),
        themes=(
            Theme(
                "Learned dense retrievers",
                ("dense retrieval", "dual encoder"),
                (1, 2, 5, 6),
                (quoted(1, 2), quoted(1, 3, "Natural Questions:"), quoted(2, 0), quoted(5, 1)),
            ),
            Theme(
                "Sparse and term-based retrieval",
                ("BM25", "term weighting"),
                (3, 4, 7),
                (quoted(3, 1), quoted(4, 0), written("Term weights can be learned.", 7)),
            ),
            Theme(
                "Readers and generation over retrieved passages",
                ("retrieval-augmented generation",),
                (8, 9, 10, 11, 12),
                (quoted(8, 0), quoted(9, 1), quoted(10, 0), quoted(11, 0), quoted(12, 0)),
            ),
        ),
        agreements=(written("All of them measure recall on Natural Questions.", 1, 2),),
        disagreements=(
            quoted(1, 4, "DPR:"),
            written("Whether BM25 stays ahead depends on the questions.", 2, 3),
        ),
        gaps=(
            Sentence(
                Statement("No paper tells of languages other than English.", (), "uncited", None,
                          "flagged", ())
            ),
        ),
        notes=(Note(1, (quoted(1, 1), quoted(1, 3))), Note(3, (quoted(3, 0),))),
        references=references,
        coverage=Coverage(
            317,
            23,
            12,
            (
                LeftOut(papers[20], 0.71, "limit"),
                LeftOut(papers[21], 0.64, "repeats"),
                LeftOut(replace(papers[22], year=None), 0.5, "no_abstract"),
            ),
        ),
        points=tuple(
            Point(number, x, y, theme)
            for number, x, y, theme in (
                (1, -0.81, 0.42, 0), (2, -0.66, 0.55, 0), (5, -0.72, 0.12, 0), (6, -0.4, 0.33, 0),
                (3, 0.12, -0.83, 1), (4, 0.2, -0.64, 1), (7, -0.1, -0.7, 1),
                (8, 0.74, 0.4, 2), (9, 0.78, 0.42, 2), (10, 0.6, 0.1, 2), (11, 1.0, 1.0, 2),
                (12, 0.45, 0.62, 2),
            )
        ),
        usage=USAGE,
        trace_id="t-1",
        dropped=(Dropped("It cures everything.", "unsupported", "no abstract says so"),),
        checks=Checks(numbers_dropped=1, quotes_dropped=2),
    )  # fmt: skip


def hostile() -> Review:
    """Return the sample with hostile text in every field that others write."""
    review = sample()
    text = HOSTILE
    abstract = text + " The quote 𝔘 stands here. " + text
    start = abstract.index("The quote")
    quote = Evidence(1, "The quote 𝔘 stands here.", start, start + 24)
    paper = Paper(
        text, text, abstract, (text, f"{text}, {text}", ""), 2020, text, text, text, text, text,
        (text,), (text,),
    )  # fmt: skip
    second = replace(
        paper, id="2", url="javascript:alert(5)", doi="10.1/x\"><b onclick='alert(6)'>"
    )
    bad = Sentence(Statement(text, (1, 2), "unsupported", None, "flagged", (quote,)), text)
    return replace(
        review,
        topic=text,
        overview=(bad,),
        themes=(Theme(text, (text,), (1, 2), (bad, bad)),),
        agreements=(bad,),
        disagreements=(bad,),
        gaps=(bad,),
        notes=(Note(1, (bad,)),),
        references=(Reference(1, paper), Reference(2, second)),
        coverage=Coverage(2, 2, 2, (LeftOut(paper, 0.5, "limit"),), near=(Near(paper, 0.5),)),
        points=(Point(1, 0.5, 0.5, 0), Point(2, -1.0, 9.0, 5)),
        usage=replace(USAGE, model=text),
        dropped=(Dropped(text, "unsupported", text),),
        filters=Filters(2020, None, (text,), (text,), (text,), (text,)),
    )


def abstaining() -> Review:
    """Return a review that declines."""
    return replace(
        sample(), overview=(), themes=(), agreements=(), disagreements=(), gaps=(), notes=(),
        references=(), coverage=Coverage(317, 0, 0), points=(), dropped=(), checks=Checks(),
        usage=Usage("extractive", seconds=0.2), reason="not_in_library",
        message="No paper of this library is about bread.",
    )  # fmt: skip


def sample_table() -> Comparison:
    """Return a table of three demo papers; one cell of each row is empty."""
    rows = []
    for number in (1, 2, 3):
        quote = quoted(number, 1).statement.evidence[0]
        full = Cell(quote.quote, quote.start, quote.end)
        rows.append(Row(number, demo_papers()[number - 1], (full, Cell())))
    return Comparison("Retrievers compared", ("Method", "Cost"), tuple(rows), USAGE, "t-2")


def hostile_table() -> Comparison:
    """Return a table with hostile text in every field."""
    papers = [one.paper for one in hostile().references]
    cells = (Cell(HOSTILE, 0, len(HOSTILE)), Cell("=1+1", 0, 4))
    rows = tuple(Row(number, paper, cells) for number, paper in enumerate(papers, 1))
    return Comparison(HOSTILE, (HOSTILE, "-2"), rows, USAGE, "t-3")
