"""The nouns of the laboratory: questions, claims, judgements, outcomes and scores.

A paper goes by several names: its id in the library, its title, and the source it came from; a
data set may use any of them to say which papers it means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.corpus.records import Record, Skipped
from assistant.types import Document, Question, Turn

Support = Literal["full", "partial", "none", "unjudged"]
Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
Asks = Literal["answers", "papers"]
ClaimLabel = Literal["supported", "partial", "unsupported", "contradicted"]


# What is asked


@dataclass(frozen=True, slots=True)
class Nugget:
    """A fact that a good answer holds; a vital one must be there, another may be."""

    text: str
    vital: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the papers that should be found for it, and those that may be cited too.

    `cluster` names what the case depends on: cases of one cluster are resampled together.
    """

    id: str
    type: str
    question: str
    gold: tuple[str, ...]
    acceptable: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    nuggets: tuple[Nugget, ...] = ()
    answer: str | None = None
    answerable: bool = True
    cluster: str = ""

    @property
    def unit(self) -> str:
        """What is resampled as one: the cluster, or the question itself."""
        return self.cluster or self.id


@dataclass(frozen=True, slots=True)
class Source:
    """A text that a claim is held against, under the name of its paper."""

    paper: str
    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, the texts it is held against, and whether people found it supported.

    `edit` names how a claim was made wrong, where that is known.
    """

    id: str
    text: str
    evidence: tuple[Source, ...]
    label: ClaimLabel
    edit: str | None = None
    cluster: str = ""

    @property
    def unit(self) -> str:
        """What is resampled as one: the cluster, or the claim itself."""
        return self.cluster or self.id


@dataclass(frozen=True, slots=True)
class DataSet:
    """Papers, questions and claims under one name; `digest` hashes the content of its files.

    `papers` reads the records anew at each call.  `asks` tells whether the questions want answers
    or only a ranking of papers.
    """

    name: str
    digest: str
    papers: Callable[[], Iterable[Record | Skipped]]
    cases: tuple[Case, ...] = ()
    claims: tuple[Claim, ...] = ()
    asks: Asks = "answers"


# What comes back


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that an answer shows as evidence, and where it says that they stand."""

    paper: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer with the ids of the papers it cites.

    `dangling` counts its marks that point at no reference.  `flagged` tells whether the reader is
    warned; a system that checks nothing flags nothing.
    """

    text: str
    cites: tuple[str, ...]
    flagged: bool = False
    score: float | None = None
    quotes: tuple[Quote, ...] = ()
    dangling: int = 0


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer took; `dollars` is None where no price is known."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dollars: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system made of a case: papers ranked, sentences, or the news that it abstains.

    `answered` is None where only a ranking was asked for, False where the system abstained.
    `confidence` orders answers by how sure the system is of them, on a scale of its own.
    `error` is set where the system failed: such an outcome has no scores.
    """

    case: str
    ranked: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    references: tuple[str, ...] = ()
    answered: bool | None = None
    message: str | None = None
    confidence: float | None = None
    cost: Cost = Cost()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Produced:
    """What a system hands over: a document of the product's schemas, and how sure it is."""

    document: Document
    confidence: float | None = None


class System(Protocol):
    """What is measured: something that ranks papers and answers questions over a library."""

    @property
    def name(self) -> str: ...

    @property
    def writer(self) -> str:
        """What wrote the answers: a model's name, or how they were made without one."""

    def rank(self, question: Question) -> Produced:
        """Return the papers found for a question, as `search/1`."""

    def answer(self, question: Question) -> Produced:
        """Return the answer to a question, as `answer/1`; as `search/1` where it has no writer."""


# What is made of it


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of a claim and its evidence; `score` is its probability of support.

    A judge that fails, or gives no quote that the evidence holds, has not judged: "unjudged".
    """

    support: Support
    score: float | None = None
    quote: str | None = None
    why: str = ""
    cost: Cost = Cost()


class Judge(Protocol):
    """Something that tells whether texts support a claim."""

    @property
    def name(self) -> str: ...

    def judge(self, claim: str, evidence: Sequence[Source]) -> Judgement:
        """Return the judgement; a failure is a judgement "unjudged", never an exception."""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """A sentence with what a judge said of it.

    `union` judges all its citations together; `alone` each by itself; `without` all but each,
    in the order of the citations; `context` all papers that the system found.
    """

    sentence: Sentence
    union: Support
    alone: tuple[Support, ...] = ()
    without: tuple[Support, ...] = ()
    context: Support = "unjudged"


@dataclass(frozen=True, slots=True)
class Bounds:
    """A score: exact where low equals high, else as low and as high as what is unjudged allows."""

    low: float
    high: float

    @property
    def exact(self) -> bool:
        return self.low == self.high


Score = Bounds | None
"""None: the metric does not apply to the question; such questions are counted apart."""


@dataclass(frozen=True, slots=True)
class Item:
    """A case with its outcome, what was judged of it, and its scores by name of the metric."""

    case: Case
    outcome: Outcome
    judged: tuple[JudgedSentence, ...] = ()
    scores: Mapping[str, Score] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a run was made of; runs are comparable where set and digest agree.

    `settings`, `prompts` and `code` are hashes; `papers` is how many the library holds.
    """

    set: str
    digest: str
    system: str
    writer: str
    settings: str
    prompts: str
    code: str
    version: str
    papers: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A metric over all questions: mean, interval of 95%, and how many it rests on.

    `value` is None where it applies to no question, `interval` where too little varies for one.
    """

    metric: str
    value: Bounds | None
    interval: Bounds | None
    applicable: int
    not_applicable: int
    unjudged: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored run.  `invalid` says why its judged figures must not be used, if so.

    `ungateable` why its set is no measure to gate on.  `titles` and `abstracts` hold those of the
    papers that its items mention, by id.
    """

    stamp: Stamp
    judge: str
    items: tuple[Item, ...]
    summaries: tuple[Summary, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    abstracts: Mapping[str, str] = field(default_factory=dict)
    invalid: str | None = None
    ungateable: str | None = None
