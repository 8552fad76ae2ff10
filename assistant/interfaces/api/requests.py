"""The bodies that the API takes, with their bounds and examples."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.answering.comparing import columns
from assistant.kept import FeedbackLabel
from assistant.review import Depth
from assistant.types import Filters, Question, Turn

_QUESTION = "How much better is dense retrieval than BM25?"
_LONGEST_TURN = 100_000
_MOST_TURNS = 200

Text = Annotated[str, StringConstraints(min_length=1, max_length=4000, pattern=r"\S")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Names = Annotated[tuple[Name, ...], Field(max_length=50)]
Year = Annotated[int, Field(ge=0, le=9999)]
Standalone = Annotated[
    Text | None,
    Field(description="The question in words that need no conversation, to correct ours."),
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FiltersBody(_Body):
    """What a paper must satisfy; several names of a kind mean "any of"."""

    year_from: Year | None = Field(None, examples=[2019])
    year_to: Year | None = Field(None, examples=[2024])
    authors: Names = Field((), examples=[["Karpukhin"]])
    venues: Names = Field((), examples=[["EMNLP", "ACL"]])
    sources: Names = Field((), description="Parts of the names of files that papers came from.")
    tags: Names = Field((), description="Tags of your own.", examples=[["to-read"]])

    def filters(self) -> Filters:
        """Return them as the library takes them."""
        return Filters(
            self.year_from, self.year_to, self.authors, self.venues, self.sources, self.tags
        )


class TurnBody(_Body):
    """A message of an earlier conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=_LONGEST_TURN, examples=["What does HyDE do?"])


class AskBody(_Body):
    """A question, perhaps with the conversation before it."""

    question: Text = Field(examples=[_QUESTION])
    history: tuple[TurnBody, ...] = Field((), max_length=_MOST_TURNS)
    filters: FiltersBody = FiltersBody()
    standalone: Standalone = None

    def asked(self) -> Question:
        """Return it as the assistant takes it."""
        history = tuple(Turn(turn.role, turn.content) for turn in self.history)
        return Question(self.question, history, self.filters.filters(), self.standalone)


class ChatBody(_Body):
    """The next question of a conversation, or the first one of a new conversation."""

    question: Text = Field(examples=["And what does that cost?"])
    conversation_id: Name | None = Field(None, description="Without it a conversation begins.")
    filters: FiltersBody = FiltersBody()
    standalone: Standalone = None


class RetryBody(_Body):
    """How to ask the last question again."""

    filters: FiltersBody = FiltersBody()


class FeedbackBody(_Body):
    """What a user thinks of the last answer."""

    label: FeedbackLabel
    note: str = Field("", max_length=4000, examples=["The figure is of another data set."])


class SearchBody(_Body):
    """A search by meaning and by words; operators in the query limit the papers.

    `"exact words"`, `author:`, `year:`, `venue:`, `tag:`, `source:`, `title:`, `id:`, `-word`.
    """

    query: Text = Field(examples=["reward hacking", "author:gao year:2022-"])
    papers: int = Field(10, ge=1, le=100, description="Most papers.")
    filters: FiltersBody = FiltersBody()


class SummaryBody(_Body):
    """A topic to review."""

    topic: Text = Field(examples=["reward model overoptimization"])
    depth: Depth = "standard"
    words: int | None = Field(None, ge=50, le=20_000, description="About how long.")
    papers: int | None = Field(None, ge=1, le=1000, description="Most papers.")
    filters: FiltersBody = FiltersBody()


class AgreementBody(_Body):
    """A claim to ask the papers of the library about."""

    claim: Text = Field(examples=["Dense retrieval outperforms BM25 out of domain."])
    filters: FiltersBody = FiltersBody()


class CompareBody(_Body):
    """What to set side by side: papers by name, or the best papers of a topic; one of the two."""

    papers: Annotated[tuple[Name, ...], Field(max_length=100)] = Field(
        (),
        description="Ids, DOIs, arXiv ids or whole titles.",
        examples=[["arxiv:2004.04906", "arxiv:2104.08663"]],
    )
    topic: Text | None = Field(None, examples=["reward hacking"])
    most: int | None = Field(None, ge=1, le=100, description="Most papers of a topic.")
    columns: Annotated[tuple[Name, ...], Field(max_length=50)] = Field(
        columns.DEFAULT,
        description="Any names; known are method, data, result, limits, task, metric, conclusion.",
        examples=[["method", "data", "result", "limits"]],
    )
    filters: FiltersBody = FiltersBody()

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if bool(self.papers) == (self.topic is not None):
            raise ValueError("give one of papers and topic")
        return self


class ClaimBody(_Body):
    """A sentence, and the one thing it is checked against: a paper, or a text."""

    id: Annotated[str, StringConstraints(max_length=200)] = Field(examples=["1"])
    claim: Text = Field(examples=["DPR outperforms a strong Lucene-BM25 system."])
    paper_id: Name | None = Field(None, examples=["arxiv:2004.04906"])
    title: Name | None = Field(None, description="The whole title of a paper.")
    evidence: Annotated[str, StringConstraints(max_length=20_000)] | None = Field(
        None, description="The text itself; it need not be in the library."
    )


class CheckBody(_Body):
    """Claims to check."""

    items: tuple[ClaimBody, ...] = Field(min_length=1, max_length=100)


Record = Annotated[
    dict[str, Any],
    Field(
        description="A paper with the field names of an export; only the title is needed.",
        examples=[
            {
                "title": "Dense Passage Retrieval for Open-Domain Question Answering",
                "abstract": "Open-domain question answering relies on efficient passage retrieval.",
                "authors": ["Vladimir Karpukhin", "Barlas Oguz"],
                "year": 2020,
                "venue": "EMNLP",
                "doi": "10.18653/v1/2020.emnlp-main.550",
            }
        ],
    ),
]
Records = Annotated[Record | Annotated[list[Record], Field(max_length=10_000)], Field()]
