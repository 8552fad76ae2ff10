"""The nouns of the program: frozen records without behaviour that touches the world.

Offsets count characters of `Paper.abstract` as stored: `abstract[start:end]` is the quoted text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from assistant.stances import Disagreement

    Vector = NDArray[numpy.float32]
    """One vector of unit length, shape (dimension,)."""
    Vectors = NDArray[numpy.float32]
    """Rows of unit length, shape (texts, dimension)."""

VerdictLabel = Literal[
    "verbatim", "supported", "unsure", "unsupported", "uncited", "unjudged", "no_claim"
]
Action = Literal["shown", "repaired", "flagged"]
Document = dict[str, Any]
"""A JSON object of one of the program's schemas, such as answer/1."""
Reason = Literal[
    "not_in_library", "partly_in_library", "ambiguous", "needs_full_text", "false_premise"
]
StepAction = Literal["phrasings", "parts", "search", "list", "open", "finish", "trouble"]
Cut = Literal["length", "connection", "filter"]
"""What ended a reply before the model did: its longest length, a lost connection, a filter."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper record: title, abstract and bibliographic data, as its sources give them; tags."""

    id: str
    title: str
    abstract: str
    authors: tuple[str, ...] = ()
    year: int | None = None
    venue: str | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    pmid: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of an abstract on sentence borders, the unit that is embedded."""

    id: str
    paper_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found, with its score for the question."""

    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that was found: rank from 1, fused score (`retrieval.fusion`), best passages first.

    `dense` is the best cosine of a passage, `lexical` the share of the question that words cover.
    """

    rank: int
    paper: Paper
    score: float
    dense: float
    lexical: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a paper must satisfy to be searched; empty fields admit everything.

    Case and accents are ignored.  Several of a kind mean "any of": beginnings of words of one
    author's name, parts of venues, source paths, whole tags, words of a title in their order,
    identifiers.  A paper must hold all `phrases` and none of `without` in title or abstract.
    """

    year_from: int | None = None
    year_to: int | None = None
    authors: tuple[str, ...] = ()
    venues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return self == Filters()


EVERYTHING = Filters()
EXTRACTIVE = "extractive"  # what `Usage.model` says where no language model wrote


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of an earlier conversation."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A sentence of the answer before whose evidence still stands, with the papers that hold it."""

    text: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the words, the conversation before them, what it concluded, papers admitted.

    `standalone` is the question in words that need no conversation, where a user has given them.
    """

    text: str
    history: tuple[Turn, ...] = ()
    filters: Filters = EVERYTHING
    standalone: str | None = None
    concluded: tuple[Conclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered mark of a sentence, with the words the writer says it rests on, if given."""

    number: int
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote found in the abstract of the paper with this number."""

    number: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found out about a sentence and the abstracts it cites."""

    label: VerdictLabel
    score: float | None = None
    evidence: tuple[Evidence, ...] = ()
    quotes_dropped: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of an answer with its citations and the verdict of the check."""

    text: str
    citations: tuple[int, ...]
    verdict: VerdictLabel
    score: float | None
    action: Action
    evidence: tuple[Evidence, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was withheld, and why."""

    text: str
    verdict: VerdictLabel
    why: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cited paper under the number that the answer gives it."""

    number: int
    paper: Paper


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer cost; `cost_usd` is None where no price is known."""

    model: str
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_usd: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Checks:
    """What was removed: numbers never offered, quotes not found, citations that support nothing.

    And what became of rewriting sentences that failed: how many then passed (`repaired`), and how
    many came out worse than they were, which were not taken (`worsened`).
    """

    numbers_dropped: int = 0
    quotes_dropped: int = 0
    citations_dropped: int = 0
    repaired: int = 0
    worsened: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What a model had searched for an answer beside the question: in words, with papers by id."""

    action: StepAction
    text: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question; abstaining is an answer too, with a reason and no statements."""

    question: str
    standalone_question: str
    statements: tuple[Statement, ...]
    references: tuple[Reference, ...]
    retrieved: tuple[Hit, ...]
    usage: Usage
    trace_id: str
    reason: Reason | None = None
    message: str | None = None
    dropped: tuple[Dropped, ...] = ()
    checks: Checks = field(default_factory=Checks)
    disagreements: tuple[Disagreement, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def abstained(self) -> bool:
        return not self.statements


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A chat model's reply, what cut it short if anything did, and what it cost.

    `calls` is 0 for a kept reply, which cost nothing; `cost_usd` is None where no price is known.
    """

    text: str
    tokens_in: int
    tokens_out: int
    cut: Cut | None = None
    calls: int = 1
    cost_usd: float | None = None

    @property
    def complete(self) -> bool:
        return self.cut is None


class ChatModel(Protocol):
    """A language model that answers messages."""

    @property
    def name(self) -> str: ...

    def reply(
        self, messages: Sequence[Message], on_text: Callable[[str], None] | None = None
    ) -> Reply:
        """Return the whole reply, handing each piece of text to `on_text` as it arrives.

        Raises:
            ModelError: the model did not answer; the message says what to do.
        """


class Embedder(Protocol):
    """A model that turns texts into vectors of unit length."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, shape (len(texts), dimension), float32, unit length."""
