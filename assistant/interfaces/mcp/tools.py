"""The tools.  Their docstrings are written for the models that choose among them."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from typing import ClassVar, Self

from pydantic import Field, field_validator, model_validator

from assistant.answering.agreeing.documents import agreement_document
from assistant.answering.comparing import columns
from assistant.answering.documents import (
    answer_document,
    paper_document,
    search_document,
    shown_document,
)
from assistant.answering.review_documents import review_document, table_document
from assistant.interfaces.mcp import texts
from assistant.interfaces.mcp.calls import Call, FilteringTool, Name, Result, Text, Tool
from assistant.interfaces.mcp.claims import Claim, verdicts
from assistant.retrieval import typed
from assistant.review import Depth
from assistant.types import Question

_PASSAGES = 2  # of each paper found: the best ones
_LONGEST_ABSTRACT = 20_000  # characters


class Search(FilteringTool):
    """Find papers in the user's own library, by meaning and by words, the best first.

    Use it to look for literature on a subject, or for the id of a paper. Each paper comes with its
    id, title, year and the passages of its abstract that match best. To have a question answered
    use `ask` instead: its sentences are checked. The query may hold "exact words" in quotes,
    author:, year:, venue:, tag:, title:, id: and -word; an id, DOI or title finds that paper.
    Example: {"query": "dense retrieval out of domain", "year_from": 2021, "papers": 5}
    """

    name: ClassVar[str] = "search"
    title: ClassVar[str] = "Search the library"

    query: Text = Field(
        description="What the papers should be about: a few words or a sentence.",
        examples=["reward hacking in language models"],
    )
    papers: int = Field(5, ge=1, le=20, description="How many papers at most.")

    def run(self, call: Call) -> Result:
        """Search."""
        searcher = call.library.assistant().searcher
        found = typed.search(
            searcher, call.library.library(), self.query, self.papers, self.filters
        )
        hits = [dataclasses.replace(hit, passages=hit.passages[:_PASSAGES]) for hit in found.hits]
        said = typed.told(found.corrections)
        document = search_document(self.query, hits, found.corrections)
        return Result(document, (f"({said})\n\n" if said else "") + texts.hits(hits))


class GetPaper(Tool):
    """Get one paper of the library with its whole abstract and its bibliographic data.

    Use it when you know which paper: by its id, DOI, arXiv id, title or a part of its title. If a
    part names several papers, the error lists their ids. Example: {"paper": "arxiv:2004.04906"}
    """

    name: ClassVar[str] = "get_paper"
    title: ClassVar[str] = "Get a paper"

    paper: Name = Field(
        description="Id, DOI, arXiv id, title or part of the title.",
        examples=["doi:10.18653/v1/2020.emnlp-main.550", "dense passage retrieval"],
    )

    def run(self, call: Call) -> Result:
        """Look it up."""
        paper = call.library.library().paper(self.paper)
        paper = dataclasses.replace(paper, abstract=paper.abstract[:_LONGEST_ABSTRACT])
        return Result(shown_document(paper), texts.paper(paper))


class ListPapers(FilteringTool):
    """List the papers of the library without their abstracts, a page at a time.

    Use it to see what the library holds: all of it, or the papers of an author, a venue or some
    years. To look for a subject use `search`. Example: {"author": "Karpukhin", "limit": 10}
    """

    name: ClassVar[str] = "list_papers"
    title: ClassVar[str] = "List papers"

    limit: int = Field(20, ge=1, le=100, description="How many papers at most.")
    offset: int = Field(0, ge=0, le=1_000_000_000, description="How many papers to pass over.")

    def run(self, call: Call) -> Result:
        """List them."""
        catalog = call.library.library().catalog
        ids = catalog.ids(filters=self.filters)
        papers = list(catalog.papers_by_id(ids[self.offset : self.offset + self.limit]).values())
        listed = [
            {name: value for name, value in paper_document(one).items() if name != "abstract"}
            for one in papers
        ]
        page = {"total": len(ids), "offset": self.offset, "limit": self.limit}
        return Result({**page, "papers": listed}, texts.papers(papers, self.offset, len(ids)))


class Ask(FilteringTool):
    """Answer a question from the abstracts of the user's library, with a citation at each sentence.

    Use it for questions about what papers say. Every sentence was checked against the abstract it
    cites: "verbatim" ones stand there word for word, others are flagged. Keep the marks [1] and the
    references when you pass the answer on. If the library does not hold the answer it says so: pass
    that on too, do not answer from memory in its name. Example: {"question": "How much better is
    dense retrieval than BM25?"}
    """

    name: ClassVar[str] = "ask"
    title: ClassVar[str] = "Ask the library"

    question: Text = Field(
        description="A whole question, which names its subject: nothing said before is known.",
        examples=["How much better is dense retrieval than BM25, and where does BM25 stay ahead?"],
    )

    def run(self, call: Call) -> Result:
        """Answer."""
        asked = Question(self.question, filters=self.filters)
        answer = call.library.assistant().ask(
            asked, call.on_statement, call.on_hits, on_step=call.on_step
        )
        return Result(answer_document(answer), texts.answer(answer))


class Summarize(FilteringTool):
    """Write a literature review of a topic from the user's library: themes, agreements, gaps.

    Use it when many papers are to be brought together; for one question use `ask`, which is
    faster. Every sentence cites papers and was checked like those of `ask`. Keep the marks [1] and
    the references, and say how many papers were used. It may take a minute. If the library holds
    nothing on the topic it says so: pass that on. Example: {"topic": "reward model
    overoptimization", "depth": "brief", "papers": 20}
    """

    name: ClassVar[str] = "summarize"
    title: ClassVar[str] = "Review the literature"

    topic: Text = Field(
        description="A few words or a question that names the subject.",
        examples=["dense retrieval out of domain"],
    )
    depth: Depth = Field("standard", description="How much is told of each paper.")
    papers: int | None = Field(None, ge=1, le=200, description="How many papers at most.")
    words: int | None = Field(None, ge=50, le=5000, description="About how many words.")

    def run(self, call: Call) -> Result:
        """Write it."""
        reviewer = call.library.reviewer()
        outline = reviewer.outline(
            self.topic, self.filters, self.papers, on_progress=call.on_progress
        )
        review = reviewer.review(outline, self.depth, self.words, call.on_progress)
        document = review_document(review)
        for reference in document["references"]:
            del reference["abstract"]  # `get_paper` has it; thirty of them are no summary
        return Result(document, texts.review(review))


class Compare(FilteringTool):
    """Set papers side by side in a table whose cells are exact words of their abstracts.

    Use it for several papers and what each says of the same things. Name the papers, or give a
    topic, whose best papers are taken. An empty cell means that the abstract does not say it: do
    not fill it from memory. Example: {"papers": ["arxiv:2004.04906", "arxiv:2104.08663"],
    "columns": ["method", "data", "result"]}
    """

    name: ClassVar[str] = "compare"
    title: ClassVar[str] = "Compare papers"

    papers: tuple[Name, ...] = Field(
        (),
        max_length=20,
        description="Ids, DOIs, arXiv ids, titles or parts of titles.",
        examples=[["arxiv:2004.04906", "arxiv:2104.08663"]],
    )
    topic: Text | None = Field(
        None, description="What the papers are about, in place of naming them.", examples=["HyDE"]
    )
    most: int | None = Field(None, ge=1, le=20, description="How many papers of a topic at most.")
    columns: tuple[Name, ...] = Field(
        columns.DEFAULT,
        max_length=columns.MOST,
        description="What to look for in each abstract.",
        examples=[["method", "data", "result", "limits"]],
    )

    @field_validator("papers", "columns", mode="before")
    @classmethod
    def _parsed(cls, given: object) -> object:
        """Return a list that came as text, as some clients send it, as the list it is."""
        return _listed(given)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.papers) == (self.topic is not None):
            raise ValueError("give one of papers and topic")
        return self

    def run(self, call: Call) -> Result:
        """Set them side by side."""
        asked = columns.parse(self.columns)
        comparer = call.library.comparer()
        found = (
            comparer.named(self.papers)
            if self.topic is None
            else comparer.about(self.topic, self.most, self.filters)
        )
        table = comparer.compare(found, asked, self.topic, call.on_progress)
        return Result(table_document(table), texts.table(table))


class CheckClaims(Tool):
    """Check sentences against the abstracts of the library, for instance those of a draft.

    The verdict of each is "verbatim" when it stands word for word in an abstract, with the quote
    and the paper, and "supported" when one bears it out in other words. "unsure" and "unjudged"
    mean that it may be right or wrong: say that it was not confirmed. Example: {"claims":
    [{"claim": "BM25 stays ahead on SQuAD.", "paper": "dense passage retrieval"}]}
    """

    name: ClassVar[str] = "check_claims"
    title: ClassVar[str] = "Check claims"

    claims: tuple[Claim, ...] = Field(
        min_length=1, max_length=50, description="The sentences to check."
    )

    @field_validator("claims", mode="before")
    @classmethod
    def _parsed(cls, given: object) -> object:
        """Return a list that came as text, as some clients send it, as the list it is."""
        return _listed(given)

    def run(self, call: Call) -> Result:
        """Check them."""
        items = verdicts(self.claims, call)
        return Result({"items": items}, texts.verdicts(items))


class Agreement(FilteringTool):
    """Tell which papers of the library support a claim, contradict it, or do both.

    Use it when a user asks whether the literature agrees. Each paper comes with its stance and the
    sentences that show it. Papers that are not named say nothing clear on the claim: do not count
    them for either side. Example: {"claim": "Dense retrieval outperforms BM25 out of domain."}
    """

    name: ClassVar[str] = "agreement"
    title: ClassVar[str] = "Who agrees with a claim"

    claim: Text = Field(
        description="One sentence that can be right or wrong.",
        examples=["Dense retrieval outperforms BM25 out of domain."],
    )

    def run(self, call: Call) -> Result:
        """Ask the papers."""
        panel = call.library.panel().on(self.claim, self.filters)
        return Result(agreement_document(panel), texts.panel(panel))


def _listed(given: object) -> object:
    with suppress(ValueError):
        return json.loads(given) if isinstance(given, str) else given
    return given


_ALL = (Search, GetPaper, ListPapers, Ask, Summarize, Compare, CheckClaims, Agreement)
TOOLS: dict[str, type[Tool]] = {tool.name: tool for tool in _ALL}
